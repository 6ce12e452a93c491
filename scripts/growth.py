#!/usr/bin/env python3
"""Measures how the cost of a run grows, and draws it.

usage: growth.py measure BINARY          counts instructions with callgrind and writes docs/growth.tsv
       growth.py threads BINARY TREE...  times one and two threads in pairs and writes docs/threads.tsv
       growth.py draw                    draws docs/images/growth.svg from both

Each axis grows alone: files of one call each, the bytes of one file, the references in one file, the entries of a
catalog of the user's own. Inputs are made here. Instructions are counted on one thread, so that a busy machine says the
same as an idle one; threads can only be timed, on an idle machine.
"""

import math
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA, THREADS, PICTURE = ROOT / "docs/growth.tsv", ROOT / "docs/threads.tsv", ROOT / "docs/images/growth.svg"
STEPS = [1, 2, 3, 4, 5]
AS_OF = "2026-11-23"
ROUNDS = 5

CALL = 'from openai import OpenAI\n\nOpenAI().chat.completions.create(model="gpt-4-32k", messages=[])\n'
CODE = "def f{n}(first, second):\n    if first > second:\n        return [first, second, {n}]\n    return g(first)\n\n\n"


def files(folder, step):
    for number in range(step * 200):
        (folder / f"f{number}.py").write_text(CALL)
    return step * 200


def size(folder, step):
    body = "".join(CODE.format(n=n) for n in range(step * 1_500))
    (folder / "a.py").write_text(CALL + body)
    return len(CALL + body) / 1000


def references(folder, step):
    lines = "".join(f'model_{n} = "gpt-4-32k"\n' for n in range(step * 400))
    (folder / "a.py").write_text(lines)
    return step * 400


def entries(folder, step):
    models = "".join(
        f"  - id: acme-{n}\n    kind: chat\n    endpoints: [chat.completions]\n    source: https://acme.example/{n}\n"
        for n in range(step * 400)
    )
    head = f"provider:\n  key: acme\n  title: Acme\n  compared: {AS_OF}\n  first-party: true\n  stems: [acme-]\n"
    (folder / "acme.yaml").write_text(f"{head}models:\n{models}")
    (folder / "model-lint.toml").write_text('extend-catalog = ["acme.yaml"]\nexclude = ["acme.yaml"]\n')
    (folder / "a.py").write_text(CALL)
    return step * 400


# Name: what makes the input, the title, what is counted, and one of it.
AXES = {
    "files": (files, "Files", "files of one call each", "file"),
    "bytes": (size, "Bytes", "kilobytes of one file of code", "kilobyte"),
    "references": (references, "References", "references in one file", "reference"),
    "entries": (entries, "Catalog", "models in a catalog of one's own", "model"),
}


def command(binary, threads):
    told = ["--as-of", AS_OF, "--threads", str(threads), "--exit-zero", "--output-format", "concise", "."]
    return [str(binary), *told]


def count(binary, folder):
    callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run([*callgrind, *command(binary, 1)], cwd=folder, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None or done.returncode != 0:
        sys.exit(f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}\nfailed with exit code {done.returncode}")
    return int(found.group(1))


def measure(binary):
    rows = ["axis\tamount\tinstructions\n"]
    for axis, (make, *_) in AXES.items():
        for step in STEPS:
            with tempfile.TemporaryDirectory() as folder:
                amount = make(pathlib.Path(folder), step)
                rows.append(f"{axis}\t{amount:.0f}\t{count(binary, folder)}\n")
                print(rows[-1], end="", flush=True)
    DATA.write_text("".join(rows))


def seconds(binary, tree, threads):
    started = time.monotonic()
    done = subprocess.run(command(binary, threads), cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{tree}: exit code {done.returncode}")
    return time.monotonic() - started


def threads(binary, trees):
    """Each round runs one thread and two, so that the ratio is taken within a round."""
    rows = ["tree\tone\ttwo\tratio\n"]
    for tree in trees:
        seconds(binary, tree, 2)
        rounds = [(seconds(binary, tree, 1), seconds(binary, tree, 2)) for _ in range(ROUNDS)]
        one, two = (statistics.median(times) for times in zip(*rounds))
        ratio = statistics.median(first / second for first, second in rounds)
        rows.append(f"{pathlib.Path(tree).resolve().name}\t{one:.2f}\t{two:.2f}\t{ratio:.2f}\n")
        print(rows[-1], end="", flush=True)
    THREADS.write_text("".join(rows))


def table(path):
    return [line.split("\t") for line in path.read_text().splitlines()[1:]] if path.exists() else []


# Both backgrounds, by the reader's choice.
STYLE = """
svg { color-scheme: light dark }
text { fill: #57606a; font: 12px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif }
.head { fill: #24292f; font-size: 16px; font-weight: 600 }
.title { fill: #24292f; font-size: 13px; font-weight: 600 }
.grid { stroke: #8c959f; stroke-opacity: .28 }
.axis { stroke: #8c959f; fill: none }
.fit { stroke: #8c959f; stroke-dasharray: 4 4; fill: none }
.line { stroke: #0969da; stroke-width: 2; fill: none; stroke-linejoin: round }
.dot { fill: #0969da }
.bar { fill: #0969da }
.aim { stroke: #bf8700; stroke-width: 1.5; stroke-dasharray: 5 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1 }
  .head, .title { fill: #e6edf3 }
  .line { stroke: #58a6ff }
  .dot, .bar { fill: #58a6ff }
  .aim { stroke: #d29922 }
}
"""
PANEL_WIDTH, PANEL_HEIGHT = 300, 165


def text(x, y, words, anchor="middle", kind="", turn=""):
    attributes = f' class="{kind}"' if kind else ""
    attributes += f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turn else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{attributes}>{words}</text>'


def step_of(most, parts=4):
    """A round step in which an axis up to some value is cut."""
    rough = most / parts
    power = 10 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough)


def frame(left, top, title, below, beside, ticks, most):
    """Title, axes with units, and lines at round values."""
    bottom, right = top + PANEL_HEIGHT, left + PANEL_WIDTH
    out = [text(left, top - 14, title, "start", "title")]
    for tick in ticks:
        y = bottom - tick / most * PANEL_HEIGHT
        out.append(f'<path class="grid" d="M{left} {y:.1f}H{right}"/>')
        out.append(text(left - 8, y + 4, f"{tick:,g}", "end"))
    out.append(f'<path class="axis" d="M{left} {top}V{bottom}H{right}"/>')
    out.append(text(left + PANEL_WIDTH / 2, bottom + 38, below))
    out.append(text(left - 52, top + PANEL_HEIGHT / 2, beside, turn="yes"))
    return out


def ticks_to(most):
    step = step_of(most)
    return [step * at for at in range(math.floor(most / step + 1e-9) + 1)]


def growth(axis, points, left, top):
    """One axis: its points, joined, over the straight line through the first and the last."""
    _, name, unit, each = AXES[axis]
    millions = [(x, y / 1e6) for x, y in points]
    most_x, most_y = max(x for x, _ in millions) * 1.04, max(y for _, y in millions) * 1.1
    place = lambda x, y: f"{left + x / most_x * PANEL_WIDTH:.1f},{top + PANEL_HEIGHT - y / most_y * PANEL_HEIGHT:.1f}"
    (x1, y1), (x2, y2) = millions[0], millions[-1]
    slope = (y2 - y1) / (x2 - x1)
    out = frame(left, top, f"{name}: {slope * 1e3:,.0f} thousand per {each}", unit, "million instructions", ticks_to(most_y), most_y)
    out.append(f'<path class="fit" d="M{place(0, y1 - slope * x1)}L{place(x2, y2)}"/>')
    out.append(f'<polyline class="line" points="{" ".join(place(*point) for point in millions)}"/>')
    for x, y in millions:
        at_x, at_y = place(x, y).split(",")
        out.append(f'<circle class="dot" cx="{at_x}" cy="{at_y}" r="3.5"/>')
        out.append(text(float(at_x), top + PANEL_HEIGHT + 18, f"{x:,.0f}"))
    return out


def scaling(rows, left, top):
    """How much faster two threads are than one, tree by tree."""
    out = frame(left, top, "Threads: wall time of one by that of two", "trees", "times as fast", [0, 0.5, 1, 1.5, 2], 2)
    width = PANEL_WIDTH / len(rows)
    for at, (tree, _, _, ratio) in enumerate(rows):
        height = min(float(ratio), 2) / 2 * PANEL_HEIGHT
        x = left + at * width
        out.append(
            f'<rect class="bar" x="{x + width * 0.2:.1f}" y="{top + PANEL_HEIGHT - height:.1f}" width="{width * 0.6:.1f}"'
            f' height="{height:.1f}" rx="2"/>'
        )
        out.append(text(x + width / 2, top + PANEL_HEIGHT - height - 5, ratio))
        out.append(text(x + width / 2, top + PANEL_HEIGHT + 18, re.sub("^[a-z]-", "", tree)))
    y = top + PANEL_HEIGHT - 1.8 / 2 * PANEL_HEIGHT
    out.append(f'<path class="aim" d="M{left} {y:.1f}H{left + PANEL_WIDTH}"/>')
    return out


def draw():
    rows, pairs = table(DATA), table(THREADS)
    panels = [
        (lambda left, top, axis=axis: growth(axis, [(float(x), int(y)) for name, x, y in rows if name == axis], left, top))
        for axis in AXES
    ]
    if pairs:
        panels.append(lambda left, top: scaling(pairs, left, top))
    height = 60 + math.ceil(len(panels) / 2) * 265
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {height}" role="img">',
        "<title>How the cost of a run grows</title>",
        f"<style>{STYLE}</style>",
        text(80, 30, "How the cost of a run grows", "start", "head"),
        text(80, 48, "Each axis alone; dashed: in proportion. Whole runs of the program.", "start"),
    ]
    for at, panel in enumerate(panels):
        out += panel(80 + at % 2 * 400, 95 + at // 2 * 265)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text("\n".join([*out, "</svg>\n"]))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure", binary]:
            measure(pathlib.Path(binary).resolve())
        case ["threads", binary, *trees] if trees:
            threads(pathlib.Path(binary).resolve(), trees)
        case ["draw"]:
            draw()
        case _:
            sys.exit(__doc__)
