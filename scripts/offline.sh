#!/usr/bin/env bash
# Proves that a run opens no socket: every command under a trace of the system calls for networks, and in a namespace
# that has no network where the system lets us make one.
# usage: scripts/offline.sh BINARY
set -euo pipefail

bin=$(realpath "$1")
cd "$(dirname "$0")/.."
command -v strace >/dev/null || { echo "strace is needed (apt-get install strace)" >&2; exit 2; }

trace=$(mktemp)
trap 'rm -f "$trace"' EXIT
commands=(
    "check fixtures/demo"
    "check --output-format json fixtures"
    "explain gpt-4-32k"
    "explain model_not_found"
    "list-models"
    "list-uses fixtures/demo"
    "forecast fixtures/demo"
)

isolated=()
if unshare --net --map-root-user true 2>/dev/null; then isolated=(unshare --net --map-root-user); fi

for command in "${commands[@]}"; do
    # shellcheck disable=SC2086 # the words of a command are its arguments
    "${isolated[@]}" strace -f -qq -e trace=%network -o "$trace" "$bin" $command >/dev/null 2>&1 || code=$?
    if [ "${code:=0}" -gt 1 ]; then
        echo "model-lint $command: exit code $code" >&2
        exit 1
    fi
    # A thread that ends with the program may leave a line without the name of a call: `123 ???( <detached ...>`.
    if grep -E '^[0-9]+ +[a-z]' "$trace" >&2; then
        echo "model-lint $command: calls for the network, above" >&2
        exit 1
    fi
done
echo "no call for the network in ${#commands[@]} commands${isolated:+, in a namespace without one}"
