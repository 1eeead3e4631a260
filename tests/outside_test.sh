#!/usr/bin/env bash
# outside_test.sh SOURCE_DIR SCRATCH_DIR CXX_FLAGS [PROGRAM]
# Installs the SDK, builds tests/outside/ against it, and runs that plugin with a program that was
# built without knowing it.
set -euo pipefail
source=$1 scratch=$2 flags=$3 program=${4:-}
fail() { echo "outside_test: $*" >&2; exit 1; }

rm -rf "$scratch"
mkdir -p "$scratch/in"
cmake -S "$source/sdk" -B "$scratch/sdk" -G Ninja >"$scratch/log"
cmake --install "$scratch/sdk" --prefix "$scratch/installed" >>"$scratch/log"
# A copy, so that no include can reach the tree.
cp -r "$source/tests/outside" "$scratch/source"
cmake -S "$scratch/source" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$scratch/installed" \
  -DCMAKE_CXX_FLAGS="$flags" >>"$scratch/log"
cmake --build "$scratch/build" || fail "the plugin does not build against the installed SDK"

shown=$(nm -D --defined-only "$scratch/build/outside.so" | awk '{print $3}')
[[ $shown == textmill_plugin_v1 ]] || fail "the plugin shows other symbols than its one: $shown"

[[ -n $program ]] || exit 0
"$program" plugins --plugin-path "$scratch/build" >"$scratch/plugins"
grep -q 'outside\.min_length' "$scratch/plugins" || fail "not listed by textmill plugins"
printf 'long enough to stay' >"$scratch/in/long.txt"
printf 'short' >"$scratch/in/short.txt"
cat >"$scratch/pipeline.yaml" <<'YAML'
textmill: 1
name: outside
steps:
  - uses: read.text
    with: { path: ["in/*.txt"] }
  - uses: outside.min_length
    with: { least: 10 }
  - uses: write.jsonl
    with: { path: out.jsonl }
YAML
cd "$scratch"
"$program" run pipeline.yaml --plugin-path "$scratch/build" || fail "the run failed"
[[ $(wc -l <out.jsonl) == 1 ]] || fail "expected one document: $(cat out.jsonl)"
grep -q 'long enough' out.jsonl || fail "the wrong document was kept: $(cat out.jsonl)"
