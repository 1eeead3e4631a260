#!/usr/bin/env bash
# new_plugin.sh BUILD_DIR SCRATCH_DIR [LANGUAGE:KIND...]
# Installs Textmill, and takes each kind of new plugin from `textmill new-plugin` to a running pipeline
# in four commands; then its own test, and the conformance checks. Rust needs cargo: skipped without.
set -euo pipefail
build=$1 scratch=$2
shift 2
fail() { echo "new_plugin: $*" >&2; exit 1; }
# What a command says is shown when it fails.
quietly() { "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; fail "failed: $*"; }; }

rm -rf "$scratch"
mkdir -p "$scratch/work"
chmod 755 "$scratch" "$scratch/work"
quietly cmake --install "$build" --prefix "$scratch/installed"
export PATH=$scratch/installed/bin:$PATH TEXTMILL_PLUGIN_PATH=
unset CMAKE_PREFIX_PATH
export CMAKE_GENERATOR=Ninja  # a machine without make is enough
cd "$scratch/work"

expect() { # NAME KIND: what the pipeline prints
  local out
  out=$(cat "$scratch/out")
  case $2 in
    map) [[ $out == *'"words":10'* ]] ;;
    filter) [[ $out == *'"id":"1"'* && $out != *'"id":"2"'* ]] ;;
    expand) [[ $out == *'"line":2'* ]] ;;
    table) [[ $out == *'value,documents'*"$1/sample.jsonl,3"* ]] ;;
    source) [[ $out == *"$1/sample.jsonl@0"* ]] ;;
    sink) [[ $out == *'- '*'Harbour'*'Coast'* ]] ;;
  esac || fail "$1: not what was expected: $out"
}

try() { # LANGUAGE KIND
  local lang=$1 kind=$2 name=my-${1/c++/cpp}-$2 so folder
  quietly textmill new-plugin "$name" --kind "$kind" --lang "$lang"
  if [[ $lang == python ]]; then
    textmill run "$name/pipeline.yaml" >"$scratch/out" 2>"$scratch/err" || fail "$name: $(cat "$scratch/err")"
    expect "$name" "$kind"
    quietly python3 "$name/${name//-/_}_test.py"
    echo "$lang $kind"
    return
  fi
  if [[ $lang == rust ]]; then
    folder=$name/target/release so=$folder/lib${name//-/_}.so
    quietly cargo build --release --offline --manifest-path "$name/Cargo.toml"
  else
    folder=$name/build so=$folder/$name.so
    quietly cmake -S "$name" -B "$name/build"
    quietly cmake --build "$name/build"
  fi
  textmill run --plugin-path "$folder" "$name/pipeline.yaml" >"$scratch/out" 2>"$scratch/err" ||
    fail "$name: $(cat "$scratch/err")"
  expect "$name" "$kind"
  if [[ $lang == rust ]]; then
    quietly cargo test --offline --manifest-path "$name/Cargo.toml"
    quietly textmill test-plugin "$so"
    cp "$scratch/log" "$scratch/report"
  else
    quietly ctest --test-dir "$name/build" --output-on-failure
    quietly textmill test-plugin "$so"
    cp "$scratch/log" "$scratch/report"
  fi
  grep -q ' 0 failed, 0 warning' "$scratch/report" || fail "$name: $(cat "$scratch/report")"
  echo "$lang $kind"
}

# Not written twice, and not under any name.
quietly textmill new-plugin taken --lang c
for wrong in 'taken' 'Upper' '../up' 'a_b' '-a' 'a--b' 'ok --kind none' 'ok --lang pascal' 'ok --lang python --kind sink' ''; do
  # shellcheck disable=SC2086
  if textmill new-plugin $wrong >"$scratch/log" 2>&1; then fail "new-plugin $wrong"; fi
done
[[ ! -e ok ]] || fail 'a folder was written although the command was wrong'

for one in "$@"; do
  if [[ $one == rust:* ]] && ! command -v cargo >/dev/null; then
    echo "skipped: $one, for there is no cargo here"
    continue
  fi
  try "${one%%:*}" "${one##*:}"
done
