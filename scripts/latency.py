#!/usr/bin/env python3
"""How long an editor waits for the language server, in milliseconds.

    scripts/latency.py PROGRAM                  a Python and a TypeScript file of 1,000 and of 10,000 lines, made for it
    scripts/latency.py PROGRAM FOLDER FILE...   files of a project that is there

For each: the time from opening it to the first diagnostics, from a keystroke to the next ones (one character inside of a
model ID, in the middle of the file; the median), and the CPU time of the server for a keystroke and for hover, completion
and code actions at that place: it says more where other programs run too.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

REPEATS = 40

PYTHON = '''

class Service{n}:
    """Answers questions about topic {n}."""

    default_model = "gpt-5.6-luna"

    def __init__(self, client: OpenAI, model: str = default_model) -> None:
        self.client = client
        self.model = model

    def answer(self, question: str, *, temperature: float = 0.2) -> str:
        messages = [{{"role": "system", "content": "Topic {n}"}}, {{"role": "user", "content": question}}]
        reply = self.client.chat.completions.create(model=self.model, messages=messages)
        if reply.choices[0].finish_reason == "length":
            return self.answer(question[: len(question) // 2])
        return reply.choices[0].message.content or ""

    def embed(self, texts: list[str]) -> list[list[float]]:
        reply = self.client.embeddings.create(model="text-embedding-3-small", input=texts)
        return [row.embedding for row in reply.data]
'''

TYPESCRIPT = """
export class Service{n} {{
  private readonly model: string = "gpt-5.6-luna";

  constructor(private readonly client: OpenAI) {{}}

  /** Answers questions about topic {n}. */
  async answer(question: string): Promise<string> {{
    const messages = [{{ role: "system" as const, content: "Topic {n}" }}, {{ role: "user" as const, content: question }}];
    const reply = await this.client.chat.completions.create({{ model: this.model, messages }});
    if (reply.choices[0].finish_reason === "length") {{
      return this.answer(question.slice(0, question.length / 2));
    }}
    return reply.choices[0].message.content ?? "";
  }}

  async embed(texts: string[]): Promise<number[][]> {{
    const reply = await this.client.embeddings.create({{ model: "text-embedding-3-small", input: texts }});
    return reply.data.map((row) => row.embedding);
  }}
}}
"""

LANGUAGES = {".py": "python", ".ts": "typescript", ".tsx": "typescriptreact", ".js": "javascript", ".yaml": "yaml"}


def made(folder, lines):
    """A file of each language with some `lines` lines."""
    for name, head, part in [
        ("service.py", "from openai import OpenAI\n", PYTHON),
        ("service.ts", 'import OpenAI from "openai";\n', TYPESCRIPT),
    ]:
        text = head
        for n in range(lines):
            if text.count("\n") >= lines:
                break
            text += part.format(n=n)
        path = folder / name.replace(".", f"-{lines}.")
        path.write_text(text)
        yield path


class Editor:
    """A client that waits for each answer."""

    def __init__(self, program, folder):
        self.server = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.asked = 0
        self.ask("initialize", {
            "processId": None, "rootUri": folder.as_uri(), "capabilities": {},
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
            "initializationOptions": {"asOf": "2026-11-23"},
        })
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.server.stdout.readline().strip()):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.server.stdout.read(length))

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.asked or "method" in message:
            pass
        if "error" in message:
            sys.exit(f"{method}: {message['error']}")
        return message["result"]

    def wait_for_diagnostics(self, version):
        while True:
            message = self.receive()
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and params.get("version") == version:
                return params["diagnostics"]

    def computed(self):
        """CPU time of the server so far, in milliseconds."""
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def timed(self, what):
        started = time.perf_counter()
        what()
        return (time.perf_counter() - started) * 1000


def place_of_typing(lines):
    """Behind the first quote of a value after a word with `model`, as near to the middle as there is one; else the
    start of the middle line."""
    middle = len(lines) // 2
    for distance in range(len(lines)):
        for number in {middle + distance, middle - distance}:
            if 0 <= number < len(lines) and "model" in lines[number].lower():
                at = lines[number].find('"', lines[number].lower().find("model"))
                if at >= 0:
                    return {"line": number, "character": at + 3}
    return {"line": middle, "character": 0}


def measure(program, folder, path):
    text = path.read_text()
    uri = path.as_uri()
    place = place_of_typing(text.splitlines())
    editor = Editor(program, folder)

    def opened():
        document = {"uri": uri, "languageId": LANGUAGES.get(path.suffix, "python"), "version": 0, "text": text}
        editor.tell("textDocument/didOpen", {"textDocument": document})
        editor.wait_for_diagnostics(0)

    def typed(version):
        end = dict(place, character=place["character"] + (version + 1) % 2)
        change = {"range": {"start": place, "end": end}, "text": "x" if version % 2 else ""}
        editor.tell("textDocument/didChange",
                    {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        editor.wait_for_diagnostics(version)

    def asked(method):
        params = {"textDocument": {"uri": uri}, "position": place}
        if method == "codeAction":
            params |= {"range": {"start": place, "end": place}, "context": {"diagnostics": []}}
        editor.ask(f"textDocument/{method}", params)

    def computed(work):
        """CPU time of the server for each of some tasks, in milliseconds."""
        before = editor.computed()
        for number in range(1, REPEATS + 1):
            work(number)
        return (editor.computed() - before) / REPEATS

    waited = []
    first = editor.timed(opened)
    stroke = computed(lambda version: waited.append(editor.timed(lambda: typed(version))))
    others = [computed(lambda _: asked(method)) for method in ("hover", "completion", "codeAction")]
    editor.ask("shutdown", None)
    editor.tell("exit", None)
    editor.server.wait()
    row = [first, statistics.median(waited), stroke, *others]
    name = path.relative_to(folder)
    print(f"| `{name}` | {len(text.splitlines()):,} | " + " | ".join(f"{value:.1f}" for value in row) + " |", flush=True)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    print("| file | lines | open | keystroke | CPU: keystroke | hover | completion | actions |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    if len(sys.argv) > 2:
        folder = pathlib.Path(sys.argv[2]).resolve()
        for name in sys.argv[3:]:
            measure(program, folder, folder / name)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        for lines in (1_000, 10_000):
            for path in made(folder, lines):
                measure(program, folder, path)


main()
