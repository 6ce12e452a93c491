#!/usr/bin/env python3
"""Measures how the cost of a run grows, and draws it.

usage: growth.py measure BINARY    counts instructions with callgrind and writes docs/growth.tsv
       growth.py draw              draws docs/growth.svg from docs/growth.tsv

Each axis grows alone: files of one call each, the bytes of one file, the references in one file, the entries of a
catalog of the user's own. Inputs are made here. One thread, so that nothing but the work is counted.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA, PICTURE = ROOT / "docs/growth.tsv", ROOT / "docs/growth.svg"
STEPS = [1, 2, 3, 4]

CALL = 'from openai import OpenAI\n\nOpenAI().chat.completions.create(model="gpt-4-32k", messages=[])\n'
CODE = "def f{n}(first, second):\n    if first > second:\n        return [first, second, {n}]\n    return g(first)\n\n\n"


def files(folder, step):
    for number in range(step * 250):
        (folder / f"f{number}.py").write_text(CALL)
    return step * 250


def size(folder, step):
    body = "".join(CODE.format(n=n) for n in range(step * 1_500))
    (folder / "a.py").write_text(CALL + body)
    return len(CALL + body) // 1000


def references(folder, step):
    lines = "".join(f'model_{n} = "gpt-4-32k"\n' for n in range(step * 500))
    (folder / "a.py").write_text(lines)
    return step * 500


def entries(folder, step):
    models = "".join(
        f"  - id: acme-{n}\n    kind: chat\n    endpoints: [chat.completions]\n    source: https://acme.example/{n}\n"
        for n in range(step * 500)
    )
    head = "provider:\n  key: acme\n  title: Acme\n  compared: 2026-11-23\n  first-party: true\n  stems: [acme-]\n"
    (folder / "acme.yaml").write_text(f"{head}models:\n{models}")
    (folder / "model-lint.toml").write_text('extend-catalog = ["acme.yaml"]\nexclude = ["acme.yaml"]\n')
    (folder / "a.py").write_text(CALL)
    return step * 500


AXES = {
    "files": (files, "files of one call each"),
    "bytes": (size, "kilobytes of one file of code"),
    "references": (references, "references in one file"),
    "entries": (entries, "models in a catalog of one's own"),
}


def count(binary, folder):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(binary)]
    command += ["--as-of", "2026-11-23", "--threads", "1", "--exit-zero", "--output-format", "concise", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None or done.returncode != 0:
        sys.exit(f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}\nfailed with exit code {done.returncode}")
    return int(found.group(1))


def measure(binary):
    rows = ["axis\tamount\tinstructions\n"]
    for axis, (make, _) in AXES.items():
        for step in STEPS:
            with tempfile.TemporaryDirectory() as folder:
                amount = make(pathlib.Path(folder), step)
                rows.append(f"{axis}\t{amount}\t{count(binary, folder)}\n")
                print(rows[-1], end="", flush=True)
    DATA.write_text("".join(rows))


def panel(axis, points, left, top):
    """One axis: its points, joined, over a line that grows in proportion."""
    width, height = 300, 170
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points)
    place = lambda x, y: (left + x / most_x * width, top + height - y / most_y * height)
    text = '<text x="{:.0f}" y="{:.0f}" text-anchor="{}">{}</text>'
    out = [f'<path class="frame" d="M{left} {top}V{top + height}H{left + width}"/>']
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*p) for p in points))
    out.append(f'<polyline points="{joined}"/>')
    out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in (place(*p) for p in points)]
    for x, _ in points:
        out.append(text.format(place(x, 0)[0], top + height + 16, "middle", f"{x:,}"))
    out.append(text.format(left - 6, top + 5, "end", f"{most_y / 1e6:,.0f}"))
    out.append(text.format(left - 6, top + height + 4, "end", "0"))
    slope = (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0])
    title = f"{AXES[axis][1]}: {slope / 1e3:,.1f} thousand instructions each"
    out.append(text.format(left, top - 10, "start", title))
    return out


def draw():
    rows = [line.split("\t") for line in DATA.read_text().splitlines()[1:]]
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 520" font-family="sans-serif" font-size="12">',
        "<style>.frame{fill:none;stroke:#888}polyline{fill:none;stroke:#0a6ebd;stroke-width:2}circle{fill:#0a6ebd}"
        "text{fill:#444}</style>",
        '<rect width="780" height="520" fill="#fff"/>',
        '<text x="60" y="22" font-size="14">Millions of instructions of a whole run</text>',
    ]
    for at, axis in enumerate(AXES):
        points = [(int(x), int(y)) for name, x, y in rows if name == axis]
        out += panel(axis, points, 60 + at % 2 * 380, 60 + at // 2 * 240)
    PICTURE.write_text("\n".join([*out, "</svg>\n"]))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure", binary]:
            measure(pathlib.Path(binary).resolve())
        case ["draw"]:
            draw()
        case _:
            sys.exit(__doc__)
