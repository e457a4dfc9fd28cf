#!/usr/bin/env bash
# Print a Python of at least 3.11 that starts. Each candidate is run, not looked up: pyenv leaves commands on
# the PATH that do nothing but complain. One that can make an environment (ensurepip) is preferred.
set -euo pipefail

candidates=(${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python
    /opt/homebrew/bin/python3 /usr/local/bin/python3 /usr/bin/python3)

for modules in "sys, venv, ensurepip" "sys"; do
    for candidate in "${candidates[@]}"; do
        if "$candidate" -c "import $modules; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then
            echo "$candidate"
            exit 0
        fi
    done
done

cat >&2 <<'MESSAGE'
Segue needs Python 3.11 or newer, and none was found.
Install one (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python),
or name one: make PYTHON=/path/to/python3 run
MESSAGE
exit 1
