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

gate "style" .venv/bin/ruff check .
gate "formatting" .venv/bin/ruff format --check .
gate "layers" .venv/bin/lint-imports --no-logo
gate "types" bash scripts/types.sh
gate "migrations" no_missing_migrations
if [ ${#failures[@]} -gt 0 ]; then
    printf '\nThese checks failed, see above: %s\n' "${failures[*]}" >&2
fi

echo "--- tests"
.venv/bin/python -m pytest -m "not bench" --numprocesses "${TEST_WORKERS:-2}" --dist loadfile "$@" </dev/null
tests=$?
[ "$tests" = 0 ] && [ ${#failures[@]} -eq 0 ]
