#!/usr/bin/env bash
# one_home_test.sh SOURCE_DIR: knowledge that several parts need is in one place.
#
# Each line names a home, and how one recognises the thing: numbers and calls that
# nobody writes for another purpose. Tests may look at things in their own way, to have something to
# compare with.
set -euo pipefail
cd "$1"
bad=0

# one_home WHAT REGEX HOME...: nothing matches outside the homes.
one_home() {
  local what=$1 regex=$2 home found leave=()
  shift 2
  for home in "$@"; do
    [[ -e $home ]] || { echo "one_home_test: there is no $home" >&2; exit 2; }
    leave+=(-e "^$home")
  done
  found=$(grep -rniE --include='*.cc' --include='*.h' --include='*.hpp' --include='*.c' --include='*.S' \
    --include=CMakeLists.txt --include=*.cmake "$regex" core plugins sdk/include sdk/examples cmake |
    grep -vE '^[^:]*(_test|_bench)\.cc:|^[^:]*/(test_|naive)[a-z_]*\.h:' | grep -v "${leave[@]}") || return 0
  printf '%s is in %s; here it is again:\n%s\n' "$what" "$*" "$found" >&2
  bad=1
}

# The bits of a sequence's first byte, and its other bytes put in; ICU's macros for the same.
one_home 'Decoding and encoding UTF-8' \
  '& *(0x1F|31)U?\) *<< *6|& *(0x0?F|15)U?\) *<< *(6|12)|& *(0x0?7|7)U?\) *<< *(6|12|18)|0xC0 *\| *\(?[a-z]+ *>> *6|U8_(NEXT|PREV|APPEND|FWD|BACK)' \
  sdk/include/textmill/utf8.hpp
one_home 'Half surrogates as one character' '<< *10\) *\+ *\(' \
  sdk/include/textmill/json_members.hpp plugins/lib/readers/jsonl/json_text.cc
one_home 'The calendar' '719468|146097|timegm|gmtime|strptime|/ *36524|31, *28, *31|31, *29, *31' \
  sdk/include/textmill/calendar.hpp
one_home 'Memory on huge pages' 'MADV_HUGEPAGE|MAP_HUGETLB|mremap' plugins/lib/memory/pages.h
one_home 'Mixing of hashes' \
  '0x(9e3779b9|d6e8feb8|2545f491|5851f42d|9ddfea08|cbf29ce4|0*100000001b3)' \
  plugins/lib/hash/hash.h sdk/include/textmill/state.hpp sdk/include/textmill/plain_c_state.h
one_home 'Scripts without spaces' '0x0?E00\b.*0x0?EFF|0x1780|USCRIPT_(THAI|LAO|KHMER|MYANMAR)' \
  sdk/include/textmill/scripts.hpp
one_home 'White space beyond ASCII' '0x202F|xE3.x80.x80|0x205F.*blank' \
  plugins/lib/unicode/white_space.h plugins/text/cleaner.cc plugins/text/invisible.cc \
  plugins/write-csv/cell.cc
one_home 'Blocks of 64 bytes as masks' 'movemask_epi8\(.*<< *\(?16 \*' plugins/lib/simd/block.h
one_home 'Escapes of JSON strings' '\\u%04x|\\u00%02x|btnufr' \
  sdk/include/textmill/escape.hpp core/present/terminal_text.cc
one_home 'Embedding of files' 'incbin|objcopy|R\\"textmill\(' cmake/TextmillEmbed.cmake cmake/embedded.h
one_home 'Base64' 'wxyz0123456789\+/' sdk/include/textmill/json.hpp

exit $bad
