#!/usr/bin/env bash
# layers_test.sh SOURCE_DIR: who may include whom.
#   The SDK needs the C and C++ standard libraries alone; plugins never include the host; a part of
#   core/ includes the parts before it, never later ones.
set -euo pipefail
cd "$1"
bad=0

# refuse WHAT REGEX FOLDER...: no file in the folders may include what matches.
refuse() {
  local what=$1 regex=$2 found
  shift 2
  if found=$(grep -rnE --include='*.cc' --include='*.h' --include='*.hpp' --include='*.c' \
    "^ *# *include *[<\"]($regex)" "$@" 2>/dev/null); then
    printf '%s:\n%s\n' "$what" "$found" >&2
    bad=1
  fi
}

refuse 'plugins use the SDK, never the host' 'core/' plugins
refuse 'the SDK knows neither host nor plugins' '(core|plugins)/' sdk/include
refuse 'the host knows no plugin' 'plugins/' core

# A plugin includes its own folder, plugins/lib/ and the SDK; lib/ includes no plugin; a command that
# trains models includes its own folder and lib/. Nothing compiles a source of another folder.
for folder in plugins/*/ plugins/train/*/; do
  folder=${folder%/}
  case $folder in
    plugins/lib) own='lib/' ;;
    plugins/train) continue ;;
    *) own="(lib|${folder#plugins/})/" ;;
  esac
  if found=$(grep -rnE --include='*.cc' --include='*.h' '^ *# *include *"plugins/' "$folder" |
    grep -vE "\"plugins/$own"); then
    printf '%s includes another plugin:\n%s\n' "$folder" "$found" >&2
    bad=1
  fi
done
if found=$(grep -rnE --include=CMakeLists.txt '^[^#]*\.\./' plugins); then
  printf 'a source that two plugins need belongs in plugins/lib:\n%s\n' "$found" >&2
  bad=1
fi

parts=(table expr plugin isolate present pipeline run report conformance cli)
for ((i = 0; i < ${#parts[@]}; ++i)); do
  [[ -d core/${parts[i]} ]] || continue
  later=$(IFS='|' && echo "${parts[*]:i+1}")
  [[ -z $later ]] || refuse "core/${parts[i]} comes before" "core/($later)/" "core/${parts[i]}"
done

# libtextmill is over core/run, and nobody in core/ is over it.
refuse 'core/library is over core/run' 'core/(report|conformance|cli)/' core/library
refuse 'core/library is included by nobody' 'core/library/' "${parts[@]/#/core/}"

# Stages are known by name in core/cli alone, where head, count and kwic write a pipeline for the user.
stages=$(grep -rhoE '"(source|transform|sink) [a-z_]+\.[a-z_]+' plugins --include=plugin.cc | sed 's/.* //' | sort -u)
[[ -n $stages ]] || { echo 'layers_test: no plugin lists its stages' >&2; exit 2; }
if found=$(grep -rnF --include='*.cc' --include='*.h' -f <(sed 's/.*/"&"/' <<<"$stages") core |
  grep -vE '^core/(cli/|[^:]*(_test\.cc|/test_[a-z_]*\.h|/testdata/))'); then
  printf 'the host knows a stage by name:\n%s\n' "$found" >&2
  bad=1
fi

# Headers of the SDK: its own, and those without a path or an ending, as the standard's are.
if found=$(grep -nE '^ *# *include *<' sdk/include/textmill/* | grep -vE '<[a-z_0-9]+(\.h)?>'); then
  printf 'the SDK needs standard headers alone:\n%s\n' "$found" >&2
  bad=1
fi
exit $bad
