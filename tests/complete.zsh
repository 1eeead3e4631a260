# complete.zsh FOLDER <LINES: what zsh lists for each line that is typed, a line of names each, sorted, with `|` between
# them. It types into a zsh in a terminal of its own; FOLDER has the function _textmill.
zmodload zsh/zpty
zpty shell zsh -f -i
say() { zpty -w shell "$1" }
say "PS1=; fpath=($1 \$fpath); autoload -U compinit; compinit -u -d $1/zcompdump; unsetopt beep always_last_prompt; LISTMAX=0"
say "list-all() { zle list-choices; zle -R; print -r -- LIST''ED }; zle -N list-all; bindkey '^T' list-all"
say "zstyle ':completion:*' list-separator '##'; stty cols 300; print READ''Y"
zpty -r shell seen '*READY*'
while IFS= read -r line; do
  zpty -wn shell $'\x15'"$line"$'\x14'
  zpty -r shell seen '*LISTED*'
  # After the last erasing of all below the line, as far as it goes on with the line.
  print -r -- "$seen" | tr -d '\r' | sed -e 's/\x1b\[J/\n\x01/g' | awk '/^\x01/ { on = 1 } on' | tr -d '\001' |
    sed -e 's/\x1b\[[?0-9;]*[a-zA-Z]//g' -e 's/##.*//' -e 's/   */\n/g' |
    sed -e 's/ *$//' -e '/^$/d' -e '/textmill /d' -e '/LISTED/d' -e 's/\\//g' | LC_ALL=C sort -u | paste -sd '|' -
done
zpty -d shell
