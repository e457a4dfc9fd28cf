"""S14: the feature belongs to the Professional tier."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.customer import Customer, todo
from tests.e2e.pages import open_datasheet, sequences_card
from tests.waiting import wait_until

pytestmark = pytest.mark.browser


def set_tier(page: Page, tier: str) -> None:
    page.goto("/settings/workspace/")
    page.get_by_role("radio", name=tier).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_be_visible()


def test_s14_basic_explains_refuses_and_holds_and_an_upgrade_goes_on(page: Page, customer: Customer) -> None:
    person, late = customer.person(), customer.person()
    sequence = customer.sequence(todo("Look them up", delay=20))
    [held] = customer.enroll(sequence, person)
    made = customer.enrollment(held)
    set_tier(page, "Basic")
    try:
        page.goto("/settings/sequencing/")
        expect(page.get_by_role("main")).to_contain_text("Professional tier")
        open_datasheet(page, person)
        expect(sequences_card(page)).to_contain_text("Professional tier")
        expect(sequences_card(page).get_by_role("button", name="Enroll in a sequence")).to_have_count(0)
        answer = httpx.post(
            f"{customer.url}/api/v1/sequences/{sequence['id']}/enrollments",
            json={"record_ids": [late["id"]]},
            headers={"authorization": f"Bearer {customer.token}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "tier_required")
        assert "Professional" in answer.json()["detail"]
        due = datetime.fromisoformat(made["next_at"])
        wait_until(lambda: datetime.now(UTC) > due + timedelta(seconds=1), what="the step's time to pass")
        assert customer.activities(person) == []
    finally:
        set_tier(page, "Professional")
    wait_until(lambda: len(customer.activities(person)) == 1, what="the held step")
    assert customer.enrollment(held)["status"] == "completed"
