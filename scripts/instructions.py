#!/usr/bin/env python3
"""Counts the instructions of a few runs with callgrind and fails where one is above its ceiling.

usage: instructions.py BINARY [--write]

Instructions, unlike seconds, are the same on a busy machine. They differ a little between processors and C
libraries, which choose other copies of `memcpy` and its like: the ceilings in `instructions.tsv` leave room for that.
`--write` sets them anew, to a fifth above what was counted.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CEILINGS = HERE / "instructions.tsv"
MARGIN = 1.2

SMALL = """from openai import OpenAI

client = OpenAI()
client.chat.completions.create(model="gpt-3.5-turbo-0301", messages=[])
"""

ALIVE = SMALL.replace("gpt-3.5-turbo-0301", "gpt-5.6-terra")


def count(binary, arguments, folder):
    """Instructions of one run, all threads together."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(binary), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None or done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}\n{done.stderr}\nfailed with exit code {done.returncode}")
    return int(found.group(1))


def runs(folder):
    """Name, arguments and working directory of each run."""
    small, alive = folder / "small.py", folder / "alive.py"
    small.write_text(SMALL)
    alive.write_text(ALIVE)
    demo = folder / "demo"
    shutil.copytree(ROOT / "fixtures" / "demo", demo)
    check = ["--as-of", "2026-11-23", "--threads", "1", "--exit-zero"]
    return [
        ("version", ["--version"], folder),
        ("one small file", [*check, small.name], folder),
        ("one small file with a living model", [*check, alive.name], folder),
        ("demo", [*check, "."], demo),
    ]


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(arguments) != 1:
        sys.exit(__doc__)
    binary = pathlib.Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        counted = [(name, count(binary, args, cwd)) for name, args, cwd in runs(pathlib.Path(folder))]
    if "--write" in sys.argv:
        lines = [f"{name}\t{int(number * MARGIN)}\n" for name, number in counted]
        CEILINGS.write_text("".join(lines))
    ceilings = dict(line.split("\t") for line in CEILINGS.read_text().splitlines())
    failed = 0
    for name, number in counted:
        ceiling = int(ceilings[name])
        failed += number > ceiling
        verdict = "ABOVE" if number > ceiling else "within"
        print(f"{name}: {number / 1e6:.2f} million instructions, {verdict} the ceiling of {ceiling / 1e6:.2f}")
    if failed:
        sys.exit(f"{failed} above the ceiling: make it faster, or say in the commit why it may cost more (--write)")


if __name__ == "__main__":
    main()
