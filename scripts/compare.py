#!/usr/bin/env python3
"""Compares the cost of a run with ripgrep and llm-sunset, tree by tree, in pairs.

usage: compare.py BINARY TREES [--rounds N] [--peers] [--sunset PATH] [--only NAME,NAME]

TREES is a folder of trees. Every round runs each command once, so that a ratio is taken within one round and
survives a busy machine; CPU time is user and system time together. The baseline is ripgrep counting the lines with
the words of `families.txt` in the files that model-lint reads, with two threads, as model-lint has. A peer is held
against model-lint as well: its last two columns say how many times as long it takes.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
GLOBS = ["*.{py,pyi,ipynb,ts,mts,cts,tsx,js,mjs,cjs,jsx,vue,svelte,astro,yaml,yml,json,jsonc,json5,jsonl,ndjson,toml,env}", ".env*"]
AS_OF = "2026-11-23"


def measure(command):
    """Wall and CPU seconds and the peak of memory in MiB of one run in the working directory."""
    with open(os.devnull, "w") as null, subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=null) as pipe:
        started = time.monotonic()
        pid = os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, pipe.stdin.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, null.fileno(), 2),
            ],
        )
        _, status, usage = os.wait4(pid, 0)
        wall = time.monotonic() - started
        pipe.stdin.close()
    if os.waitstatus_to_exitcode(status) < 0:
        sys.exit(f"{' '.join(command)}: killed by a signal")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def commands(binary, sunset):
    """Label and words of each command; the first is the baseline, the second is model-lint."""
    rg = shutil.which("rg") or sys.exit("ripgrep is needed: pip install ripgrep")
    globs = [word for glob in GLOBS for word in ("-g", glob)]
    search = [rg, "-j2", "--hidden", "-c", "-i", "-F", "-f", str(HERE / "families.txt"), *globs, "."]
    check = [str(binary), "--as-of", AS_OF, "--threads", "2", "--exit-zero", "--output-format", "concise", "."]
    found = [("rg", search), ("model-lint", check)]
    return found + ([("llm-sunset", [sunset, "scan", "--offline", "--no-fail", "."])] if sunset else [])


def against(rounds, at, other):
    """Medians of the ratios of wall and CPU time of two commands, each taken within one round."""
    return [statistics.median(r[at][i] / max(r[other][i], 1e-3) for r in rounds) for i in (0, 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("trees", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", action="store_true", help="llm-sunset as well, which has to be on PATH")
    parser.add_argument("--sunset", help="llm-sunset as well, which lies here")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    binary = given.binary.resolve()
    sunset = given.sunset or (shutil.which("llm-sunset") if given.peers else None)
    if given.peers and sunset is None:
        sys.exit("llm-sunset is needed: pip install llm-sunset")
    sunset = sunset and str(pathlib.Path(sunset).resolve())
    only = [name for name in given.only.split(",") if name]
    trees = [t for t in sorted(given.trees.resolve().iterdir()) if t.is_dir() and (not only or t.name in only)]
    beside = " wall / model-lint | CPU / model-lint |" if sunset else ""
    print(f"| tree | command | wall s | CPU s | peak MiB | wall / rg | CPU / rg |{beside}")
    print("| --- | --- | --- | --- | --- | --- | --- |" + (" --- | --- |" if sunset else ""))
    for tree in trees:
        # As a user stands in a project: what is named from elsewhere has other files around it.
        os.chdir(tree)
        asked = commands(binary, sunset)
        for _, words in asked:
            measure(words)
        rounds = [[measure(words) for _, words in asked] for _ in range(given.rounds)]
        for at, (label, _) in enumerate(asked):
            runs = [r[at] for r in rounds]
            wall, cpu = (statistics.median(run[i] for run in runs) for i in (0, 1))
            ratios = against(rounds, at, 0)
            beside = ""
            if sunset:
                beside = "".join(f" {ratio:.1f} |" for ratio in against(rounds, at, 1)) if at > 1 else " | |"
            peak = max(run[2] for run in runs)
            print(
                f"| {tree.name} | {label} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} |{beside}",
                flush=True,
            )


if __name__ == "__main__":
    main()
