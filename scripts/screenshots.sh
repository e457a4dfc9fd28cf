#!/usr/bin/env bash
# Pictures of every page for docs/screenshots/, taken from a demo that runs on data of its own.
# Only some: scripts/screenshots.sh mailboxes received (names as in scripts/pictures.py).
set -euo pipefail
cd "$(dirname "$0")/.."
CHROMIUM=$(bash scripts/find-browser.sh)
export CHROMIUM
exec .venv/bin/python -m scripts.screenshots "$@"
