#!/usr/bin/env bash
# exports_test.sh PLUGIN_DIR: every bundled plugin shows the host one symbol and no other.
set -euo pipefail
bad=0 count=0
for plugin in "$1"/*.so; do
  [[ -e $plugin ]] || continue
  count=$((count + 1))
  shown=$(nm -D --defined-only "$plugin" | awk '{print $3}')
  if [[ $shown != textmill_plugin_v1 ]]; then
    printf '%s shows: %s\n' "$plugin" "${shown:-nothing}" >&2
    bad=1
  fi
done
echo "$count plugins"
exit $bad
