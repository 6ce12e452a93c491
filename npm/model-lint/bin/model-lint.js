#!/usr/bin/env node
// Runs the program of the package for this platform, which npm installed beside this one.
"use strict";

const { spawnSync } = require("node:child_process");

const own = `@model-lint/${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "model-lint.exe" : "model-lint";

let path;
try {
  path = require.resolve(`${own}/${program}`);
} catch {
  console.error(`model-lint: there is no package ${own} beside this one.`);
  console.error("It is an optional dependency: install without --no-optional or --omit=optional,");
  console.error("or, if there is no such package for this platform, build the program with cargo.");
  process.exit(2);
}

const run = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`model-lint: ${path}: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exit(run.status ?? 2);
