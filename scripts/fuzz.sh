#!/usr/bin/env bash
# Runs every fuzz target for some seconds, from seeds made of the fixtures.
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
seeds yaml '*.yaml' '*.yml'
seeds dotenv '.env*' '*.env'
seeds notebook '*.ipynb' '*.py'
seeds json '*.json' '*.jsonc'
seeds jsonl '*.jsonl'
seeds toml '*.toml'
mkdir -p fuzz/corpus/{suppression,configuration}
printf 'ignore[retired-model] until=2027-01-01 -- why' >fuzz/corpus/suppression/seed
cp model-lint.toml fuzz/corpus/configuration/seed

# The first byte says what the file is called: see `NAMES` in tests/holds.
names=('*.py' '*.ipynb' '*.ts' '*.tsx' '*.js' '*.yaml' '.env*' 'docker-compose.yml' 'test_*.py' '*.json' '*.jsonl' '*.toml')
for target in check fixer; do
    mkdir -p "fuzz/corpus/$target"
    for number in "${!names[@]}"; do
        find fixtures -type f -name "${names[$number]}" -size -8k -print0 |
            while IFS= read -r -d '' file; do
                { printf '%b' "\\x$(printf %02x "$number")" && cat "$file"; } \
                    >"fuzz/corpus/$target/$(sha1sum <"$file" | cut -c1-16)-$number"
            done
    done
done

options=(--sanitizer none --codegen-units 16)
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi
export RAYON_NUM_THREADS=1
cargo fuzz build "${options[@]}"
for target in "${targets[@]}"; do
    echo "== $target"
    cargo fuzz run "${options[@]}" "$target" -- -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=2048 \
        -print_final_stats=1 2>&1 | grep -E '^(==|stat::number_of_executed|stat::peak|SUMMARY|.*panicked|Done|artifact)|ERROR' || true
    if compgen -G "fuzz/artifacts/$target/*" >/dev/null; then
        echo "$target: something fell out, see fuzz/artifacts/$target" >&2
        exit 1
    fi
done
