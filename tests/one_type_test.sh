#!/usr/bin/env bash
# one_type_test.sh SOURCE_DIR: one name, one type.
#
# Two types of one name in one namespace are one to the linker: of two inline functions it keeps
# one, and either header's code then works on what is the other's. The compiler does not see it.
# What headers of a program define at the top of a namespace is looked at; a type has `{` after its
# name, so declarations do not count, nor do the stages that tests make for themselves.
set -euo pipefail
cd "$1"

# NAMESPACE::NAME and the file, one per line.
types() {
  find core plugins sdk/include -name '*.h' -o -name '*.hpp' | grep -v '/test_stages\.h$' | sort |
    xargs awk '
      FNR == 1 { space = ""; depth = 0 }
      /^(inline )?namespace [A-Za-z_:]+ \{/ {
        name = $1 == "inline" ? $3 : $2
        before[depth++] = space
        space = space name "::"
      }
      /^namespace \{/ { before[depth++] = space; space = space FILENAME "::" }
      /^}  \/\/ (inline )?namespace/ && depth > 0 { space = before[--depth] }
      /^(class|struct|union|enum|enum class|enum struct) [A-Za-z_]/ {
        line = $0
        sub(/^(enum class|enum struct|class|struct|union|enum) (\[\[[a-z]+\]\] )?/, "", line)
        if (line ~ /;$/ && line !~ /\{/) next
        if (match(line, /^[A-Za-z_0-9]+/) == 0) next
        name = substr(line, 1, RLENGTH)
        if (substr(line, RLENGTH + 1, 1) == "<") next  # a specialization
        print space name, FILENAME
      }'
}

all=$(types)
count=$(wc -l <<< "$all")
if (( count < 200 )); then
  echo "one_type_test: only $count types were found: is the pattern still right?" >&2
  exit 2
fi
twice=$(cut -d' ' -f1 <<< "$all" | sort | uniq -d)
[[ -z $twice ]] && exit 0
echo "Two types of one name in one namespace; give one of them another name:" >&2
grep -wFf <(echo "$twice") <<< "$all" >&2
exit 1
