#!/usr/bin/env bash
# Pin every dependency with its hashes: requirements.lock to run Segue, requirements-dev.lock to work on it.
# usage: lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

pin() {
    .venv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" "$@"
}

pin --group build --output-file requirements.lock "$@"
# The tools must fit what Segue runs on, so the first lock constrains the second.
pin --group dev --constraint requirements.lock --output-file requirements-dev.lock "$@"
