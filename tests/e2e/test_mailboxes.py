"""A mailbox is set up against a real mail server: the wrong password is shown in words, the right one works."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from segue.bench.mail_server import Server, serving
from tests.e2e.customer import Customer, email
from tests.e2e.test_accessibility import check
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
PASSWORD = "open sesame"


@pytest.fixture
def mail_server(customer: Customer) -> Iterator[Server]:
    """What is added for the test is removed after it, so that other tests' mail stays in the Outbox."""
    with serving(Server(password=PASSWORD)) as running:
        yield running
        mailboxes = customer.call("GET", "/mailboxes")["items"]
        outbox = next(m["id"] for m in mailboxes if m["kind"] == "outbox")
        for mailbox in mailboxes:
            if mailbox["kind"] != "outbox":
                customer.call("DELETE", f"/mailboxes/{mailbox['id']}?successor_id={outbox}")


def of_server(page: Page) -> Locator:
    """That group of fields; there is one for replies, too."""
    return page.get_by_role("group", name="Server")


def fill(page: Page, mail_server: Server, password: str) -> None:
    page.get_by_label("Sender’s name").fill("Ada Larkfield")
    page.get_by_label("Sender’s address").fill("ada@larkfield.example")
    of_server(page).get_by_label("Server", exact=True).fill("127.0.0.1")
    of_server(page).get_by_label("Port").fill(str(mail_server.port))
    of_server(page).get_by_label("Security").select_option("none")
    of_server(page).get_by_label("User name", exact=True).fill("ada")
    of_server(page).get_by_label("Password or token").fill(password)


def test_from_a_wrong_password_to_a_test_that_arrives(page: Page, mail_server: Server, customer: Customer) -> None:
    page.goto("/settings/mailboxes/")
    page.get_by_role("link", name="Add mailbox").click()
    check(page)
    page.get_by_role("link", name=re.compile("^SMTP")).click()
    page.get_by_label("Fill in for").select_option("gmail")
    expect(of_server(page).get_by_label("Server", exact=True)).to_have_value("smtp.gmail.com")
    expect(of_server(page).get_by_label("Port")).to_have_value("587")
    expect(page.get_by_text("Needs an app password")).to_be_visible()
    fill(page, mail_server, "a wrong one")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("The connection does not work yet.")).to_be_visible()
    expect(page.get_by_text("535 5.7.8 Authentication credentials invalid")).to_be_visible()
    check(page)
    of_server(page).get_by_label("Password or token").fill(PASSWORD)
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("The connection works.")).to_be_visible()
    page.get_by_role("button", name="Add mailbox").click()
    card = page.get_by_role("article", name="Ada Larkfield")
    expect(card).to_contain_text("Working")
    card.get_by_role("button", name="Send test").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("To")).to_have_value("alice@larkfield.example")
    dialog.get_by_role("button", name="Send test").click()
    expect(dialog.get_by_text("250 2.0.0 Ok: queued")).to_be_visible()
    check(page)
    assert mail_server.recipients() == ["alice@larkfield.example"]
    assert mail_server.taken[0].message["From"] == "Ada Larkfield <ada@larkfield.example>"


def test_a_mailbox_in_trouble_says_why_and_goes_on_when_it_is_mended(
    page: Page, mail_server: Server, customer: Customer
) -> None:
    page.goto("/settings/mailboxes/new/smtp/")
    fill(page, mail_server, "a wrong one")
    page.get_by_role("button", name="Add mailbox").click()
    card = page.get_by_role("article", name="Ada Larkfield")
    expect(card).to_be_visible()
    person = customer.person()
    [enrolled] = customer.enroll(customer.sequence(email()), person)
    waiting = card.get_by_text("Waiting: The mail server refused the mailbox’s login")
    _reload_until_visible(page, waiting)
    expect(card).to_contain_text("535 5.7.8 Authentication credentials invalid")
    check(page)
    assert customer.enrollment(enrolled)["status"] == "in_progress"
    card.get_by_role("link", name="Edit").click()
    expect(of_server(page).get_by_label("Password or token")).to_have_value("")
    of_server(page).get_by_label("Password or token").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Working")
    wait_until(lambda: mail_server.recipients() == [person["email"]], what="the mail to arrive")


def test_removing_names_who_takes_over(page: Page, mail_server: Server) -> None:
    page.goto("/settings/mailboxes/new/smtp/")
    fill(page, mail_server, PASSWORD)
    page.get_by_role("button", name="Add mailbox").click()
    card = page.get_by_role("article", name="Ada Larkfield")
    card.get_by_role("button", name="Pause").click()
    expect(card).to_contain_text("Paused by you")
    card.get_by_role("button", name="Resume").click()
    expect(card).to_contain_text("Working")
    card.get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^Mailbox that takes over")).select_option(index=1)
    check(page)
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Ada Larkfield is removed.")).to_be_visible()
    expect(card).to_have_count(0)


def _reload_until_visible(page: Page, what: Locator) -> None:
    def shown() -> bool:
        page.reload()
        return what.is_visible()

    wait_until(shown, what="the card to say what is wrong")
