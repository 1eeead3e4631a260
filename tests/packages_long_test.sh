#!/usr/bin/env bash
# packages_long_test.sh SOURCE_DIR BUILD_DIR SCRATCH_DIR: makes the Debian packages of the program and
# the SDK, looks into them, unpacks them, and works with what was unpacked alone: runs a pipeline,
# builds new plugins and runs those.
set -euo pipefail
source=$1 build=$2 scratch=$3
fail() { echo "packages_long_test: $*" >&2; exit 1; }
for tool in cpack dpkg-deb dpkg-shlibdeps file; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not here"; exit 77; }
done
if grep -q -- '-fsanitize' "$build/CMakeCache.txt"; then
  echo 'skipped: nobody packs a build with sanitizers'
  exit 77
fi

rm -rf "$scratch"
mkdir -p "$scratch/work"
chmod 755 "$scratch" "$scratch/work"
cpack --config "$build/CPackConfig.cmake" -B "$scratch/packing" >"$scratch/log" 2>&1 ||
  fail "$(cat "$scratch/log")"
version=$(cat "$source/sdk/VERSION")
program=$(echo "$scratch"/packing/textmill_"$version"*.deb)
sdk=$(echo "$scratch"/packing/textmill-sdk_"$version"*.deb)
[[ -f $program && -f $sdk ]] || fail "there are no two packages: $(ls "$scratch/packing")"

# holds PACKAGE FILE...: and what cannot be read by everybody, or is not root's, is wrong.
holds() {
  local package=$1 path
  shift
  dpkg-deb -c "$package" >"$scratch/list"
  for path in "$@"; do
    grep -qE " \./usr/$path\$" "$scratch/list" || fail "$package lacks usr/$path"
  done
  if grep -vE '^[-d]rw.r-.r-. root/root ' "$scratch/list" >&2; then fail "$package: wrong rights"; fi
}
bundled=()
for plugin in "$build"/plugins/*.so; do bundled+=("lib/textmill/plugins/${plugin##*/}"); done
((${#bundled[@]} > 10)) || fail 'there are no plugins'
holds "$program" bin/textmill "${bundled[@]}" share/textmill/pipelines/news.yaml \
  share/textmill/pipelines/sample/001-harbour-strike.txt share/doc/textmill/{copyright,tutorial.md,language-model.md} \
  share/doc/textmill/stages/text.md
holds "$sdk" include/textmill/{abi.h,textmill.hpp,testing.hpp,plain_c.h} share/pkgconfig/textmill-sdk.pc \
  share/cmake/textmill-sdk/textmill-{sdkConfig.cmake,sdkConfigVersion.cmake,plugin.map} \
  share/textmill/sdk/{rust/Cargo.toml,examples/map.cc,template/c/README.md} share/doc/textmill-sdk/copyright
if dpkg-deb -c "$sdk" | grep -E '\.so$|/bin/'; then fail 'the SDK holds programs'; fi

field() { dpkg-deb -f "$1" "$2"; }
[[ $(field "$program" Package) == textmill && $(field "$sdk" Package) == textmill-sdk ]] || fail names
[[ $(field "$program" Architecture) == "$(dpkg --print-architecture)" ]] || fail architecture
[[ $(field "$sdk" Architecture) == all ]] || fail 'the SDK is for every architecture'
for library in libc6 libstdc++6 libtbb12 libyaml-cpp0.7 libre2-9 libicu72 zlib1g libzstd1; do
  [[ ", $(field "$program" Depends)," == *", $library"[\ ,]* ]] ||
    fail "the program does not depend on $library: $(field "$program" Depends)"
done
[[ $(field "$program" Depends) != *-dev* ]] || fail 'the program depends on what it is built with'

for package in "$program" "$sdk"; do dpkg-deb -x "$package" "$scratch/root"; done
chmod 755 "$scratch/root"
export PATH=$scratch/root/usr/bin:$PATH TEXTMILL_PLUGIN_PATH=
unset CMAKE_PREFIX_PATH
cd "$scratch/root/usr/share/textmill"
OUT=$scratch/work textmill run pipelines/news.yaml >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
(($(wc -l <"$scratch/work/articles.jsonl") > 30)) || fail 'articles are missing'

cd "$scratch/work"
export CMAKE_GENERATOR=Ninja
try() { # NAME LANGUAGE: a plugin of the unpacked SDK
  textmill new-plugin "$1" --lang "$2" >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
  {
    cmake -S "$1" -B "$1/build" -DCMAKE_PREFIX_PATH="$scratch/root/usr" &&
      cmake --build "$1/build" --target "$1" &&
      textmill run --plugin-path "$1/build" "$1/pipeline.yaml"
  } >"$scratch/log" 2>&1 || fail "$1: $(cat "$scratch/log")"
  grep -q '"words":10' "$scratch/log" || fail "$1: $(cat "$scratch/log")"
}
try in-cpp c++
try in-c c
pkg=(env PKG_CONFIG_PATH="$scratch/root/usr/share/pkgconfig" pkg-config)
[[ $("${pkg[@]}" --modversion textmill-sdk) == "$version" ]] || fail 'pkg-config: another version'
[[ -f $("${pkg[@]}" --variable=version_script textmill-sdk) ]] || fail 'pkg-config: no version script'
