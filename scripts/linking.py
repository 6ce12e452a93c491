#!/usr/bin/env python3
"""What linking adds to a run: samples of `perf` that have a function of the linking phase above them, by the rest of them.

usage: scripts/linking.py BINARY TREE... [--rounds N]
BINARY is built with symbols and frame pointers, without link-time optimisation:
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=line-tables-only RUSTFLAGS=-Cforce-frame-pointers=yes \\
        CFLAGS=-fno-omit-frame-pointer cargo build --release --target-dir target/symbols
Runs on one thread, so that nothing is waited for. Where the machine is busy single rounds differ by a half; the median counts.
"""

import argparse
import os
import statistics
import subprocess
import tempfile

PARTS = ("links", "takers", "held", "wrapped", "imports", "pass", "readers", "unshown", "uncalled", "unreached", "unread_fields")
PASSES = ("unread_members", "unread_parts", "unopened", "routers", "own_names", "fallbacks", "steps", "copies", "bundles")
PHASE = ("model_lint::link::", *(f"project::{part}::" for part in PARTS + PASSES))
# Their functions are inlined into closures of the surroundings.
AROUND = ("Surroundings>::load", "Surroundings>::summarise", "Surroundings::member", "Surroundings::each", "Surroundings::attempt")


def share(binary: str, tree: str) -> float:
    """The part of one run's samples that linking has."""
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "perf.data")
        record = ["perf", "record", "--call-graph=fp", "-F", "997", "-o", data]
        run = [os.path.abspath(binary), "--isolated", "--as-of", "2026-11-23", "--threads", "1", "--exit-zero", "."]
        subprocess.run(record + run, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        script = subprocess.run(["perf", "script", "-i", data], capture_output=True, text=True, check=True).stdout
    stacks = [stack for stack in script.split("\n\n") if stack.strip()]
    # A file that others ask for is parsed within them: all that has one of these above it is the phase's.
    linking = sum(any(word in stack for word in PHASE + AROUND) for stack in stacks)
    return linking / len(stacks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("trees", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    for tree in arguments.trees:
        shares = [share(arguments.binary, tree) for _ in range(arguments.rounds)]
        adds = sorted(part / (1 - part) for part in shares)
        name = os.path.basename(os.path.abspath(tree))
        print(f"{name}: linking adds {statistics.median(adds):.2f} (from {adds[0]:.2f} to {adds[-1]:.2f})")


if __name__ == "__main__":
    main()
