#!/usr/bin/env bash
# install_test.sh SDK_DIR BUILD_TREE SCRATCH_DIR C_FLAGS: a plugin in C is built against the SDK in
# every way that there is: installed, from the build tree, by FetchContent, by pkg-config.
# (tests/outside_test.sh builds and runs a plugin in C++.)
set -euo pipefail
sdk=$1 tree=$2 scratch=$3 flags=$4
strict="$flags -std=c11 -Wall -Wextra -Werror -pedantic"
fail() { echo "install_test: $*" >&2; exit 1; }

rm -rf "$scratch"
mkdir -p "$scratch"
cmake -S "$sdk" -B "$scratch/sdk" -G Ninja >"$scratch/log"
cmake --install "$scratch/sdk" --prefix "$scratch/installed" >>"$scratch/log"

check_symbols() {
  local shown
  shown=$(nm -D --defined-only "$1" | awk '{print $3}')
  [[ $shown == textmill_plugin_v1 ]] || fail "$1 shows other symbols than its one: $shown"
}

# The examples, from a copy, so that no include can reach the tree.
cp -r "$sdk/examples" "$scratch/examples"
cmake -S "$scratch/examples" -B "$scratch/build" -G Ninja \
  -DCMAKE_PREFIX_PATH="$scratch/installed" -DCMAKE_C_FLAGS="$strict" >>"$scratch/log"
cmake --build "$scratch/build" --target example-c >>"$scratch/log"
check_symbols "$scratch/build/example-c.so"

# consume NAME FIND_COMMAND [cmake argument...]: a project of its own, in C alone.
consume() {
  local name=$1 find=$2
  shift 2
  mkdir -p "$scratch/$name"
  cp "$sdk/examples/c/min_length.c" "$scratch/$name/"
  printf '%s\n' 'cmake_minimum_required(VERSION 3.24)' "project($name LANGUAGES C)" "$find" \
    "textmill_add_plugin($name SOURCES min_length.c)" >"$scratch/$name/CMakeLists.txt"
  cmake -S "$scratch/$name" -B "$scratch/$name/build" -G Ninja -DCMAKE_C_FLAGS="$strict" "$@" \
    >>"$scratch/log" || fail "$name: cannot be configured"
  cmake --build "$scratch/$name/build" --target "$name" >>"$scratch/log" || fail "$name: cannot be built"
  check_symbols "$scratch/$name/build/$name.so"
}
version=$(cat "$sdk/VERSION")
fetch="include(FetchContent)
FetchContent_Declare(textmill-sdk SOURCE_DIR $sdk"
consume installed "find_package(textmill-sdk $version REQUIRED)" -DCMAKE_PREFIX_PATH="$scratch/installed"
consume build-tree 'find_package(textmill-sdk REQUIRED)' -Dtextmill-sdk_DIR="$tree/package"
consume fetched "$fetch)
FetchContent_MakeAvailable(textmill-sdk)"
consume fetched-if-missing "$fetch OVERRIDE_FIND_PACKAGE)
find_package(textmill-sdk REQUIRED)"

# A major version that is not there.
mkdir -p "$scratch/newer"
printf '%s\n' 'cmake_minimum_required(VERSION 3.20)' 'project(newer LANGUAGES C)' \
  'find_package(textmill-sdk 99 REQUIRED)' >"$scratch/newer/CMakeLists.txt"
if cmake -S "$scratch/newer" -B "$scratch/newer/build" -G Ninja \
  -DCMAKE_PREFIX_PATH="$scratch/installed" >"$scratch/newer/log" 2>&1; then
  fail 'version 99 was found'
fi

# pkg-config, and one call of the compiler.
if command -v pkg-config >/dev/null; then
  export PKG_CONFIG_PATH=$scratch/installed/share/pkgconfig
  [[ $(pkg-config --modversion textmill-sdk) == "$version" ]] || fail 'pkg-config: another version'
  # shellcheck disable=SC2046,SC2086
  cc $strict -shared -fPIC -fvisibility=hidden $(pkg-config --cflags textmill-sdk) \
    -Wl,--version-script="$(pkg-config --variable=version_script textmill-sdk)" \
    -o "$scratch/pkg-config.so" "$sdk/examples/c/min_length.c" || fail 'pkg-config: cannot be built'
  check_symbols "$scratch/pkg-config.so"
fi
