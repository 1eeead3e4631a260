#!/usr/bin/env bash
# wheel_long_test.sh SOURCE_DIR SCRATCH_DIR
# Builds the wheel, installs it into a fresh environment, and uses it there: the tests of the package, a ready
# pipeline, a stage in Python. Exit status 77: there is no network here, or no venv.
set -euo pipefail
source=$1 scratch=$2
rm -rf "$scratch"
mkdir -p "$scratch"
python3 -m venv "$scratch/venv" >/dev/null || { echo 'skipped: there is no venv here'; exit 77; }
"$scratch/venv/bin/pip" download --quiet --no-deps --dest "$scratch" packaging >/dev/null 2>&1 ||
  { echo 'skipped: PyPI cannot be reached'; exit 77; }
cd "$source"
./dev wheel
"$scratch/venv/bin/pip" install --quiet build/dist/*.whl
# What its libraries ask for is in it, but for the C and C++ libraries.
installed=$(find "$scratch/venv" -path '*textmill*' \( -name '*.so*' -o -path '*/bin/textmill' \) -type f)
missing=$(for file in $installed; do
  readelf -d "$file" 2>/dev/null | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p'
done | sort -u | grep -vE '^(lib(c|m|mvec|dl|rt|pthread|resolv|anl|util|stdc\+\+|gcc_s)\.so\.|ld-linux)' |
  while read -r name; do grep -qF "/$name" <<<"$installed" || echo "$name"; done)
[[ -z $missing ]] || { echo "the wheel lacks $missing"; exit 1; }
unset PYTHONPATH TEXTMILL_PROGRAM TEXTMILL_PLUGIN_PATH
export PATH=$scratch/venv/bin:/usr/bin:/bin
! textmill plugins | grep -A9 '^Refused' || exit 1
# With the pyarrow that ./dev wheel has fetched.
PYTHONPATH=$source/build/arrow/python python "$source/sdk/python/tests/package_test.py"
OUT=$scratch/out textmill run "$source/pipelines/news.yaml"
cd "$scratch"
textmill new-plugin my-stage --lang python --kind map
textmill run my-stage/pipeline.yaml
