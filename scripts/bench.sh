#!/usr/bin/env bash
# What `make bench` runs: every measurement, on SQLite and on Postgres, each on a database of its own.
# usage: bench.sh [NAME], one of the names that `segue bench --help` lists. All together take about half an hour.
set -uo pipefail
cd "$(dirname "$0")/.."
failures=()

measure() {
    echo "--- segue bench $*"
    .venv/bin/segue bench "$@" || failures+=("$*")
}

on_both() {
    measure "$@" --database sqlite
    measure "$@" --database postgres
}

run() {
    case $1 in
    email) measure email --waiting 10000 ;;
    crash) measure crash ;;
    chaos) measure chaos ;;
    *) on_both "$1" ;;
    esac
}

if [ $# -gt 0 ]; then
    run "$1"
else
    for name in engine enroll latency pages growth email crash chaos; do
        run "$name"
    done
fi
if [ ${#failures[@]} -gt 0 ]; then
    printf '\nThese did not run to their end, or found something wrong, see above:\n' >&2
    printf '  segue bench %s\n' "${failures[@]}" >&2
    exit 1
fi
