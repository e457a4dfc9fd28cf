"""A real Segue (web and worker, as `segue serve` starts them) and a real browser, for tests that follow the user.

Each test process starts one server on data of its own, sets it up through its first-run page, and makes records and
sequences through the API, as a customer would.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e.customer import PASSWORD, Customer
from tests.waiting import wait_until

READY_SECONDS = 60
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Segue."""
    data = tmp_path_factory.mktemp("segue")
    port = _free_port()
    environment = {**os.environ, "SEGUE_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "segue.config.settings"}
    command = [sys.executable, "-m", "segue.cli", "serve", "--port", str(port)]
    with Path(data, "log").open("w") as log, subprocess.Popen(command, env=environment, stderr=log) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: _is_healthy(url), READY_SECONDS, what="Segue to be ready")
            yield url
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str | None) -> Iterator[Browser]:
    arguments = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # root in a container: Chromium's sandbox cannot start
    running = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
    yield running
    running.close()


@pytest.fixture(scope="session")
def customer(server: str, browser: Browser) -> Customer:
    """The admin who set this Segue up, with a token for the API."""
    context = browser.new_context(base_url=server)
    page = context.new_page()
    page.goto("/")
    expect(page).to_have_url(f"{server}/setup/")
    page.get_by_label("Workspace name").fill("Larkfield Search")
    page.get_by_label("Time zone").select_option("Europe/Amsterdam")
    page.get_by_label("Your name").fill("Alice Larkfield")
    page.get_by_label("Your email").fill("alice@larkfield.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create workspace").click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
    return Customer(server, _make_token(page), context.storage_state())


def _make_token(page: Page) -> str:
    page.goto("/settings/api-tokens/")
    page.get_by_label("Name").fill("Tests")
    page.get_by_role("button", name="Create token").click()
    shown = page.get_by_text("segue_").first
    expect(shown).to_be_visible()
    return next(word for word in shown.inner_text().split() if word.startswith("segue_"))


@pytest.fixture
def context(browser: Browser, customer: Customer) -> Iterator[BrowserContext]:
    """The admin's browser, signed in."""
    opened = browser.new_context(
        base_url=customer.url,
        storage_state=customer.signed_in,
        viewport={"width": 1440, "height": 900},
        locale="en-GB",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, server: str) -> Iterator[Page]:
    """A page that fails its test on a script error, a breach of the content policy, or a request to elsewhere."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    opened.on("console", lambda m: problems.append(f"console: {m.text}") if _is_trouble(m.type, m.text) else None)
    opened.on("request", lambda r: problems.append(f"left the machine: {r.url}") if _leaves(r.url, server) else None)
    yield opened
    assert not problems, problems


# Logged by the browser for refusals (409, 422) that a test provokes on purpose and then reads in the page, and by htmx
# for a request that it drops itself: typing on replaces a search, leaving a page ends its polls.
EXPECTED = ("Failed to load resource: the server responded with a status of 4", "htmx:sendAbort", "htmx:afterRequest")


def _is_trouble(kind: str, text: str) -> bool:
    return kind == "error" and not text.startswith(EXPECTED)


def _leaves(url: str, server: str) -> bool:
    return not url.startswith((server, "data:", "blob:"))


def _is_healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
