"""A page that follows by itself says when it cannot any more, and since when."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.test_accessibility import check

pytestmark = pytest.mark.browser
AWAY = "The database cannot be reached. Nothing is lost; try again in a moment."
DATABASE = re.compile(r"The database cannot be reached since \d\d:\d\d\.")


class Trouble:
    """What becomes of the requests by which the page follows: None lets them through."""

    status: int | None = None

    def meet(self, route: Route) -> None:
        if self.status is None or "x-live" not in route.request.headers:
            route.continue_()
        elif self.status:
            route.fulfill(status=self.status, body=AWAY, content_type="text/plain")
        else:
            route.abort("connectionrefused")


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture
def health(context: BrowserContext, trouble: Trouble) -> Iterator[Page]:
    """The page, which must not count what the browser logs of the answers of 503 against it."""
    page = context.new_page()
    page.route("**/settings/health/", trouble.meet)
    page.goto("/settings/health/")
    yield page
    page.close()


def test_health_does_not_go_on_saying_that_all_is_well(health: Page, trouble: Trouble) -> None:
    notice = health.locator("#contact")
    expect(notice).to_have_attribute("aria-live", "assertive")
    expect(notice).to_be_empty()
    expect(health.get_by_text("All is well.")).to_be_visible()

    trouble.status = 503
    expect(notice).to_contain_text(DATABASE)
    expect(health.get_by_text("All is well.")).to_be_hidden()
    since = re.findall(r"\d\d:\d\d", notice.inner_text())
    check(health)

    trouble.status = 0
    expect(notice).to_contain_text(f"The server cannot be reached since {since[0]}.")

    trouble.status = None
    expect(health.get_by_role("status")).to_contain_text("The connection is back", timeout=20_000)
    expect(notice).to_be_empty()
    expect(health.get_by_text("All is well.")).to_be_visible()


def test_a_refusal_is_no_lost_contact(health: Page, trouble: Trouble) -> None:
    trouble.status = 404
    with health.expect_response(lambda answer: answer.status == 404):
        pass
    with health.expect_response(lambda answer: answer.status == 404):
        pass
    expect(health.locator("#contact")).to_be_empty()
