#!/usr/bin/env bash
# Makes docs/walkthrough.md: the console of a session with the sample project, on a clone that nobody has touched.
#   docs/walkthrough.sh           writes it
#   docs/walkthrough.sh --check   makes it again and fails if it differs
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git -C "$top" clone -q --no-local . "$work/verdigris"
cd "$work/verdigris"
page=$work/walkthrough.md
model=sample-project/models/flights/delay_by_airport.sql
deploy='mvn -q -Prun,deploy -pl sample-project -am verify'

# Times, timestamps and ports differ from run to run; what is told does not.
steady() {
  sed -E -e "s#$work/##g" -e 's/\b1[0-9]{12}\b/<timestamp>/g' -e 's/127\.0\.0\.1:[0-9]+/127.0.0.1:<port>/g' |
    awk 'match($0, /^  [a-z]+ +[0-9]+\.[0-9] s  /) { printf "  %-9s    N.N s  %s\n", $1, substr($0, RLENGTH + 1); next } { print }'
}

# Of Maven's output what Verdigris says: from its title to the report of the deployment, without stack traces and progress.
ours() {
  sed -E -e 's/\x1b\[[0-9;]*m//g' |
    awk '/^VERDIGRIS/ { on = 1 } /^\[ERROR\] Tests run:.*FlightsDeployment/ { on = 0 } on' |
    grep -vE '^\[ERROR\]|^\s+at |^java\.|^dev\.verdigris\.|^$|^  [a-z]+ +…  (pending|everything)'
}

say() { printf '%s\n\n' "$*" >>"$page"; }

run() {
  printf '```console\n$ %s\n' "$*" >>"$page"
  bash -c "$*" >"$work/out" 2>&1 || true
  if ! ours <"$work/out" | steady >>"$page"; then
    tail -n 60 "$work/out" >&2
    exit 1
  fi
  printf '```\n\n' >>"$page"
}

edit() {
  printf '```console\n$ %s\n```\n\n' "$*" >>"$page"
  bash -c "$*"
}

say '# A session on the console'
say 'Made by [walkthrough.sh](walkthrough.sh) on a fresh clone; CI makes it again and compares. Of what Maven prints it shows what Verdigris says. Times and ports are blanked.'
say '## The first deployment'
say 'Production is seeded into the local engine: 20,000 flights, three views, a Kafka sink. The models of the project are a new version of the views.'
run "$deploy"
say 'Production carries the new version, the old one stands beside it as `flights_early_arrivals`, and the sink reads the new view: its topic holds what the view holds, and only the averages that differ were sent.'
say '## A model changes, and is wrong'
say 'One lost flight spoils the average of a small airport, so flights that are more than three hours late shall not count in it:'
edit "sed -i 's/FROM raw.flights/FROM raw.flights WHERE delay_minutes <= 180/' $model"
say 'The deployment gets a name of its own. It is built beside production, and the validations say no:'
run "$deploy -Dverdigris.deployment=long_delays"
say 'The condition leaves the flights out of every column, not only out of the average. Nothing was promoted; `flights_long_delays` stays up for a look.'
say '## The model is mended'
edit "git checkout -q $model"
edit "sed -i 's/greatest(delay_minutes, 0)/least(greatest(delay_minutes, 0), 180)/' $model"
say 'Only what changed, and what depends on it, is created again:'
run "$deploy -Dverdigris.deployment=long_delays"
say '## Once more'
say 'A finished deployment is not promoted twice, and production is not waited for, however it does at the moment:'
run "$deploy -Dverdigris.deployment=long_delays"

if [[ ${1:-} == --check ]]; then
  diff -u "$top/docs/walkthrough.md" "$page" || { echo "docs/walkthrough.md is not what a session says today: run docs/walkthrough.sh" >&2; exit 1; }
  echo "docs/walkthrough.md is what a session says today"
else
  cp "$page" "$top/docs/walkthrough.md"
fi
