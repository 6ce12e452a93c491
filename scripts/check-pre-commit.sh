#!/usr/bin/env bash
# Runs the real pre-commit (from the Python package index) with the hooks of a clone of this repository, on a
# repository made for it. `model-lint-system` takes the debug build, or the program that is named.
# With `rust` or `python` as the second argument that hook is built and run too: some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(realpath "${1:-target/debug/model-lint}")
source=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.org
export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.org
# Whoever owns the checkout, reading it is all that is done.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
export PRE_COMMIT_HOME=$folder/cache

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pre-commit
mkdir "$folder/bin"
ln -s "$program" "$folder/bin/model-lint"
PATH=$folder/bin:$folder/venv/bin:$PATH

# What is committed here, and what is about to be; a tree without history will do.
if git rev-parse --git-dir > /dev/null 2>&1; then
    git clone --quiet --no-local "$source" "$folder/model-lint"
    cp .pre-commit-hooks.yaml "$folder/model-lint"
else
    mkdir "$folder/model-lint"
    tar --create --exclude ./target . | tar --extract --directory "$folder/model-lint"
    git -C "$folder/model-lint" init --quiet
fi
git -C "$folder/model-lint" add --all
git -C "$folder/model-lint" commit --quiet --allow-empty --message "hooks"
revision=$(git -C "$folder/model-lint" rev-parse HEAD)
pre-commit validate-manifest .pre-commit-hooks.yaml

mkdir -p "$folder/project/legacy" "$folder/project/src"
cd "$folder/project"
git init --quiet
cat > model-lint.toml <<'TOML'
exclude = ["legacy/"]
TOML
printf 'MODEL = "gpt-4-32k"\n' | tee legacy/old.py > src/app.py
printf 'export const model = "gpt-4-32k";\n' | tee src/a.mts > src/b.cts
printf 'OPENAI_MODEL=gpt-4-32k\n' | tee .env .env.local > prod.env
printf 'model: gpt-4-32k\nprovider: openai\n' > settings.yaml
printf 'gpt-4-32k\n' > notes.txt
git add --all

expected=".env.local:1:14 .env:1:14 prod.env:1:14 settings.yaml:1:8 src/a.mts:1:23 src/app.py:1:10 src/b.cts:1:23"
for hook in system ${2:-}; do
    id=model-lint-$hook
    [ "$hook" != rust ] || id=model-lint
    cat > .pre-commit-config.yaml <<YAML
repos:
  - repo: $folder/model-lint
    rev: $revision
    hooks:
      - id: $id
        args: [--as-of=2026-11-23]
YAML
    code=0
    pre-commit run --all-files > "$folder/output" 2>&1 || code=$?
    found=$(sed -n 's/^\([^ :]*:[0-9]*:[0-9]*\): error\[retired-model\].*/\1/p' "$folder/output" | LC_ALL=C sort | paste --serial --delimiters ' ')
    if [ "$code" != 1 ] || [ "$found" != "$expected" ]; then
        cat "$folder/output"
        echo "pre-commit: $id: exit code $code, found $found" >&2
        exit 1
    fi
    echo "pre-commit: $id finds what it should"
done

# A commit is stopped by what it brings, and only by that.
pre-commit install > /dev/null
git commit --quiet --message "all" > /dev/null 2>&1 && { echo "pre-commit: the commit went through" >&2; exit 1; }
git commit --quiet --no-verify --message "all"
printf 'print("hello")\n' > src/hello.py
git add src/hello.py
git commit --quiet --message "hello"
echo "pre-commit: a commit is stopped by what it brings"
