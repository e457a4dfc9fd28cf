"""What each picture in docs/screenshots/ shows: how to get there on a demo."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from segue.bench.mail_server import Server, serving

Visit = Callable[[Page], None]


def at(path: str) -> Visit:
    def visit(page: Page) -> None:
        page.goto(path)

    return visit


def named(listing: str, name: str, tab: str = "") -> Visit:
    """The page of the record or sequence with this name, found by searching or in its list."""

    def visit(page: Page) -> None:
        page.goto(listing)
        page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(name))).first.click()
        page.get_by_role("heading", level=1, name=re.compile(re.escape(name))).wait_for()
        if tab:
            page.get_by_role("main").get_by_role("link", name=tab, exact=True).first.click()
            page.get_by_role("link", name=tab, exact=True).and_(page.locator("[aria-current=page]")).wait_for()

    return visit


def settings_panel(page: Page) -> None:
    page.goto("/")
    if page.locator("#dock-btn").get_attribute("aria-expanded") == "false":
        page.locator("#dock-btn").click()
    page.locator("#settings-btn").click()
    section = page.locator("#settings summary", has_text="Automation and Sequencing")
    if section.locator("..").get_attribute("open") is None:
        section.click()
    page.locator("#settings").get_by_role("link", name="Sequencing", exact=True).wait_for()


sequence = named("/settings/sequencing/", "Source a senior engineer")
person = named("/people/?q=owen", "Owen Gallagher")


def failure(page: Page) -> None:
    sequence(page)
    page.locator("#chip-failed").click()
    page.locator("#chip-failed[aria-current=true]").wait_for()
    page.locator(".badge--failed").first.hover()
    page.locator(".tip:popover-open").wait_for()


def enroll(page: Page) -> None:
    sequence(page)
    page.locator("#enroll-record").click()
    free = page.locator("dialog [role=option]:not([aria-disabled])")
    for number in (0, 2):
        free.nth(number).click()
    page.locator("dialog [data-submit]:enabled").wait_for()


def enroll_from_datasheet(page: Page) -> None:
    person(page)
    page.locator("#sequences-add").click()
    page.locator("dialog [role=option]").first.wait_for()


def bulk(page: Page) -> None:
    sequence(page)
    for number in (0, 1, 3):
        page.locator("tbody input[type=checkbox]").nth(number).check()
    page.locator(".bulk").wait_for()


def row_menu(page: Page) -> None:
    failure(page)
    page.mouse.move(0, 0)
    page.locator("tbody .status-cell [aria-haspopup=menu]").first.click()
    page.locator(".menu:popover-open").wait_for()


def enrollment_drawer(page: Page) -> None:
    sequence(page)
    page.locator("#chip-failed").click()
    page.locator("#chip-failed[aria-current=true]").wait_for()
    page.locator(".steps-link").first.click()
    page.locator("#drawer-title").wait_for()


def step_drawer(page: Page) -> None:
    named("/settings/sequencing/", "Source a senior engineer", "Steps")(page)
    page.locator(".step-card a").first.click()
    page.locator("#drawer").get_by_role("heading").first.wait_for()


def outbox_message(page: Page) -> None:
    outbox(page)
    page.get_by_role("link", name="a role you might like").first.click()
    page.wait_for_url(re.compile(r"outbox/\d+/$"))


def outbox(page: Page) -> None:
    page.goto("/settings/mailboxes/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Outbox")).first.click()
    page.wait_for_url(re.compile(r"outbox/$"))


def mailbox_refused(page: Page) -> None:
    """A mailbox is set up, and its server says that the password is wrong."""
    with serving(Server(password="open sesame")) as server:  # noqa: S106  # of a server that nobody else reaches
        page.goto("/settings/mailboxes/new/smtp/")
        fields = page.get_by_role("group", name="Server")
        page.get_by_label("Sender’s name").fill("Mara Lindqvist")
        page.get_by_label("Sender’s address").fill("mara@northwind.example")
        fields.get_by_label("Server", exact=True).fill("localhost")
        fields.get_by_label("Port").fill(str(server.port))
        fields.get_by_label("Security").select_option("none")
        fields.get_by_label("Password or token").fill("last year’s")
        fields.get_by_label("User name", exact=True).fill("mara")
        page.get_by_role("button", name="Test connection").click()
        page.get_by_text("The connection does not work yet.").wait_for()
    page.get_by_role("link", name="Cancel").scroll_into_view_if_needed()


SIGN_IN: dict[str, Visit] = {"sign-in": at("/login/")}

PICTURES: dict[str, Visit] = {
    "today": at("/"),
    "people": at("/people/"),
    "companies": at("/companies/"),
    "person": person,
    "person-timeline": named("/people/?q=ada", "Ada Brouwer", "Timeline"),
    "person-notes": named("/people/?q=ada", "Ada Brouwer", "Notes"),
    "company": named("/companies/?q=quellwerk", "Quellwerk"),
    "settings-panel": settings_panel,
    "sequencing": at("/settings/sequencing/"),
    "sequence": sequence,
    "failure": failure,
    "row-menu": row_menu,
    "bulk": bulk,
    "enroll": enroll,
    "enroll-from-datasheet": enroll_from_datasheet,
    "enrollment": enrollment_drawer,
    "steps": named("/settings/sequencing/", "Source a senior engineer", "Steps"),
    "step": step_drawer,
    "draft": named("/settings/sequencing/", "Referral thank-you", "Steps"),
    "sequence-settings": named("/settings/sequencing/", "Source a senior engineer", "Settings"),
    "mailboxes": at("/settings/mailboxes/"),
    "mailbox-refused": mailbox_refused,
    "outbox": outbox,
    "outbox-message": outbox_message,
    "members": at("/settings/members/"),
    "fields": at("/settings/fields/"),
    "api-tokens": at("/settings/api-tokens/"),
}

BASIC: dict[str, Visit] = {"basic-tier": at("/settings/sequencing/")}

# Pictured dark and narrow, too.
MAIN = ("today", "people", "person", "sequence", "failure", "enroll", "enrollment", "steps", "mailbox-refused")
