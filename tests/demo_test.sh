#!/usr/bin/env bash
# demo_test.sh SOURCE_DIR BUILD_DIR SCRATCH_DIR: what `./dev demo` builds is enough for its pipeline, and
# nothing of it is too much.
set -euo pipefail
source=$1 build=$2 scratch=$3
fail() { echo "demo_test: $*" >&2; exit 1; }

read -ra plugins <<<"$(sed -nE 's/^demo_plugins=\((.*)\)$/\1/p' "$source/dev")"
((${#plugins[@]})) || fail 'dev names no plugins'
rm -rf "$scratch"
mkdir -p "$scratch/plugins"
cp "$build/textmill" "$scratch/"
export TEXTMILL_PLUGIN_PATH= OUT=$scratch
cd "$source"

check() {
  rm -f "$scratch"/plugins/*
  local plugin
  for plugin in "$@"; do cp "$build/plugins/$plugin.so" "$scratch/plugins/"; done
  "$scratch/textmill" check pipelines/news.yaml
}

check "${plugins[@]}" || fail "news.yaml needs more than ${plugins[*]}"
for plugin in "${plugins[@]}"; do
  others=()
  for other in "${plugins[@]}"; do [[ $other == "$plugin" ]] || others+=("$other"); done
  ! check "${others[@]}" 2>/dev/null || fail "news.yaml does without $plugin"
done
