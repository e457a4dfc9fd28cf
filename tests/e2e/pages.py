"""How to get around: the ways a person takes through the pages."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.customer import Json


def open_sequencing(page: Page) -> None:
    """The seed's way: expand the Sidebar, Settings icon, Automation and Sequencing, Sequencing."""
    page.goto("/")
    expand = page.get_by_role("button", name="Expand sidebar")
    if expand.is_visible():  # it stays open for whoever opened it before
        expand.click()
    page.get_by_role("button", name="Settings", exact=True).click()
    page.locator("summary", has_text="Automation and Sequencing").click()
    page.get_by_role("link", name="Sequencing", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Sequencing")).to_be_visible()


def open_sequence(page: Page, sequence: Json) -> None:
    page.goto(f"/settings/sequencing/{sequence['id']}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(sequence["name"])


def open_datasheet(page: Page, record: Json) -> None:
    page.goto(f"/{'people' if record['type'] == 'person' else 'companies'}/{record['id']}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(record["name"])


def sequences_card(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("^Sequences"))


def table_row(page: Page, record: Json) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=record["name"]))


def card_row(page: Page, sequence: Json) -> Locator:
    return sequences_card(page).get_by_role("listitem").filter(has_text=sequence["name"])


def act(place: Locator, verb: str) -> None:
    """Open the ⋮ menu beside the status badge in this row and choose; confirm where it asks."""
    page = place.page
    place.get_by_role("button", name=re.compile("^Actions for")).click()
    page.get_by_role("menuitem", name=verb, exact=True).click()
    if verb == "Remove":
        page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()


def menu_of(place: Locator) -> list[str]:
    """What the ⋮ menu offers; closes it again."""
    page = place.page
    place.get_by_role("button", name=re.compile("^Actions for")).click()
    menu = page.locator(".menu:popover-open")
    expect(menu).to_be_visible()
    offered = [text.strip() for text in menu.get_by_role("menuitem").all_inner_texts()]
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    return offered
