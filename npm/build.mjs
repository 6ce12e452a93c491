// Makes the packages for npm out of built programs: one for each platform, and the one that people install.
//
//   node npm/build.mjs OUT PLATFORM=PROGRAM…     e.g. linux-x64=target/release/model-lint
//
// The version is that of Cargo.toml. Programs for Linux are linked statically: they need no C library.

import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"];
const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

function fail(message) {
  console.error(`npm/build.mjs: ${message}`);
  process.exit(2);
}

function version() {
  const found = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.+)"$/m);
  return found ? found[1] : fail("Cargo.toml names no version");
}

function write(folder, content) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(content, null, 2)}\n`);
  for (const licence of LICENCES) {
    cpSync(join(root, licence), join(folder, licence));
  }
}

/** The package of one platform: the program and nothing else. */
function platformPackage(out, base, platform, program) {
  const [os, cpu] = platform.split("-");
  const name = os === "win32" ? "model-lint.exe" : "model-lint";
  const folder = join(out, platform);
  mkdirSync(folder, { recursive: true });
  cpSync(program, join(folder, name));
  chmodSync(join(folder, name), 0o755);
  const { version, license } = base;
  write(folder, {
    name: `@model-lint/${platform}`,
    version,
    description: `The program of model-lint for ${platform}`,
    license,
    os: [os],
    cpu: [cpu],
    files: [name, ...LICENCES],
    preferUnplugged: true,
  });
}

const [out, ...programs] = process.argv.slice(2);
if (!out || programs.length === 0) {
  fail("name a folder, and PLATFORM=PROGRAM for each platform");
}
const base = JSON.parse(readFileSync(join(here, "model-lint/package.json"), "utf8"));
base.version = version();
for (const argument of programs) {
  const [platform, program] = argument.split("=");
  if (!PLATFORMS.includes(platform) || !program) {
    fail(`${argument}: write PLATFORM=PROGRAM; platforms are ${PLATFORMS.join(", ")}`);
  }
  platformPackage(out, base, platform, program);
  base.optionalDependencies[`@model-lint/${platform}`] = base.version;
}
const main = join(out, "model-lint");
mkdirSync(main, { recursive: true });
cpSync(join(here, "model-lint"), main, { recursive: true });
cpSync(join(root, "README.md"), join(main, "README.md"));
write(main, base);
console.log(`${programs.length + 1} packages of version ${base.version} in ${out}`);
