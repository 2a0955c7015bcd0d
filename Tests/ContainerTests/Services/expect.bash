# Sourced by the test runs. CONTAINER is the running container's name: signals are sent with
# `docker kill`, never `docker exec`, whose processes would be recorded as if they were the service's.
set -euo pipefail
: "${CONTAINER:?the name of the running container is missing: start this run with ../../prove or whittle record}"

# need PROGRAM PACKAGE
need() {
  command -v "$1" >/dev/null || {
    echo "${0##*/}: $1 is missing: apt-get install $2" >&2
    exit 2
  }
}

# expect WHAT WANTED GOT
expect() {
  if [[ $3 != "$2" ]]; then
    echo "${0##*/}: $1: wanted '$2', got '$3'" >&2
    exit 1
  fi
}

# wait_for COMMAND...: until it succeeds; a service under strace starts slowly, a dead one never does.
wait_for() {
  local deadline=$((SECONDS + 30))
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS > deadline)) || [[ $(docker inspect -f '{{.State.Running}}' "$CONTAINER") != true ]]; then
      echo "${0##*/}: gave up waiting for: $*" >&2
      exit 1
    fi
    sleep 0.2
  done
}

# listens PORT: whether something does, on the loopback interface.
listens() { (: <>"/dev/tcp/127.0.0.1/$1"); }
