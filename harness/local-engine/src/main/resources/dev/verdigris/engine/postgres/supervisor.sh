# Runs PostgreSQL for exactly as long as the other end of standard input is open: when the JVM that
# holds it is gone, even by kill -9, PostgreSQL is shut down.
#   sh supervisor.sh <postmaster.pid> <command...>
pidfile=$1
shift
# Ctrl-C in a terminal reaches the whole process group; only the pipe decides.
trap '' HUP INT TERM
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(
  while read -r line; do :; done
  # Behind runuser or su the child is not the server; its own file knows.
  pid=
  read -r pid <"$pidfile" || pid=$child
  kill -INT "$pid"
  for signal in QUIT KILL; do
    tries=0
    while [ "$tries" -lt 100 ]; do
      kill -0 "$pid" || exit 0
      sleep 0.1
      tries=$((tries + 1))
    done
    kill "-$signal" "$pid"
  done
) <&3 >/dev/null 2>&1 &
watcher=$!
wait "$child"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
