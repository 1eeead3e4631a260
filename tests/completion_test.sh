#!/usr/bin/env bash
# completion_test.sh TEXTMILL SCRATCH_DIR: what bash completes, and the manual page, have all commands and options
# that --help has; files are completed where files are meant. So do zsh and fish, where there are any.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) program=$1 scratch=$2
fail() { echo "completion_test: $*" >&2; exit 1; }

rm -rf "$scratch"
mkdir -p "$scratch/a folder"
cd "$scratch"
touch pipeline.yaml other.yml notes.txt 'two words.jsonl'
"$program" completion bash >completion
"$program" manual >page
# shellcheck source=/dev/null
source ./completion

# completes WORD...: what may follow; the last word is the one that is typed.
completes() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  _textmill
  printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd '|'
}
expect() { # expect 'ANSWERS' WORD...
  local want=$1 got
  shift
  got=$(completes textmill "$@")
  [[ $got == "$want" ]] || fail "'$*' gives '$got', not '$want'"
}

mapfile -t commands < <("$program" --help | sed -n 's/^  \([a-z-]*\)  .*/\1/p')
((${#commands[@]} >= 15)) || fail "commands are missing: ${commands[*]}"
for command in "${commands[@]}"; do
  [[ "|$(completes textmill '')|" == *"|$command|"* ]] || fail "$command is not completed"
  grep -qF "textmill ${command//-/\\-} " page || fail "$command is not in the manual"
  mapfile -t options < <("$program" "$command" --help | grep -oE '^  (-[a-z] \[ )?--[a-z-]+' | grep -oE -- '--[a-z-]+')
  ((${#options[@]})) || fail "$command has no options"
  for option in "${options[@]}"; do
    [[ "|$(completes textmill "$command" --)|" == *"|$option|"* ]] || fail "$command $option is not completed"
    grep -qF -- "${option//-/\\-}" page || fail "$option is not in the manual"
  done
done
# Nothing that troff would act upon but what we mean.
! grep -E "^[.']" page | grep -vE '^\.(TH|SH|SS|TP|B|I|PP|nf|fi)( |$)' || fail 'a line of the page begins with a dot'

expect 'explain|explain-duplicate' ex
expect '--overwrite' run --over
expect 'a folder|other.yml|pipeline.yaml' run ''
expect 'a folder|other.yml|pipeline.yaml' run --isolate ''
expect 'two words.jsonl' head tw
expect 'two words.jsonl' kwic query tw
expect 'notes.txt' run pipeline.yaml --summary n
expect 'notes.txt' run pipeline.yaml --summary = n
expect 'a folder' run --plugin-path =
expect '' run --threads ''
expect '' no-command --x
! "$program" completion csh 2>error || fail 'csh has no completion'
grep -q 'there is no completion for `csh`' error || fail "$(cat error)"

# Those that a shell lists itself, for whole lines that are typed: LINE, then ANSWERS.
lines=(
  'textmill ex' 'explain|explain-duplicate'
  'textmill run --over' '--overwrite'
  'textmill run ' 'a folder/|other.yml|pipeline.yaml'
  'textmill head tw' 'two words.jsonl'
  'textmill kwic query tw' 'two words.jsonl'
  'textmill run p.yaml --summary n' 'notes.txt'
  'textmill run --plugin-path ' 'a folder/'
  'textmill run --threads ' ''
  'textmill report -o n' 'notes.txt'
)
options() { "$program" "$1" --help | grep -oE '^  (-[a-z] \[ )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | LC_ALL=C sort; }
listed() { # listed SHELL: `answers` has what it lists for each line, and what for the options of run, and all commands
  local i got
  for ((i = 0; i < ${#lines[@]}; i += 2)); do
    got=${answers[i / 2]}
    [[ $got == "${lines[i + 1]}" ]] || fail "$1: '${lines[i]}' gives '$got', not '${lines[i + 1]}'"
  done
  got=$(tr '|' '\n' <<<"${answers[i / 2]}" | grep -E -- '^--' || true)
  [[ $got == "$(options run)" ]] || fail "$1: the options of run are '$got'"
  for command in "${commands[@]}"; do
    [[ "|${answers[i / 2 + 1]}|" == *"|$command|"* ]] || fail "$1: $command is not completed"
  done
}
typed() {
  local i
  for ((i = 0; i < ${#lines[@]}; i += 2)); do printf '%s\n' "${lines[i]}"; done
  printf '%s\n' 'textmill run -' 'textmill '
}

rm -rf typed && mkdir -p 'typed/a folder' && cd typed
touch pipeline.yaml other.yml notes.txt 'two words.jsonl'
if command -v fish >/dev/null; then
  "$program" completion fish >../completion.fish
  mapfile -t answers < <(typed | while IFS= read -r line; do
    fish --no-config -c "source ../completion.fish; complete -C '$line'" | cut -f1 | LC_ALL=C sort | paste -sd '|'
  done)
  listed fish
fi
if command -v zsh >/dev/null; then
  "$program" completion zsh >../_textmill
  mapfile -t answers < <(typed | timeout 30 zsh -f "$here/complete.zsh" "$scratch")
  listed zsh
fi
command -v fish >/dev/null && command -v zsh >/dev/null || echo 'not all tried: fish or zsh is not there'
