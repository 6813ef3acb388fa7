# shellcheck shell=bash
# steps.sh (sourced): runs named steps quietly, counts them, and prints the one closing line that a
# person and a CI read. A step's output goes to build/logs/NAME.log and is shown when it fails. No step has the name of a
# preset: scripts/build writes its own log there.
# A step that exits 77 was skipped; its last line says why. A step may count more than itself: its last
# line is then 'N passed, N failed, N skipped'.

passed=0 failed=0 skipped=0
mkdir -p build/logs

show_log() { # LOG
  local lines
  lines=$(wc -l <"$1")
  if ((lines > 200)); then
    printf '... (all %d lines: %s)\n' "$lines" "$1"
    tail -n 200 "$1"
  else
    cat "$1"
  fi
}

step() { # NAME COMMAND...
  local name=$1 log=build/logs/${1//[^a-z0-9]/-}.log code=0 started=$SECONDS last
  shift
  [[ ! -t 2 ]] || printf '...   %s\r' "$name" >&2
  "$@" >"$log" 2>&1 </dev/null || code=$?
  last=$(tail -n 1 "$log")
  local p=0 f=0 s=0
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
    p=${BASH_REMATCH[1]} f=${BASH_REMATCH[2]} s=${BASH_REMATCH[4]:-0}
  elif ((code == 0)); then
    p=1
  elif ((code == 77)); then
    s=1
  fi
  # A non-zero exit is a failure whatever the counts say.
  ((code == 0 || code == 77 || f > 0)) || f=1
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if ((f > 0)); then
    show_log "$log"
    printf 'FAIL  %-18s %s (%d s)\n' "$name" "$last" $((SECONDS - started))
    return 0
  fi
  local word='ok  '
  ((p > 0)) || word=skip
  printf '%s  %-18s %s (%d s)\n' "$word" "$name" "$last" $((SECONDS - started))
}

closing_line() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  ((failed == 0 && passed > 0))
}
