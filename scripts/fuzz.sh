#!/usr/bin/env bash
# Runs every fuzz target for some seconds, from seeds made of the fixtures, and says how many inputs each has met.
# usage: scripts/fuzz.sh [SECONDS_PER_TARGET] [TARGET]...
# Needs `cargo install cargo-fuzz`; instrumentation is an unstable option of the compiler, which this allows. There is no
# unsafe code here that an address sanitizer could watch, and the parsers' C is not instrumented: it is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
shift || true
export RUSTC_BOOTSTRAP=1
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then mapfile -t targets < <(cargo fuzz list); fi

seeds() { # TARGET PATTERN...
    local target=$1
    shift
    mkdir -p "fuzz/corpus/$target"
    for pattern in "$@"; do
        find fixtures -type f -name "$pattern" -size -20k -print0 |
            while IFS= read -r -d '' file; do cp "$file" "fuzz/corpus/$target/$(sha1sum <"$file" | cut -c1-16)"; done
    done
}
seeds python '*.py'
seeds typescript '*.ts'
seeds tsx '*.tsx'
seeds javascript '*.js' '*.jsx'
seeds component '*.vue' '*.svelte' '*.astro'
seeds yaml '*.yaml' '*.yml'
seeds dotenv '.env*' '*.env'
seeds notebook '*.ipynb' '*.py'
seeds json '*.json' '*.jsonc'
seeds jsonl '*.jsonl'
seeds toml '*.toml'
mkdir -p fuzz/corpus/{suppression,configuration}
printf 'ignore[retired-model] until=2027-01-01 -- why' >fuzz/corpus/suppression/seed
cp model-lint.toml fuzz/corpus/configuration/seed

# The first byte says what the file is called (see `NAMES` in tests/holds) and, times their number, in which format it is
# reported or which fixes are made.
names=('*.py' '*.ipynb' '*.ts' '*.tsx' '*.js' '*.yaml' '.env*' 'docker-compose.yml' 'test_*.py' '*.json' '*.jsonl' '*.toml' '*.vue')
for target in check fixer; do
    mkdir -p "fuzz/corpus/$target"
    for number in "${!names[@]}"; do
        find fixtures -type f -name "${names[$number]}" -size -8k -print0 |
            while IFS= read -r -d '' file; do
                sum=$(sha1sum <"$file" | cut -c1-16)
                first=$((number + ${#names[@]} * (0x${sum:0:2} % 12)))
                { printf '%b' "\\x$(printf %02x "$first")" && cat "$file"; } >"fuzz/corpus/$target/$sum-$number"
            done
    done
done

options=(--sanitizer none --codegen-units 16)
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi
export RAYON_NUM_THREADS=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for target in "${targets[@]}"; do
    cargo fuzz build "${options[@]}" "$target"
    code=0
    cargo fuzz run "${options[@]}" "$target" -- -max_total_time="$seconds" -max_len=1024 -timeout=60 -rss_limit_mb=3000 \
        -print_final_stats=1 >"$log" 2>&1 || code=$?
    met=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$code" -ne 0 ] || [ -z "$met" ]; then
        tail -40 "$log" >&2
        echo "$target: something fell out, see above and fuzz/artifacts/$target" >&2
        exit 1
    fi
    echo "$target: $met inputs in $seconds seconds"
done
