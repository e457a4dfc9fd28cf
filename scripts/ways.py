"""Ways through the pages that several pictures take."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

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
