#!/usr/bin/env bash
# Makes the npm packages of this platform, installs them into an empty project, and runs the command that they give.
# Takes the program to pack, else the debug build.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(realpath "${1:-target/debug/model-lint}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A debug build is large: packing it takes longer than all the rest.
strip -o "$folder/program" "$program"

platform=$(node --print 'process.platform + "-" + process.arch')
node npm/build.mjs "$folder/packages" "$platform=$folder/program"
for package in "$platform" model-lint; do
    (cd "$folder/packages/$package" && npm pack --silent --pack-destination "$folder")
done
mkdir "$folder/project"
cd "$folder/project"
echo '{ "private": true }' > package.json
npm install --silent --offline --no-audit --no-fund ../model-lint-"$platform"-*.tgz ../model-lint-[0-9]*.tgz

printf 'MODEL = "gpt-4-32k"\n' > a.py
code=0
npx --no-install model-lint --as-of 2026-11-23 --output-format concise a.py || code=$?
[ "$code" = 1 ]
rm -r "node_modules/@model-lint/$platform"
code=0
npx --no-install model-lint --version 2> message || code=$?
[ "$code" = 2 ] && grep --quiet "there is no package @model-lint/$platform" message
echo "npm: the command does its work"
