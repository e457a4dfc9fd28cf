"""The pictures about mail: how to get there on a demo."""

import re

from playwright.sync_api import Page

from scripts.ways import Visit, at, named
from segue.bench.mail_server import Server, serving

SENIOR, TOUR = "Source a senior engineer", "Try it out: one minute tour"


def outbox(page: Page) -> None:
    page.goto("/settings/mailboxes/")
    page.get_by_role("link", name=re.compile("^Outbox of")).click()
    page.wait_for_url(re.compile(r"outbox/$"))


def outbox_message(page: Page) -> None:
    outbox(page)
    page.get_by_role("link", name="a role you might like").first.click()
    page.wait_for_url(re.compile(r"outbox/\d+/$"))


def fill_in(page: Page, server: str, port: int) -> None:
    fields = page.get_by_role("group", name="Server")
    page.get_by_label("Sender’s name").fill("Mara Lindqvist")
    page.get_by_label("Sender’s address").fill("mara@northwind.example")
    fields.get_by_label("Server", exact=True).fill(server)
    fields.get_by_label("Port").fill(str(port))
    fields.get_by_label("Security").select_option("none")
    fields.get_by_label("Password or token").fill("last year’s")
    fields.get_by_label("User name", exact=True).fill("mara")


def mailbox_refused(page: Page) -> None:
    """A mailbox is set up, and its server says that the password is wrong."""
    with serving(Server(password="open sesame")) as server:  # noqa: S106  # of a server that nobody else reaches
        page.goto("/settings/mailboxes/new/smtp/")
        fill_in(page, "localhost", server.port)
        page.get_by_role("button", name="Test connection").click()
        page.get_by_text("The connection does not work yet.").wait_for()
    page.get_by_role("link", name="Cancel").scroll_into_view_if_needed()


def email_editor(page: Page) -> None:
    """The first email of a sequence."""
    named("/settings/sequencing/", SENIOR, "Steps")(page)
    page.locator(".step-card a").first.click()
    page.locator("#drawer [contenteditable=true]").wait_for()


def email_preview(page: Page) -> None:
    """The same, as a record would get it."""
    email_editor(page)
    with page.expect_response(re.compile(r"records/\?.*q=Imani")):
        page.get_by_role("combobox", name="Preview as person").fill("Imani Mensah")
    page.locator(".opt:only-child", has_text="Imani Mensah").click()
    page.locator(".tokens", has_text="Imani Mensah").wait_for()
    page.get_by_role("button", name="Preview", exact=True).click()
    page.locator("[data-plain]", has_text="Hi Imani").wait_for(state="attached")
    page.locator("iframe.mail-frame").scroll_into_view_if_needed()


def unsubscribe(page: Page) -> None:
    outbox_message(page)
    link = re.search(r"/u/[\w.-]+/", page.content())
    assert link
    page.goto(link.group())
    page.get_by_role("button", name="Unsubscribe").wait_for()


def received(page: Page) -> None:
    page.goto("/settings/mailboxes/")
    page.get_by_role("link", name=re.compile("^Received by")).first.click()
    page.wait_for_url(re.compile(r"received/$"))


def came_in(name: str) -> Visit:
    """The drawer of somebody's enrollment, where it tells what came in."""

    def visit(page: Page) -> None:
        named("/settings/sequencing/", SENIOR)(page)
        page.goto(f"{page.url}?q={name.replace(' ', '+')}")
        page.locator(".steps-link").first.click()
        page.get_by_role("heading", name="What came in").scroll_into_view_if_needed()

    return visit


def waiting(page: Page) -> None:
    """Records wait for a mailbox whose server cannot be found; it is set up the first time."""
    page.goto("/settings/mailboxes/")
    if not page.get_by_role("article", name="Mara Lindqvist").count():
        page.goto("/settings/mailboxes/new/smtp/")
        fill_in(page, "mail.northwind.example", 587)
        page.get_by_role("button", name="Add mailbox").click()
        page.get_by_role("article", name="Mara Lindqvist").wait_for()
        _enroll_three(page)
    named("/settings/sequencing/", TOUR)(page)
    page.get_by_text("Waiting for the mailbox").first.wait_for()


def _enroll_three(page: Page) -> None:
    named("/settings/sequencing/", TOUR)(page)
    page.locator("#enroll-record").click()
    free = page.locator("dialog [role=option]:not([aria-disabled])")
    for number in (0, 1, 2):
        free.nth(number).click()
    page.locator("dialog [data-submit]:enabled").click()
    page.locator("#dialog[open]").wait_for(state="hidden")


MAIL: dict[str, Visit] = {
    "outbox": outbox,
    "outbox-message": outbox_message,
    "received": received,
    "reply": came_in("Jonas Ek"),
    "out-of-office": came_in("Vera Novak"),
    "bounce": came_in("Yuki Tanabe"),
    "suppressions": at("/settings/suppressions/"),
    "unsubscribe": unsubscribe,
    "email-editor": email_editor,
    "email-preview": email_preview,
    "templates": at("/settings/templates/"),
    "mailbox-refused": mailbox_refused,
    # From here on there is a second mailbox, in trouble.
    "waiting-for-mailbox": waiting,
    "mailboxes": at("/settings/mailboxes/"),
}

# Pictured dark and narrow, too.
MAIN_MAIL = (
    "received", "out-of-office", "suppressions", "unsubscribe", "email-editor", "email-preview", "mailbox-refused",
    "waiting-for-mailbox", "mailboxes",
)  # fmt: skip
