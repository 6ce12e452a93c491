#!/usr/bin/env python3
"""Names files of trees one by one, and compares what is said of each with what a run over the whole tree says of it.

usage: scripts/alone.py BINARY TREE... [--files N]
Of each tree N files with diagnostics (notes included) and half as many without are taken, by chance but always the same.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess

ENDINGS = (".py", ".ipynb", ".ts", ".tsx", ".js", ".mjs", ".vue", ".svelte")
SAID = ("line", "column", "rule", "severity", "provider", "context", "confidence")


def said(binary: str, tree: str, path: str) -> dict[str, set]:
    """What a run over a path says, by file."""
    run = [binary, "--isolated", "--as-of", "2026-11-23", "--exit-zero", "--pedantic", "--output-format", "jsonl", path]
    found: dict[str, set] = {}
    for line in subprocess.run(run, cwd=tree, capture_output=True, text=True, check=True).stdout.splitlines():
        one = json.loads(line)
        found.setdefault(one["path"], set()).add(tuple(one[key] for key in SAID))
    return found


def sample(tree: str, told: list[str], count: int) -> list[str]:
    """Files of a tree: some of which something is said, and some of code of which nothing is."""
    chance = random.Random(tree)
    code = (path for path in pathlib.Path(tree).rglob("*") if path.suffix in ENDINGS and path.is_file())
    silent = sorted({path.relative_to(tree).as_posix() for path in code} - set(told))
    return chance.sample(told, min(count, len(told))) + chance.sample(silent, min(count // 2, len(silent)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("trees", nargs="+")
    parser.add_argument("--files", type=int, default=24)
    options = parser.parse_args()
    compared, differing = 0, 0
    for tree in options.trees:
        binary = os.path.abspath(options.binary)
        whole = said(binary, tree, ".")
        for path in sample(tree, sorted(whole), options.files):
            alone, among = said(binary, tree, path).get(path, set()), whole.get(path, set())
            compared += 1
            if alone != among:
                differing += 1
                print(f"{tree}: {path}: alone {sorted(alone - among, key=str)}, among all {sorted(among - alone, key=str)}")
    print(f"{compared} files compared, {differing} differ")


if __name__ == "__main__":
    main()
