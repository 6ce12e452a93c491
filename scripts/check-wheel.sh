#!/usr/bin/env bash
# Builds the wheel as `pip install .` does, in a clean virtual environment, and runs the command that it gives.
# Takes a few minutes: the wheel is a release build. `--dev` builds it without optimisation.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
if [ "${1:-}" = --dev ]; then
    "$folder/venv/bin/pip" install --quiet "maturin>=1.9,<2"
    PATH=$folder/venv/bin:$PATH maturin build --quiet --profile dev --out "$folder/wheels"
    "$folder/venv/bin/pip" install --quiet --no-index "$folder"/wheels/*.whl
else
    "$folder/venv/bin/pip" install --quiet .
fi

cd "$folder"
wanted=$(sed -n 's/^version = "\(.*\)"/\1/p' "$OLDPWD/Cargo.toml" | head -n 1)
"$folder/venv/bin/model-lint" --version | grep --fixed-strings "model-lint $wanted "
printf 'MODEL = "gpt-4-32k"\n' > a.py
code=0
"$folder/venv/bin/model-lint" --as-of 2026-11-23 --output-format concise a.py || code=$?
[ "$code" = 1 ]
echo "wheel: the command does its work"
