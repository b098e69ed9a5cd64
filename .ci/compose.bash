# What is promised of a compose file, tried; to be sourced. Needs an engine and the image many-kitchens. Whoever sources it has set
#   me                     its name
#   COMPOSE_PROJECT_NAME   one of its own: whoever has the project up on this machine keeps it
#   COMPOSE_FILE           the file, when it is not docker-compose.yml
# shellcheck shell=bash disable=SC2154

out=$(mktemp)
bad=0

finish() {
  docker compose down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1
  rm -f "$out"
}
trap finish EXIT

say() {
  printf '%s: %s\n' "$me" "$*"
}

must() { # what must be true, command…
  local what=$1
  shift
  if "$@"; then
    say "$what"
  else
    say "NOT TRUE: $what"
    bad=1
  fi
}

containers() { # service: all of them, ended ones too
  docker compose ps -aq "$1"
}

ended_with_zero() { # service, how many of them
  local codes
  # shellcheck disable=SC2046 # one id a word
  codes=$(docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' $(containers "$1") 2>&1)
  [ "$(sort -u <<<"$codes")" = "exited 0" ] && [ "$(wc -l <<<"$codes")" -eq "$2" ] ||
    { say "$1: $codes"; return 1; }
}

was_killed() { # service
  # shellcheck disable=SC2046 # one id a word
  [ "$(docker inspect -f '{{.State.ExitCode}}' $(containers "$1"))" = 137 ]
}

has_squares() { # id of a batch of the numbers from 1 to 25
  docker compose run --rm --no-deps -T client result "$1" >"$out" 2>&1 || { cat "$out"; return 1; }
  # shellcheck disable=SC2046 # one number a word
  grep -qF "Results: [$(printf '%s, ' $(for n in {1..25}; do echo $((n * n)); done) | sed 's/, $//')]" "$out" || { cat "$out"; return 1; }
}

parses_quietly() {
  docker compose config -q 2>"$out" && [ ! -s "$out" ] || { cat "$out"; return 1; }
}
