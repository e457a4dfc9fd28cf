#!/usr/bin/env bash
# Install Debian or Ubuntu packages as root, asking nothing and waiting for another apt to finish.
# usage: apt-install.sh PACKAGE...
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
wait_for_lock=(-o DPkg::Lock::Timeout=120)

apt-get "${wait_for_lock[@]}" update --quiet=2 </dev/null
apt-get "${wait_for_lock[@]}" install --quiet=2 --yes --no-install-recommends "$@" </dev/null >/dev/null
