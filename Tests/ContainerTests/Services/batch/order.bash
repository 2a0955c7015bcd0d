# Sourced by the test runs of batch.

# order NAME.KIND: puts an order into the spool.
order() {
  local folder
  folder=$(mktemp -d)
  : >"$folder/$1"
  chmod 777 "$folder/$1"
  docker cp "$folder/$1" "$CONTAINER:/spool/$1" >/dev/null
  rm -rf "$folder"
}

# result NAME: what a job left.
result() { docker cp "$CONTAINER:/results/$1" - | tar -xO; }
