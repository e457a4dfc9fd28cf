#!/usr/bin/env bash
# What `make bench` runs: every measurement, on SQLite and on Postgres, each on a database of its own.
# The tables are also kept in build/bench.md, in the form in which docs/performance.md has them.
# usage: bench.sh [NAME], one of the names that `segue bench --help` lists. All together take about half an hour.
set -uo pipefail
cd "$(dirname "$0")/.."
results=build/bench.md
failures=()

measure() {
    printf '\n### `segue bench %s`\n' "$*" | tee -a "$results"
    .venv/bin/segue bench "$@" | tee -a "$results" || failures+=("$*")
}

on_both() {
    measure "$@" --database sqlite
    measure "$@" --database postgres
}

run() {
    case $1 in
    engine | enroll | latency | pages | growth | peers) on_both "$1" ;;
    email) on_both email --waiting 10000 ;;
    crash) measure crash ;;
    chaos) measure chaos ;;
    *)
        echo "There is no “$1” to measure. Choose one of: engine enroll latency pages growth peers email crash chaos." >&2
        exit 2
        ;;
    esac
}

mkdir -p build
: >"$results"
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
