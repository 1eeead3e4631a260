#!/usr/bin/env bash
# exports_test.sh LIBRARY HEADER: libtextmill shows the functions of engine.h, all of them and no others.
set -euo pipefail
shown=$(nm -D --defined-only "$1" | awk '{print $3}' | sort)
declared=$(grep -oE '^TEXTMILL_API .*\(' "$2" | grep -oE 'textmill_[a-z_]+\(' | tr -d '(' | sort)
diff <(echo "$declared") <(echo "$shown")
