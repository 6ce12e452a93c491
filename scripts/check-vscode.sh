#!/usr/bin/env bash
# Checks the types of the extension for Visual Studio Code, packs it with the real vsce, and looks into the package:
# what it takes must be in it, or be the editor's or Node's own. Fetches from npm; half a minute.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/editors"
cp -r editors/vscode "$folder/editors"
cp LICENSE-* "$folder"
cd "$folder/editors/vscode"
rm -rf node_modules dist

npm install --silent --no-audit --no-fund
npm run --silent check
npm run --silent package
unzip -q model-lint-*.vsix -d unpacked
[ -s unpacked/extension/LICENSE.txt ] && [ -s unpacked/extension/readme.md ]
node - unpacked/extension <<'JS'
const { readFileSync } = require("node:fs");
const { builtinModules } = require("node:module");
const { join } = require("node:path");

const folder = process.argv[2];
const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const code = readFileSync(join(folder, main), "utf8");
const taken = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map((found) => found[1].replace(/^node:/, ""));
const missing = taken.filter((name) => name !== "vscode" && !builtinModules.includes(name));
if (!taken.includes("vscode") || missing.length > 0) {
  console.error(`vscode: the package takes ${JSON.stringify(missing)}, which is not in it`);
  process.exit(1);
}
JS
echo "vscode: the extension is typed and packed"
