#!/usr/bin/env bash
# What `make test` runs: every gate, then every test. A gate that fails does not hide the ones after it, and
# pytest comes last, so its summary ends the output.
set -uo pipefail
cd "$(dirname "$0")/.."
failures=()

gate() {
    local name=$1
    shift
    echo "--- $name"
    "$@" </dev/null || failures+=("$name")
}

no_missing_migrations() {
    SEGUE_DATA_DIR=$PWD/build/migrations .venv/bin/python -W error::DeprecationWarning -m django \
        makemigrations --check --dry-run --settings segue.config.settings
}

CHROMIUM=$(bash scripts/find-browser.sh) || exit 1
export CHROMIUM
bash scripts/install-dovecot.sh || echo "dovecot could not be installed; tests of incoming mail are skipped." >&2

gate "style" .venv/bin/ruff check .
gate "formatting" .venv/bin/ruff format --check .
gate "layers" .venv/bin/lint-imports --no-logo
gate "types" bash scripts/types.sh
gate "migrations" no_missing_migrations
if [ ${#failures[@]} -gt 0 ]; then
    printf '\nThese checks failed, see above: %s\n' "${failures[*]}" >&2
fi

run_tests() {
    # Files as they come: by default those of one long test are left to the end, for one process to do alone.
    local workers=$1
    shift
    .venv/bin/python -m pytest --numprocesses "$workers" --dist loadfile --no-loadscope-reorder "$@" </dev/null
}

# Many tests wait for real processes more than they compute, so there are more workers than cores. Those on Postgres
# run beside the others; what they say is kept until these are done.
echo "--- tests, and beside them those on Postgres"
TEST_DATABASE=postgres run_tests "${POSTGRES_WORKERS:-2}" -m conformance "$@" >build/postgres-tests.log 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null' EXIT
run_tests "${TEST_WORKERS:-3}" -m "not browser" "$@"
tests=$?
echo "--- tests on Postgres"
wait "$beside"
postgres=$?
cat build/postgres-tests.log
[ "$postgres" = 5 ] && postgres=0 # none were asked for
# Browser tests get processes of their own: Playwright keeps an event loop running in the thread it is started in,
# and neither Django's database nor code of ours that starts a loop may run beside it.
echo "--- tests in the browser"
run_tests "${BROWSER_WORKERS:-2}" -m browser "$@"
browser=$?
[ "$browser" = 5 ] && browser=0
[ "$tests$postgres$browser" = 000 ] && [ ${#failures[@]} -eq 0 ]
