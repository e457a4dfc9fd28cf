#!/usr/bin/env bash
# Style, formatting and layers; every check runs, whatever the one before it said.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
.venv/bin/ruff check . || failed=1
.venv/bin/ruff format --check . || failed=1
.venv/bin/lint-imports --no-logo || failed=1
[ "$failed" = 0 ] || echo "make lint: put right what is named above; \`make format\` mends most of the style." >&2
exit "$failed"
