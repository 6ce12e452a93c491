#!/usr/bin/env bash
# Installs the program for the GitHub Action: a released version from packages, else from the source beside it.
set -euo pipefail

root=$HOME/.model-lint
mkdir -p "$root/bin"
echo "$root/bin" >> "$GITHUB_PATH"

if [ -n "${VERSION:-}" ]; then
    if command -v cargo-binstall > /dev/null; then
        cargo binstall --no-confirm --root "$root" "model-lint@$VERSION"
    else
        python3 -m venv "$root/venv"
        "$root/venv/bin/pip" install --quiet --only-binary :all: "model-lint==$VERSION"
        ln -sf "$root/venv/bin/model-lint" "$root/bin/model-lint"
    fi
elif [ ! -x "$root/bin/model-lint" ] && [ ! -x "$root/bin/model-lint.exe" ]; then
    cargo install --locked --root "$root" --path "$ACTION_PATH"
fi
"$root/bin/model-lint" --version
