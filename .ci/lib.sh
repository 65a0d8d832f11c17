# What the checks share: a folder of their own, and processes that are ended by their id.
tmp=$(mktemp -d)

# On Windows this is bash's path; .NET wants the system's.
if command -v cygpath >/dev/null; then tmp=$(cygpath -m "$tmp"); fi
processes=()
finish() {
  for id in ${processes[@]+"${processes[@]}"}; do kill "$id" 2>/dev/null || true; done
  rm -rf "$tmp"
}
trap finish EXIT

# Installs a command where it is absent and may be installed; says so where it may not.
need() {
  command -v "$1" >/dev/null && return
  command -v apt-get >/dev/null || { echo "$1 is not here and cannot be installed without apt-get"; return 1; }
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${@:2}"; } >/dev/null
}

# Waits until a file holds a text, half a minute at most.
until_says() {
  for _ in $(seq 300); do
    grep -q -- "$2" "$1" && return 0
    sleep 0.1
  done
  echo "waited in vain for '$2' in:"
  cat "$1"
  return 1
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# Plays the small trace to a broker in front of a reader, both given as commands, and looks at what the reader prints.
reader_prints_the_small_trace() {
  local nanoevents=$1 reader=$2 port
  port=$(free_port)
  "$nanoevents" broker --local --port "$port" >"$tmp/broker" 2>&1 &
  processes+=($!)
  "$reader" "mqtt://127.0.0.1:$port" >"$tmp/reader" 2>&1 &
  processes+=($!)
  until_says "$tmp/reader" 'Connected to the broker'
  "$nanoevents" simulate --broker "mqtt://127.0.0.1:$port" --device flat --trace .ci/small.csv --speed max >"$tmp/simulate" 2>&1
  until_says "$tmp/reader" '08:00:00Z flat: 21.00 °C'
  until_says "$tmp/reader" '08:00:30Z flat: somebody is there'
  until_says "$tmp/reader" '08:01:30Z flat: nobody is there'
}
