#!/usr/bin/env bash
# frozen_test.sh SOURCE_DIR BUILD_DIR SCRATCH_DIR: the interface of version 1.0 is as it was.
#   Its headers have not changed but for comments and further extensions, and a plugin that was built
#   against them passes the conformance checks, and runs.
set -euo pipefail
source=$1 build=$2 scratch=$3
fail() { echo "frozen_test: $*" >&2; exit 1; }
rm -rf "$scratch"
mkdir -p "$scratch"

# Word by word, without comments; a later minor version is the one thing that may differ in abi.h.
plain() {
  cc -fpreprocessed -dD -E -P -x c "$1" | grep -v '^#define TEXTMILL_ABI_MINOR ' |
    sed 's/\\$//' | tr -s '[:space:]' '\n'
}
for header in abi.h arrow_c.h; do
  plain "$source/tests/abi-1.0/textmill/$header" >"$scratch/then"
  plain "$source/sdk/include/textmill/$header" >"$scratch/now"
  diff -u "$scratch/then" "$scratch/now" >&2 ||
    fail "$header is frozen: the interface grows by extensions (docs/interface-promise.md)"
done
# Extensions come, and none goes or changes.
plain "$source/tests/abi-1.0/textmill/extensions.h" >"$scratch/then"
plain "$source/sdk/include/textmill/extensions.h" >"$scratch/now"
if diff -d "$scratch/then" "$scratch/now" | grep '^<' >&2; then
  fail "extensions.h: what was released is frozen; give what changes a new number"
fi

"$build/textmill" test-plugin "$build/tests/frozen/frozen.so" >"$scratch/report" ||
  fail "$(cat "$scratch/report")"
grep -q ' 0 failed, 0 warning' "$scratch/report" || fail "$(cat "$scratch/report")"

cd "$scratch"
printf '{"text":"long enough to stay"}\n{"text":"short"}\n' >in.jsonl
cat >p.yaml <<'YAML'
textmill: 1
steps:
  - uses: read.jsonl
    with: { path: in.jsonl }
  - uses: frozen.min_length
    with: { least: 10 }
  - uses: write.jsonl
    with: { path: out.jsonl, columns: [text] }
YAML
"$build/textmill" run p.yaml --plugin-path "$build/tests/frozen" 2>log || fail "$(cat log)"
[[ $(cat out.jsonl) == '{"text":"long enough to stay"}' ]] || fail "$(cat out.jsonl)"
"$build/textmill" explain p.yaml --plugin-path "$build/tests/frozen" --overwrite >explained 2>log ||
  fail "$(cat log)"
grep -q 'texts of 10 bytes or more stay' explained || fail "notes are not shown: $(cat explained)"
