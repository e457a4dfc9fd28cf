"""Start a demo on data of its own, sign in, and picture each page: light, dark, and narrow as a phone."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

TARGET = Path("docs/screenshots")
READY_SECONDS = 60
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
LOOKS: dict[str, tuple[str, ViewportSize]] = {
    "light": ("light", WIDE),
    "dark": ("dark", WIDE),
    "narrow": ("light", NARROW),
}


def first_row(page: Page) -> None:
    page.locator("main table tbody tr a").first.click()


def sequence(page: Page) -> None:
    page.goto("/settings/sequencing/")
    first_row(page)


def sequence_tab(name: str) -> Callable[[Page], None]:
    def visit(page: Page) -> None:
        sequence(page)
        page.get_by_role("link", name=re.compile(f"^{name}")).first.click()

    return visit


def enroll_dialog(page: Page) -> None:
    sequence(page)
    page.get_by_role("button", name="Enroll Record").first.click()
    page.get_by_role("dialog").wait_for()


def failure(page: Page) -> None:
    sequence(page)
    page.get_by_role("button", name=re.compile(r"^Failed \(Error\)")).first.focus()


def datasheet(page: Page) -> None:
    page.goto("/people/")
    first_row(page)


def at(path: str) -> Callable[[Page], None]:
    def visit(page: Page) -> None:
        page.goto(path)

    return visit


PICTURES: dict[str, Callable[[Page], None]] = {
    "today": at("/"),
    "people": at("/people/"),
    "companies": at("/companies/"),
    "datasheet": datasheet,
    "sequencing": at("/settings/sequencing/"),
    "sequence": sequence,
    "sequence-steps": sequence_tab("Steps"),
    "sequence-settings": sequence_tab("Settings"),
    "enroll": enroll_dialog,
    "failure": failure,
}


@contextmanager
def running_demo() -> Iterator[str]:
    """The address of a demo that is ready; it is stopped, and its data removed, at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="segue-screenshots-") as data_dir:
        environment = {**os.environ, "SEGUE_DEMO": "1", "SEGUE_DATA_DIR": data_dir}
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
        time.sleep(0.2)
    raise SystemExit("The demo did not get ready; its own words are above.")


def sign_in(page: Page) -> None:
    """With the address and password that a demo shows on its sign-in page."""
    page.goto("/")
    text = page.locator("main").inner_text()
    email = re.search(r"\S+@\S+\.\w+", text)
    password = re.search(r"[Pp]assword:?\s+(\S+)", text.replace("Password\n", ""))
    if email is None or password is None:
        raise SystemExit("The sign-in page does not show the demo's address and password.")
    page.get_by_label("Email").fill(email[0])
    page.get_by_label("Password").fill(password[1])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()


def take_pictures(browser: Browser, address: str) -> None:
    for look, (scheme, viewport) in LOOKS.items():
        context = browser.new_context(
            base_url=address,
            viewport=viewport,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            device_scale_factor=2 if viewport is NARROW else 1,
            locale="en-US",
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        sign_in(page)
        for name, visit in PICTURES.items():
            visit(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=TARGET / f"{name}-{look}.png")
            print(f"{TARGET}/{name}-{look}.png")
        context.close()


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with running_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=flags)
        take_pictures(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
