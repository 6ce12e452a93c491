#!/usr/bin/env python3
"""The picture of the README: some diagnostics of the demo, as a page that a browser takes a picture of.

    scripts/picture.py target/release/model-lint > picture.html
    chromium --headless --window-size=1280,840 --force-device-scale-factor=1.5 --hide-scrollbars --screenshot=docs/images/check.png picture.html
"""

import html
import re
import subprocess
import sys

DEMO = ["--as-of", "2026-11-23", "--color", "always", "fixtures/demo"]
SHOWN = ["fixtures/demo/src/assistant.py:7:", "fixtures/demo/.env.example:2:", "fixtures/demo/src/chat.py:31:"]
COLOURS = {"31": "#ff6b68", "33": "#e5c07b", "34": "#61afef", "35": "#c678dd", "36": "#56b6c2", "32": "#98c379", "91": "#ff6b68",
           "93": "#e5c07b", "94": "#61afef", "96": "#56b6c2"}


def styled(text):
    """HTML for text with the codes of a terminal."""
    out, is_open = [], False
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        if not part.startswith("\x1b"):
            out.append(html.escape(part))
            continue
        if is_open:
            out.append("</span>")
        codes = [code for code in part[2:-1].split(";") if code not in ("", "0")]
        styles = ["font-weight:bold" for code in codes if code == "1"] + ["opacity:.7" for code in codes if code == "2"]
        styles += [f"color:{COLOURS[code]}" for code in codes if code in COLOURS]
        is_open = bool(codes)
        if is_open:
            out.append(f'<span style="{";".join(styles)}">')
    return "".join(out) + ("</span>" if is_open else "")


def main():
    said = subprocess.run([sys.argv[1], *DEMO], stdout=subprocess.PIPE, text=True, check=False).stdout
    *diagnostics, closing = said.rstrip().split("\n\n")
    shown = [next(text for text in diagnostics if place in re.sub(r"\x1b\[[0-9;]*m", "", text)) for place in SHOWN]
    body = "\n\n".join(["$ model-lint fixtures/demo", *shown, "…", closing])
    print('<meta charset="utf-8"><style>body{background:#1e222a;margin:0}pre{color:#d7dae0;padding:22px;margin:0;'
          'font:15px/1.32 "DejaVu Sans Mono",monospace}</style><pre>' + styled(body) + "</pre>")


main()
