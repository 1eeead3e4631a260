#!/usr/bin/env bash
# install_test.sh SDK_DIR SCRATCH_DIR C_FLAGS: the examples find the installed SDK, and the one in C
# builds with nothing else. (tests/outside_test.sh builds and runs a plugin in C++.)
set -euo pipefail
sdk=$1 scratch=$2 flags=$3
rm -rf "$scratch"
mkdir -p "$scratch"
cmake -S "$sdk" -B "$scratch/sdk" -G Ninja >"$scratch/log"
cmake --install "$scratch/sdk" --prefix "$scratch/installed" >>"$scratch/log"
# A copy, so that no include can reach the tree.
cp -r "$sdk/examples" "$scratch/examples"
cmake -S "$scratch/examples" -B "$scratch/build" -G Ninja \
  -DCMAKE_PREFIX_PATH="$scratch/installed" \
  -DCMAKE_C_FLAGS="$flags -std=c11 -Wall -Wextra -Werror -pedantic" >>"$scratch/log"
cmake --build "$scratch/build" --target example-c
shown=$(nm -D --defined-only "$scratch/build/example-c.so" | awk '{print $3}')
if [[ $shown != textmill_plugin_v1 ]]; then
  echo "the plugin shows other symbols than its one: $shown" >&2
  exit 1
fi
