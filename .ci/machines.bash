# Machines of a cluster, to be sourced: each is a network namespace, all are on one bridge. What Linux's own TCP does when
# cables are pulled cannot be had on the loopback. Whoever sources it has set
#   me        its name
#   subnet    three numbers of an address, such as 198.18.5
#   machines  their names, of two letters; the first has .1 in the subnet
# shellcheck shell=bash disable=SC2154

tag=mk$$ # of every name here, so that two of these may run at once
dir=$(mktemp -d)
declare -A pids=() # what runs, by a name; all of it is killed at the end
failures=0

say() {
  printf '%s: %s\n' "$me" "$*"
}

skip() {
  say "skipped: $*"
  exit 0
}

clean_up() {
  local machine
  # Nobody waits for them: that they were killed is no news.
  [ ${#pids[@]} -eq 0 ] || { disown -a; kill -KILL "${pids[@]}" 2>/dev/null; }
  for machine in "${machines[@]}" sw; do
    ip netns delete "$tag-$machine" 2>/dev/null
  done
  rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

make_machines() {
  local tool machine number=0
  [ "$(id -u)" -eq 0 ] || skip "network namespaces need root"
  for tool in ip iptables python3; do
    command -v "$tool" >/dev/null || skip "there is no $tool here"
  done
  ip netns add "$tag-sw" 2>"$dir/why" || skip "no network namespace can be made: $(cat "$dir/why")"
  ip -n "$tag-sw" link add br0 type bridge 2>"$dir/why" || skip "no bridge can be made: $(cat "$dir/why")"
  ip -n "$tag-sw" link set br0 up
  for machine in "${machines[@]}"; do
    number=$((number + 1))
    ip netns add "$tag-$machine" &&
      ip -n "$tag-sw" link add "v-$machine" type veth peer name eth0 netns "$tag-$machine" &&
      ip -n "$tag-sw" link set "v-$machine" master br0 up &&
      ip -n "$tag-$machine" address add "$subnet.$number/24" dev eth0 &&
      ip -n "$tag-$machine" link set eth0 up &&
      ip -n "$tag-$machine" link set lo up || skip "machine $machine cannot be made"
  done
  ip netns exec "$tag-${machines[0]}" iptables -L -n >/dev/null 2>"$dir/why" ||
    skip "iptables does not work here: $(head -1 "$dir/why")"
  ./kitchen --version >/dev/null || exit # builds it, if it is not built
}

on() { # machine command...
  local machine=$1
  shift
  ip netns exec "$tag-$machine" "$@"
}

begin() { # machine command...: for the background, where $! is then the command itself, which a kill ends
  local machine=$1
  shift
  exec ip netns exec "$tag-$machine" "$@"
}

cable() { # machine, up or down
  ip -n "$tag-sw" link set "v-$1" "$2"
}

now_ms() {
  local now=${EPOCHREALTIME/[.,]/}
  echo "${now:0:13}"
}

stamped() { # every line of the input, behind the moment when it came, in ms
  local line now
  while IFS= read -r line; do
    now=${EPOCHREALTIME/[.,]/}
    echo "${now:0:13} $line"
  done
}

check() { # what it is called, command...: counts a failure
  local what=$1
  shift
  if "$@"; then
    say "ok: $what"
  else
    say "FAILED: $what"
    failures=$((failures + 1))
  fi
}

await() { # seconds command...
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.2
  done
}
