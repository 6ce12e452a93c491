#!/usr/bin/env python3
"""What providers and catalogs publish in packages, beside what `rules/` says: for maintainers, by hand or weekly.

    scripts/upkeep.py --fetch DIR            downloads the packages into DIR with pip and npm, and compares
    scripts/upkeep.py DIR                    compares what lies unpacked (or as wheel or tarball) in DIR
    scripts/upkeep.py DIR --all              shows what was reviewed before as well
    scripts/upkeep.py DIR --review           notes everything that is shown as reviewed, in upkeep-reviewed.tsv

It prints a Markdown table of what is new, gone or different, and edits no rules file: a package is a hint, the
provider's page is the source. Packages are read as text and never run.
"""

import argparse
import ast
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REVIEWED = Path(__file__).with_name("upkeep-reviewed.tsv")

PYTHON = ["openai", "anthropic", "google-genai", "litellm", "genai-prices"]
NPM = {
    "anthropic": "anthropic", "cerebras": "cerebras", "cohere": "cohere", "deepseek": "deepseek",
    "fireworks": "fireworks", "google": "gemini", "groq": "groq", "mistral": "mistral", "openai": "openai",
    "perplexity": "perplexity", "togetherai": "together", "xai": "xai",
}
# litellm's word for a platform, and ours; those that begin with `vertex_ai` are Vertex AI.
LITELLM = {
    "openai": "openai", "anthropic": "anthropic", "gemini": "gemini", "bedrock": "bedrock",
    "bedrock_converse": "bedrock", "bedrock_mantle": "bedrock", "mistral": "mistral", "cohere": "cohere",
    "cohere_chat": "cohere", "groq": "groq", "xai": "xai", "deepseek": "deepseek", "perplexity": "perplexity",
    "together_ai": "together", "fireworks_ai": "fireworks", "voyage": "voyage", "cerebras": "cerebras",
    "ai21": "ai21", "jina_ai": "jina", "azure": "azure-openai",
}
# Anybody's models come and go there: an ID that `rules/` lacks is no news.
OPEN = ("together", "fireworks")
GENAI_PRICES = {
    "anthropic": "anthropic", "openai": "openai", "google": "gemini", "mistral": "mistral", "cohere": "cohere",
    "groq": "groq", "x-ai": "xai", "deepseek": "deepseek", "perplexity": "perplexity",
}
MONTHS = {name: at + 1 for at, name in enumerate(
    "january february march april may june july august september october november december".split())}


class Found:
    """An ID in a package, with the day on which the package lets it end."""

    def __init__(self, provider, model, package, official, end=None, page=None):
        self.provider, self.model, self.package, self.official = provider, model, package, official
        self.end, self.page = end, page

    def says(self):
        return f"{self.end}: {self.package}" + (f" (of {self.page})" if self.page else "")


def iso(text):
    """`November 30th, 2026` or an ISO day, as an ISO day."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    words = re.fullmatch(r"(\w+) (\d+)(?:st|nd|rd|th)?,? (\d{4})", text.strip())
    if not words or words[1].lower() not in MONTHS:
        return None
    return f"{words[3]}-{MONTHS[words[1].lower()]:02}-{int(words[2]):02}"


def literals(path):
    """Texts in `Literal[…]` of type aliases and annotations whose name speaks of models; mappings of ends."""
    texts, ends = set(), {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = value = None
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            value = node.value if isinstance(node.value, (ast.Subscript, ast.Dict)) else node.annotation
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
        if name is None:
            continue
        if name == "DEPRECATED_MODELS" and isinstance(value, ast.Dict):
            ends = {key.value: iso(day.value) for key, day in zip(value.keys, value.values)}
        elif name.lower().endswith(("model", "models")):
            inside = (node for part in ast.walk(value) if is_literal(part) for node in ast.walk(part.slice))
            texts |= {part.value for part in inside if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return texts, ends


def is_literal(node):
    return isinstance(node, ast.Subscript) and getattr(node.value, "id", getattr(node.value, "attr", "")) == "Literal"


def python_types(folder, provider, package):
    for path in sorted(folder.rglob("*.py")):
        if "tests" in path.parts:
            continue
        texts, ends = literals(path)
        for text in sorted(texts):
            if re.search(r"[-/.\d]", text) and not re.fullmatch(r"[\d-]+", text):
                yield Found(provider, text, package, True)
        for text, end in sorted(ends.items()):
            yield Found(provider, text, package, True, end)


def type_declarations(folder, provider, package, heads):
    """Quoted words of a declaration file that begin as the IDs of the provider do."""
    for path in sorted(folder.glob("package/dist/index.d.ts")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for word in sorted(set(re.findall(r"['\"]([A-Za-z0-9][\w.:/@-]{2,})['\"]", text))):
            if re.split(r"[-/.]", word)[0] in heads and re.search(r"[-/.\d]", word):
                yield Found(provider, word, package, False)


def litellm(folder, package):
    path = next(folder.rglob("model_prices_and_context_window_backup.json"))
    for key, entry in sorted(json.loads(path.read_text(encoding="utf-8")).items()):
        platform = entry.get("litellm_provider") or ""
        provider = "vertex" if platform.startswith("vertex_ai") else LITELLM.get(platform)
        if provider is None:
            continue
        model = key
        for prefix in (platform, "bedrock", "cohere", "jina_ai", "vertex_ai"):
            model = model.removeprefix(f"{prefix}/")
        if provider == "azure-openai":
            model = re.sub(r"-(\d{4}(-\d{2}-\d{2})?)$", r"@\1", model)
        # Sizes of images, regions and prices by the second are litellm's own.
        own = re.match(r"(\d+-x-|low/|medium/|high/|standard/|hd/|[a-z]+-[a-z]+-\d/|\*|invoke/|converse/)", model)
        if own or (provider not in (*OPEN, "groq", "perplexity", "jina") and "/" in model):
            continue
        if provider == "fireworks" and not model.startswith("accounts/"):
            continue
        yield Found(provider, model, package, False, entry.get("deprecation_date"), entry.get("deprecation_source"))


def genai_prices(folder, package, ids):
    """Groups of prices, named by an ID or by the beginning of some: those that begin nothing known are worth a look."""
    tree = ast.parse(next(folder.rglob("genai_prices/data.py")).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Provider"):
            continue
        fields = {k.arg: k.value for k in node.keywords}
        provider = GENAI_PRICES.get(fields["id"].value)
        for model in getattr(fields.get("models"), "elts", []) if provider else []:
            name = next(k.value.value for k in model.keywords if k.arg == "id")
            if name in ids or not any(known.startswith(name) for known in ids) and ":" not in name:
                yield Found(provider, name, package, False)


def packages(folder):
    """Unpacked packages by name and version; wheels and tarballs are unpacked first."""
    out = folder / "unpacked"
    for path in sorted([*folder.rglob("*.whl"), *folder.rglob("*.tgz")]):
        target = out / (path.name.split("-cp")[0].split("-py")[0] if path.suffix == ".whl" else path.stem)
        if target.exists():
            continue
        target.mkdir(parents=True)
        if path.suffix == ".whl":
            zipfile.ZipFile(path).extractall(target)
        else:
            tarfile.open(path).extractall(target, filter="data")
    return sorted(path for path in (out if out.exists() else folder).iterdir() if path.is_dir())


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, *PYTHON], check=True)
    for name in NPM:
        tag = subprocess.run(["npm", "view", f"@ai-sdk/{name}", "dist-tags.latest"], capture_output=True, text=True)
        version = tag.stdout.strip() or "latest"
        subprocess.run(["npm", "pack", "--silent", f"@ai-sdk/{name}@{version}"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)


def read(folder, catalog):
    heads = defaultdict(set)
    for provider, model in catalog:
        heads[provider].add(re.split(r"[-/.]", model)[0])
    for path in packages(folder):
        name, _, version = path.name.rpartition("-")
        package = f"{name} {version}"
        if name == "openai":
            yield from python_types(path / "openai" / "types", "openai", package)
        elif name == "anthropic":
            yield from python_types(path / "anthropic" / "types", "anthropic", package)
            yield from python_types(path / "anthropic" / "_data", "anthropic", package)
        elif name.replace("-", "_") == "google_genai":
            yield from python_types(path / "google" / "genai", "gemini", package)
        elif name == "litellm":
            yield from litellm(path, package)
        elif name.replace("-", "_") == "genai_prices":
            yield from genai_prices(path, package, {model for _, model in catalog})
        elif name.startswith("ai-sdk-") and name.removeprefix("ai-sdk-") in NPM:
            provider = NPM[name.removeprefix("ai-sdk-")]
            yield from type_declarations(path, provider, package, heads[provider])


def compare(found, catalog):
    """Findings as (what, provider, ID, rules, packages)."""
    seen = defaultdict(list)
    for one in found:
        seen[one.provider, one.model.removeprefix("models/")].append(one)
    covered = {provider for provider, _ in seen}
    for (provider, model), ones in sorted(seen.items()):
        names = ", ".join(sorted({one.package + (" (official)" if one.official else "") for one in ones}))
        known = catalog.get((provider, model))
        ends = sorted({one.end for one in ones if one.end})
        vendor = provider == "perplexity" and "/" in model
        if known is None and (provider in OPEN or vendor):
            continue
        if known is None:
            yield "new", provider, model, "–", f"{names}{': ends ' + ', '.join(ends) if ends else ''}"
            continue
        own = {known["shutdown"], known["not_before"]}
        for end in ends:
            if end not in own:
                says = sorted({one.says() for one in ones if one.end == end})
                here = known["shutdown"] or (f"not before {known['not_before']}" if known["not_before"] else known["status"])
                yield "different", provider, model, here, ", ".join(says)
    for (provider, model), known in sorted(catalog.items()):
        if provider in ("azure-openai", "vertex"):
            continue  # versions and partners' models, which no package lists
        alive = known["status"] in ("active", "legacy") and known["kind"] != "fine-tune"
        if provider in covered and alive and (provider, model) not in seen:
            yield "gone", provider, model, known["status"], "in no package"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--fetch", action="store_true", help="download the packages into the folder first")
    arguments.add_argument("--model-lint", default=str(ROOT / "target/debug/model-lint"), help="the program to ask")
    arguments.add_argument("--all", action="store_true", help="show what was reviewed before as well")
    arguments.add_argument("--review", action="store_true", help="note what is shown as reviewed")
    given = arguments.parse_args()
    if given.fetch:
        fetch(given.folder)
    listed = subprocess.run([given.model_lint, "--isolated", "list-models", "--output-format", "json"],
                            capture_output=True, text=True, check=True).stdout
    catalog = {(entry["provider"], entry["id"]): entry for entry in json.loads(listed)}
    reviewed = set()
    if REVIEWED.exists() and not given.all:
        lines = REVIEWED.read_text(encoding="utf-8").splitlines()
        reviewed = {tuple(line.split("\t")[:4]) for line in lines if not line.startswith("#")}
    rows, hidden = [], 0
    for what, provider, model, here, there in compare(read(given.folder, catalog), catalog):
        # Reviewed once means: this ID with this day. Versions of packages change weekly.
        value = there.split(":")[0] if what == "different" else ""
        if (what, provider, model, value) in reviewed:
            hidden += 1
        else:
            rows.append((what, provider, model, here, there, value))
    counts = {what: sum(row[0] == what for row in rows) for what in ("new", "different", "gone")}
    print(f"{counts['new']} new, {counts['different']} different, {counts['gone']} gone; {hidden} reviewed before\n")
    print("| what | provider | ID | rules | packages |\n| --- | --- | --- | --- | --- |")
    for what, provider, model, here, there, _ in sorted(rows, key=lambda row: (list(counts).index(row[0]), row)):
        print(f"| {what} | {provider} | `{model}` | {here} | {there} |")
    if given.review:
        with REVIEWED.open("a", encoding="utf-8") as file:
            file.writelines("\t".join((what, provider, model, value)) + "\n" for what, provider, model, _, _, value in rows)


if __name__ == "__main__":
    main()
