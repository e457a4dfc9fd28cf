"""axe finds nothing to object to on any page, in any state, light and dark; the keyboard is enough."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.customer import Customer, Json, email, step, todo
from tests.e2e.pages import open_datasheet, open_sequence, sequences_card, table_row
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    # Else axe copies every @import into an inline style, which the content policy refuses, loudly.
    "preload": False,
}
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame(), await frame();
    document.getAnimations().forEach((animation) => animation.finish());
    await frame(), await frame();
}"""


def check(page: Page, within: str | None = None) -> None:
    """No violation in both color schemes, as the page (or this part of it) stands now."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # axe measures colors: let the change of scheme, and whatever was opening, come to rest.
        page.evaluate(SETTLED)
        found = Axe().run(page, context=within, options=RULES)
        assert found.violations_count == 0, f"{page.url} ({scheme}): {found.generate_report()}"


@pytest.fixture(scope="session")
def lived_in(customer: Customer) -> tuple[Json, Json]:
    """A person and a sequence with something of everything."""
    company = customer.company("Axelrod Instruments", industry="Optics", domain="axelrod.example")
    person = customer.person("Axel Axelrod", title="Head of Lenses", company_id=company["id"], tags=["Warm"])
    others = [customer.person() for _ in range(3)]
    sequence = customer.sequence(
        email(),
        step("call", title="Call {{ person.first_name }}"),
        email(subject="In {{ person.city }}", delay=1, unit="days"),
    )
    customer.enroll(sequence, person, *others)
    broken = customer.sequence(email(subject="In {{ person.city }}"), todo("Never"))
    customer.enroll(broken, person)
    customer.call("POST", f"/records/{person['id']}/notes", {"text": "Met at the fair."})
    for reason in ("opt_out", "complaint", "bounce", "manual"):
        customer.call(
            "POST", "/suppressions", {"value": f"{reason}@axelrod.example", "reason": reason, "note": "A note"}
        )
    return person, broken


PAGES = [
    "/", "/people/", "/people/?q=nobody-of-that-name", "/companies/", "/people/new/", "/companies/new/",
    "/settings/sequencing/", "/settings/sequencing/new/", "/settings/templates/", "/settings/mailboxes/",
    "/settings/mailboxes/new/", "/settings/mailboxes/new/smtp/", "/settings/mailboxes/new/mailgun/",
    "/settings/members/",
    "/settings/workspace/", "/settings/fields/", "/settings/api-tokens/", "/settings/webhooks/", "/settings/ledger/",
    "/settings/health/",
    "/settings/suppressions/", "/settings/suppressions/new/", "/settings/suppressions/import/",
    "/settings/profile/",
    "/api/docs", "/no-such-page/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages(page: Page, lived_in: tuple[Json, Json], path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check(page)


def test_a_record_and_its_tabs(page: Page, lived_in: tuple[Json, Json]) -> None:
    person, _ = lived_in
    open_datasheet(page, person)
    check(page)
    for tab in ("Timeline", "Notes"):
        link = page.get_by_role("navigation", name="Record").get_by_role("link", name=re.compile(tab))
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        check(page)


def test_a_sequence_and_its_tabs(page: Page, lived_in: tuple[Json, Json]) -> None:
    _, sequence = lived_in
    open_sequence(page, sequence)
    check(page)
    for tab in ("Steps", "Settings"):
        link = page.get_by_role("navigation", name="Sequence").get_by_role("link", name=tab)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        check(page)


def _menu(page: Page, person: Json) -> None:
    table_row(page, person).get_by_role("button", name=re.compile("^Actions for")).click()
    expect(page.locator(".menu:popover-open")).to_be_visible()


def _tip(page: Page, person: Json) -> None:
    table_row(page, person).get_by_role("button", name="Failed (Error)").focus()
    expect(page.get_by_role("tooltip").first).to_be_visible()


def _drawer(page: Page, person: Json) -> None:
    table_row(page, person).get_by_role("link", name=re.compile("details")).click()
    expect(page.get_by_role("dialog")).to_contain_text("History")


def _enroll(page: Page, person: Json) -> None:
    page.get_by_role("button", name="Enroll Record").click()
    expect(page.get_by_role("option").first).to_be_visible()


def _bulk(page: Page, person: Json) -> None:
    table_row(page, person).get_by_role("checkbox").check()
    expect(page.get_by_role("toolbar")).to_be_visible()


def _confirm(page: Page, person: Json) -> None:
    _menu(page, person)
    page.get_by_role("menuitem", name="Remove").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def _settings_panel(page: Page, person: Json) -> None:
    page.get_by_role("button", name="Expand sidebar").click()
    page.get_by_role("button", name="Settings", exact=True).click()
    expect(page.get_by_role("dialog", name="Settings")).to_be_visible()


def _command(page: Page, person: Json) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


STATES: list[Callable[[Page, Json], None]] = [
    _menu, _tip, _drawer, _enroll, _bulk, _confirm, _settings_panel, _command,
]  # fmt: skip


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.strip("_"))
def test_states_of_the_table(page: Page, lived_in: tuple[Json, Json], reach: Callable[[Page, Json], None]) -> None:
    person, sequence = lived_in
    open_sequence(page, sequence)
    expect(table_row(page, person)).to_contain_text("Failed (Error)")
    reach(page, person)
    check(page)


@pytest.mark.parametrize("kind", ["Automatic email", "Call", "To-do", "Message", "Field update", "Tag", "Webhook"])
def test_step_editor(page: Page, customer: Customer, kind: str) -> None:
    sequence = customer.call("POST", "/sequences", {"name": f"Editor {kind}", "type": "person"})
    page.goto(f"/settings/sequencing/{sequence['id']}/steps/")
    page.get_by_role("button", name="Add step").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=re.compile(f"^{kind}")).click()
    expect(drawer.get_by_label("How long to wait")).to_be_visible()
    check(page)


def test_opting_out(page: Page, customer: Customer) -> None:
    """As the reader of an email: signed out, from looking to being done."""
    person = customer.person()
    customer.enroll(customer.sequence(email(), todo("Never", delay=30, unit="days")), person)
    wait_until(lambda: bool(customer.activities(person)), what="the email")
    outbox = next(m["id"] for m in customer.call("GET", "/mailboxes")["items"] if m["kind"] == "outbox")
    page.goto(f"/settings/mailboxes/{outbox}/outbox/?q={person['email']}")
    page.get_by_role("row").get_by_role("link").first.click()
    expect(page.get_by_text("Unsubscribe: ")).to_be_visible()
    link = re.search(r"/u/[^\s<\"]+/", page.content())
    assert link
    page.context.clear_cookies()
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Unsubscribe from Larkfield Search?")
    check(page)
    page.get_by_role("button", name="Unsubscribe").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
    check(page)
    page.goto("/u/cut-off/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    check(page)


def test_signed_out(page: Page, customer: Customer) -> None:
    page.context.clear_cookies()
    page.goto("/")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    check(page)


def test_the_expanded_sidebar_is_the_next_stop(page: Page, lived_in: tuple[Json, Json]) -> None:
    _, sequence = lived_in
    open_sequence(page, sequence)
    page.get_by_role("button", name="Expand sidebar").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Collapse sidebar")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Settings", exact=True)).to_be_focused()


def test_hints_leave_the_sidebars_buttons_free(page: Page, lived_in: tuple[Json, Json]) -> None:
    page.goto("/")
    page.get_by_role("button", name="Expand sidebar").click()
    page.get_by_role("button", name="Collapse sidebar").hover()
    hint = page.locator("#hint")
    expect(hint).to_be_visible()
    expect(hint).to_have_text("Collapse sidebar")
    settings = page.get_by_role("button", name="Settings", exact=True).bounding_box()
    shown = hint.bounding_box()
    assert settings
    assert shown
    assert shown["x"] + shown["width"] <= settings["x"] or shown["y"] + shown["height"] <= settings["y"]


def test_the_keyboard_is_enough(page: Page, customer: Customer) -> None:
    person = customer.person()
    sequence = customer.sequence(todo("Look them up", delay=30, unit="days"))
    open_datasheet(page, person)
    sequences_card(page).get_by_role("button", name="Enroll in a sequence").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(sequence["name"])
    expect(dialog.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name=re.compile(r"^Enroll( \d|$)")).press("Enter")
    actions = sequences_card(page).get_by_role("button", name=re.compile("^Actions for"))
    actions.press("Enter")
    expect(page.get_by_role("menuitem", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(sequences_card(page)).to_contain_text("Stopped")
    expect(actions).to_be_focused()
    actions.press("Enter")
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Remove")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").press("Enter")
    expect(sequences_card(page)).to_contain_text("Not in any sequence")
