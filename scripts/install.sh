#!/usr/bin/env bash
# Make .venv if it is missing or broken, and install a lock file and Segue itself into it.
# usage: install.sh requirements.lock|requirements-dev.lock
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1

works() { .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

as_root_with_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_venv_package() {
    local version
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Installing python$version-venv, which Debian and Ubuntu keep apart from Python."
    bash scripts/apt-install.sh "python$version-venv"
}

make_environment() {
    local python
    python=$(bash scripts/find-python.sh)
    echo "Making .venv with $("$python" --version)."
    rm -rf .venv
    "$python" -m venv .venv >build/venv.log 2>&1 && return
    if as_root_with_apt && install_venv_package "$python" && "$python" -m venv --clear .venv; then
        return
    fi
    cat build/venv.log >&2
    rm -rf .venv
    echo "Python could not make the environment .venv (its own words are above)." >&2
    echo "On Debian and Ubuntu: sudo apt install python3-venv, then run make again." >&2
    exit 1
}

mkdir -p build
works || make_environment
echo "Installing $lock."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0
.venv/bin/python -m pip install --quiet --require-hashes --requirement "$lock"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
