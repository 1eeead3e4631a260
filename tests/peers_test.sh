#!/usr/bin/env bash
# The jobs of ./dev bench peers still run: peers_test.sh SOURCE PROGRAM. Textmill alone, on little. The
# one of web pages may be missing, since html.text may be.
set -euo pipefail
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }

export PYTHONDONTWRITEBYTECODE=1
python3 "$1/tests/bench/peers/peers.py" --alone --size 1 --times 1 --program "$2" |
  tee /dev/stderr | awk '/^\| \*\*Textmill\*\* \| [0-9]/ { jobs++ } END { exit jobs < 8 }'
