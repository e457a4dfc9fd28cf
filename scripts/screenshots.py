"""Start a demo on data of its own, sign in, and picture each page: light, and the main ones dark and on a phone.

Names of pictures may be given, to take only these.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from scripts.pictures import BASIC, MAIN, PICTURES, SIGN_IN
from scripts.ways import Visit
from segue.domain.demo_accounts import DEMO_PASSWORD

TARGET = Path("docs/screenshots")
READY_SECONDS = 180
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def running_demo() -> Iterator[str]:
    """The address of a demo that is ready; it is stopped, and its data removed, at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="segue-screenshots-") as data_dir:
        environment = {**os.environ, "SEGUE_DEMO": "1", "SEGUE_DATA_DIR": data_dir}
        environment.pop("DATABASE_URL", None)
        command = [str(Path(sys.executable).with_name("segue")), "demo", "--port", str(port)]
        with subprocess.Popen(command, env=environment) as process:
            try:
                wait_until_ready(process, f"http://127.0.0.1:{port}")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/healthz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)  # between two looks
    raise SystemExit("The demo did not get ready; its own words are above.")


class Photographer:
    """Takes pictures of a demo in one look."""

    def __init__(self, browser: Browser, address: str, look: str, wanted: set[str]) -> None:
        self._browser, self._address, self._look, self._wanted = browser, address, look, wanted

    def take(self, pictures: dict[str, Visit], email: str = "") -> None:
        """Sign in as this member (nobody: stay outside) and take them."""
        with self._browser.new_context(
            base_url=self._address,
            viewport=NARROW if self._look == "narrow" else WIDE,
            color_scheme="dark" if self._look == "dark" else "light",
            reduced_motion="reduce",
            locale="en-US",
        ) as context:
            page = context.new_page()
            page.set_default_timeout(60_000)
            if email:
                sign_in(page, email)
            for name, visit in pictures.items():
                if self._wanted and name not in self._wanted:
                    continue
                visit(page)
                settle(page)
                path = TARGET / f"{name}-{self._look}.png"
                page.screenshot(path=path)
                print(path)


def settle(page: Page) -> None:
    """Wait until nothing is loaded any more. Where a page holds a frame, Chromium does not always say so."""
    with suppress(PlaywrightTimeout):
        page.wait_for_load_state("networkidle", timeout=5_000)


def sign_in(page: Page, email: str) -> None:
    page.goto("/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("/")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    admin, admin_on_basic = "mara@northwind.example", "olga@halden.example"
    with running_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=flags)
        light, dark, narrow = (Photographer(browser, address, look, wanted) for look in ("light", "dark", "narrow"))
        light.take(SIGN_IN)
        light.take(PICTURES, admin)
        light.take(BASIC, admin_on_basic)
        for photographer in (dark, narrow):
            photographer.take({name: PICTURES[name] for name in MAIN}, admin)
        browser.close()


if __name__ == "__main__":
    main()
