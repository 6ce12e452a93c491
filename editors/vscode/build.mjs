// Makes what is packed: one file with the client library in it, and the licences.
import { readFile, writeFile } from "node:fs/promises";

import { build } from "esbuild";

await build({
  entryPoints: ["extension.js"],
  outfile: "dist/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node18",
  external: ["vscode"],
});

const licences = ["LICENSE-MIT", "LICENSE-APACHE"].map((name) => readFile(`../../${name}`, "utf8"));
await writeFile("LICENSE", (await Promise.all(licences)).join(`\n${"-".repeat(80)}\n\n`));
