#!/usr/bin/env bash
# Types, strictly. The django-stubs plugin loads the settings, which keep a secret key: not in anyone's var/.
set -euo pipefail
cd "$(dirname "$0")/.."
export SEGUE_DATA_DIR=$PWD/build/types
exec .venv/bin/mypy
