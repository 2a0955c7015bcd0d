# Sourced by the test runs. CONTAINER is the running container's name: signals are sent with
# `docker kill`, never `docker exec`, whose processes would be recorded as if they were the service's.
set -euo pipefail
: "${CONTAINER:?the name of the running container is missing: start this run with ../../prove or scripts/record}"

# expect WHAT WANTED GOT
expect() {
  if [[ $3 != "$2" ]]; then
    echo "$0: $1: wanted '$2', got '$3'" >&2
    exit 1
  fi
}

# wait_for COMMAND...: until it succeeds; a service under strace starts slowly.
wait_for() {
  local deadline=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS > deadline)); then
      echo "$0: gave up waiting for: $*" >&2
      exit 1
    fi
    sleep 0.2
  done
}
