#!/usr/bin/env bash
# report_browser_test.sh PROGRAM SOURCE_DIR SCRATCH: the report of the sample's news in headless
# Chromium. It draws itself without an error in the console, finds a name that a link asks for, and
# what one looks at has a name for those who cannot see it. Skipped where there is no Chromium.
set -euo pipefail
program=$1 source=$2 scratch=$3
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  { echo "skipped: there is no Chromium (Debian's package chromium)"; exit 77; }
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$source"
TEXTMILL_PLUGIN_PATH=${program%/*}/plugins OUT=$scratch/out \
  "$program" run pipelines/news.yaml --overwrite --report "$scratch/r.html" 2>"$scratch/run.log"

dom() {
  timeout 100 "$browser" --headless --no-sandbox --disable-gpu --no-first-run --disable-sync \
    --disable-background-networking --disable-component-update --user-data-dir="$scratch/profile" \
    --window-size=390,2000 --virtual-time-budget=5000 --enable-logging=stderr --v=0 --dump-dom "$1" \
    2>"$scratch/browser.log"
}
fail() { echo "$1" >&2; exit 1; }

dom "file://$scratch/r.html" >"$scratch/page"
! grep -E 'CONSOLE' "$scratch/browser.log" >&2 || fail "the page wrote to the console"
for heading in Pipeline Documents Names Methods 'Time and memory'; do
  grep -qF "<h2>$heading</h2>" "$scratch/page" || fail "there is no part '$heading'"
done
grep -q '<svg[^>]*aria-label' "$scratch/page" || fail "a picture has no accessible name"
! grep -oE '<svg [^>]*>' "$scratch/page" | grep -v aria-label || fail "a picture has no accessible name"
grep -q '<input[^>]*aria-label="Find a name"' "$scratch/page" || fail "the search box has no name"

name=$(sed -n 's/.*\["PER", "\([^"<]*\)".*/\1/p' "$scratch/r.html" | head -n 1)
[[ -n $name ]] || fail "the sample has no person"
dom "file://$scratch/r.html#find=${name// /%20}" >"$scratch/found"
rows=$(grep -oF "<td>$name</td>" "$scratch/found" | wc -l)
((rows == 1)) || fail "the search box finds '$name' $rows times"
