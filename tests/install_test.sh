#!/usr/bin/env bash
# install_test.sh BUILD_DIR SCRATCH_DIR: installs program, plugins, SDK and libtextmill, and works with what was
# installed alone: runs a ready pipeline, builds a new plugin and runs that, builds a program with the library.
set -euo pipefail
build=$1 scratch=$2 source=$(cd "$(dirname "$0")/.." && pwd)
fail() { echo "install_test: $*" >&2; exit 1; }

rm -rf "$scratch"
mkdir -p "$scratch/work"
cmake --install "$build" --prefix "$scratch/usr" >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
export PATH=$scratch/usr/bin:$PATH TEXTMILL_PLUGIN_PATH= CMAKE_GENERATOR=Ninja
unset CMAKE_PREFIX_PATH

cd "$scratch/work"
OUT=. textmill run "$scratch/usr/share/textmill/pipelines/news.yaml" >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
(($(wc -l <"$scratch/work/articles.jsonl") > 30)) || fail 'articles are missing'

cd "$scratch/work"
{
  textmill new-plugin mine --lang c &&
    cmake -S mine -B mine/build -DCMAKE_PREFIX_PATH="$scratch/usr" &&
    cmake --build mine/build --target mine &&
    textmill run --plugin-path mine/build mine/pipeline.yaml
} >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
grep -q '"words":10' "$scratch/log" || fail "$(cat "$scratch/log")"

# libtextmill, by a program in C.
{
  cc -std=c11 "$source/tests/library/plain_c.c" -I"$scratch/usr/include" -L"$scratch/usr/lib" -ltextmill \
    -Wl,-rpath,"$scratch/usr/lib" -o plain_c && ./plain_c "$scratch/work"
} >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
grep -q '^dedup.exact: duplicate: 1$' "$scratch/log" || fail "$(cat "$scratch/log")"
