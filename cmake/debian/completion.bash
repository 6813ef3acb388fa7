# Completion for bash: the options that this tlswhy has, its commands, and files.
_tlswhy() {
  local word=${COMP_WORDS[COMP_CWORD]} options
  COMPREPLY=()
  if [[ $word == -* ]]; then
    options=$(LC_ALL=C tlswhy --help 2>/dev/null | grep -oE -e '--[a-z][a-z-]+')
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  elif ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'probe verify changes causes clients learn' -- "$word")
  fi
}
complete -o default -F _tlswhy tlswhy
