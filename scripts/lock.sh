#!/usr/bin/env bash
# Pin every dependency with its hashes: requirements.lock to run Segue, requirements-dev.lock to work on it,
# requirements-peers.lock to measure it beside task queues that people use instead.
# usage: lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

pin() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" "$@"
}

pin pyproject.toml --group build --output-file requirements.lock "$@"
# The tools must fit what Segue runs on, so the first lock constrains the second, and that the third.
pin pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock "$@"
pin --group peers --constraint requirements-dev.lock --output-file requirements-peers.lock "$@"
