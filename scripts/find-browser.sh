#!/usr/bin/env bash
# Print the Chromium or Chrome that the browser tests drive, installing one if there is none:
# $CHROMIUM, else one on this machine, else by apt (as root), else Playwright's own.
set -euo pipefail
cd "$(dirname "$0")/.."

# Run, not looked up: Ubuntu's chromium-browser is a stub that only names a snap.
starts() { "$1" --version >/dev/null 2>&1 </dev/null; }

playwrights_own() {
    .venv/bin/python -c 'if True:
        from playwright.sync_api import sync_playwright
        with sync_playwright() as playwright:
            print(playwright.chromium.executable_path)'
}

find_installed() {
    local browser
    for browser in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if starts "$browser"; then
            command -v "$browser"
            return
        fi
    done
    browser=$(playwrights_own)
    starts "$browser" && echo "$browser"
}

install_by_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing chromium by apt, for the browser tests." >&2
    bash scripts/apt-install.sh chromium >&2
}

install_by_playwright() {
    local with_deps=()
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then with_deps=(--with-deps); fi
    echo "Downloading Playwright's Chromium, for the browser tests." >&2
    .venv/bin/python -m playwright install ${with_deps[@]+"${with_deps[@]}"} chromium >&2 </dev/null
}

if [ -n "${CHROMIUM:-}" ]; then
    starts "$CHROMIUM" && echo "$CHROMIUM" && exit
    echo "CHROMIUM is set to $CHROMIUM, which does not start. Point it at a Chromium or Chrome, or unset it." >&2
    exit 1
fi
find_installed && exit
install_by_apt && find_installed && exit
install_by_playwright && find_installed && exit
cat >&2 <<'MESSAGE'
The browser tests need Chromium or Chrome, and it could be neither found nor installed.
Install one (Debian: sudo apt install chromium; macOS: brew install --cask google-chrome),
or name one: CHROMIUM=/path/to/chrome make test
MESSAGE
exit 1
