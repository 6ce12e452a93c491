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

TAKER = "from .names import FAST\n" + SMALL.replace('"gpt-3.5-turbo-0301"', "FAST")

# What the files around a named one hold: calls, names that others take, imports of neighbours.
FILLER = """from openai import OpenAI

from .part_{before} import MODEL_{before}

MODEL_{number} = "gpt-5.6-terra"


def ask_{number}(client: OpenAI, model: str = MODEL_{before}):
    return client.chat.completions.create(model=model, messages=[])
"""

PACKAGES, FILES = 6, 500


def count(binary, arguments, folder):
    """Instructions of one run, all threads together."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(binary), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None or done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}\n{done.stderr}\nfailed with exit code {done.returncode}")
    return int(found.group(1))


def project(folder):
    """A project of many files; its first package holds one whose call names its model, and one that takes it from beside."""
    for package in (folder / f"package_{number}" / "app" for number in range(PACKAGES)):
        package.mkdir(parents=True)
        (package.parent / "pyproject.toml").write_text(f'[project]\nname = "{package.parent.name}"\n')
        (package / "__init__.py").write_text("")
        for number in range(FILES):
            text = FILLER.format(number=number, before=(number or FILES) - 1)
            (package / f"part_{number}.py").write_text(text)
    first = folder / "package_0" / "app"
    (first / "names.py").write_text('FAST = "gpt-3.5-turbo-0301"\n')
    (first / "open.py").write_text(TAKER)
    (first / "closed.py").write_text(SMALL)
    return [str(path.relative_to(folder)) for path in (first / "closed.py", first / "open.py")]


def runs(folder):
    """Name, arguments and working directory of each run."""
    small, alive = folder / "small.py", folder / "alive.py"
    small.write_text(SMALL)
    alive.write_text(ALIVE)
    demo = folder / "demo"
    shutil.copytree(ROOT / "fixtures" / "demo", demo)
    many = folder / "many"
    closed, opened = project(many)
    check = ["--as-of", "2026-11-23", "--threads", "1", "--exit-zero"]
    return [
        ("version", ["--version"], folder),
        ("one small file", [*check, small.name], folder),
        ("one small file with a living model", [*check, alive.name], folder),
        ("demo", [*check, "."], demo),
        ("one file of many", [*check, closed], many),
        ("one file of many that takes a name of another", [*check, opened], many),
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
