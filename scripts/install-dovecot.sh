#!/usr/bin/env bash
# Install dovecot, the IMAP server that the tests of incoming mail start, by apt as root. Elsewhere they are skipped,
# and say why. The tests run a server of their own: the package's must not start beside it.
set -euo pipefail
cd "$(dirname "$0")/.."

[ ! -x /usr/sbin/dovecot ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0

policy=/usr/sbin/policy-rc.d # asked by packages before they start a service
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
echo "Installing dovecot by apt, for the tests of incoming mail." >&2
bash scripts/apt-install.sh dovecot-imapd >&2
if command -v systemctl >/dev/null; then systemctl disable dovecot >/dev/null 2>&1 || true; fi
