#!/usr/bin/env python3
"""CPU time of one build against that of another: both run in turns, and the median of the ratios counts.

usage: scripts/pairs.py BEFORE AFTER TREE... [--rounds N]
"""

import argparse
import os
import resource
import statistics
import subprocess

AS_OF = "2026-11-23"


def cpu_time(binary: str, tree: str) -> float:
    """Seconds of user and system time of one run in a tree."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = [os.path.abspath(binary), "--as-of", AS_OF, "--exit-zero", "."]
    subprocess.run(run, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("trees", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for tree in given.trees:
        rounds = [(cpu_time(given.before, tree), cpu_time(given.after, tree)) for _ in range(given.rounds)]
        ratio, before, after = (
            statistics.median(values)
            for values in ([new / old for old, new in rounds], [old for old, _ in rounds], [new for _, new in rounds])
        )
        print(f"{os.path.basename(os.path.abspath(tree))}: {ratio:.2f} (before {before:.2f} s, after {after:.2f} s)")


if __name__ == "__main__":
    main()
