# Sourced by the runs that restart the container. They are not recorded: a strace log ends with the
# container's first process.

# restarted COMMAND...: the container is restarted, then killed and started; COMMAND has to succeed after each.
restarted() {
  docker restart --time 30 "$CONTAINER" >/dev/null
  wait_for "$@"
  docker kill "$CONTAINER" >/dev/null
  docker start "$CONTAINER" >/dev/null
  wait_for "$@"
}

# inside COMMAND...: by docker exec.
inside() { docker exec -i "$CONTAINER" "$@"; }
