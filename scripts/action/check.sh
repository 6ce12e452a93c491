#!/usr/bin/env bash
# Runs the program for the GitHub Action: annotations on standard output, SARIF beside it in the same run.
set -euo pipefail

# One argument a line: what an input holds is never read as shell.
lines() {
    local line
    while IFS= read -r line || [ -n "$line" ]; do
        [ -z "$line" ] || printf '%s\0' "$line"
    done <<< "$1"
}

arguments=(--output-format github)
[ -z "${SARIF_FILE:-}" ] || arguments+=(--output-file "sarif=$SARIF_FILE")
while IFS= read -r -d '' argument; do arguments+=("$argument"); done < <(lines "${ARGS:-}")
arguments+=(--)
while IFS= read -r -d '' path; do arguments+=("$path"); done < <(lines "${PATHS:-.}")

code=0
model-lint check "${arguments[@]}" || code=$?
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
exit "$code"
