"""The user's text, sentence by sentence (rows S1 to S14), against a running Segue with its worker."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.customer import Customer, Json, email, step, todo
from tests.e2e.pages import (
    act,
    card_row,
    menu_of,
    open_datasheet,
    open_sequence,
    open_sequencing,
    sequences_card,
    table_row,
)
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

IN_PROGRESS, FAILED, STOPPED, COMPLETED = "In Progress", "Failed (Error)", "Stopped", "Completed"
NEEDS_CITY = email(body="How is {{ person.city }}?")
LATER: Json = {"delay": 30, "unit": "days"}


def test_s1_s2_a_typed_sequence_is_made_under_automation_and_sequencing(page: Page) -> None:
    open_sequencing(page)
    page.get_by_role("link", name="New sequence").first.click()
    page.get_by_role("radio", name="Company").check()
    page.get_by_label("Name", exact=True).fill("Account outreach")
    page.get_by_role("button", name="Create sequence").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Account outreach")
    page.get_by_role("button", name="Add step").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=re.compile("^To-do")).click()
    drawer.get_by_label("Title").fill("Read about {{ company.name }}")
    drawer.get_by_role("button", name="Add step").click()
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Active", exact=True)).to_be_visible()
    page.get_by_role("link", name="Settings", exact=True).click()
    expect(page.get_by_text("Fixed when the sequence was created.")).to_be_visible()
    open_sequencing(page)
    expect(page.get_by_role("row", name=re.compile("Account outreach"))).to_contain_text("Company")


def test_s3_many_records_are_enrolled_from_the_sequence(page: Page, customer: Customer) -> None:
    first, second = customer.person("Ottoline Marsh"), customer.person("Ottoline Reed")
    customer.company("Ottoline Ltd")
    sequence = customer.sequence(todo("Look them up", **LATER))
    open_sequencing(page)
    page.get_by_role("link", name=sequence["name"]).click()
    page.get_by_role("button", name="Enroll Record").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill("Ottoline")
    expect(dialog.get_by_role("option")).to_have_count(2)  # the company is not of the sequence's type
    dialog.get_by_role("option", name=first["name"]).click()
    dialog.get_by_role("option", name=second["name"]).click()
    dialog.get_by_role("button", name=re.compile(r"^Enroll( \d|$)")).click()
    expect(dialog).to_be_hidden()
    for person in (first, second):
        expect(table_row(page, person)).to_contain_text(IN_PROGRESS)


def test_s4_a_record_is_enrolled_from_its_datasheet(page: Page, customer: Customer) -> None:
    company = customer.company()
    fitting = customer.sequence(todo("Look it up", **LATER), type="company")
    other = customer.sequence(todo("Look them up"))
    open_datasheet(page, company)
    expect(page.get_by_role("link", name="Datasheet")).to_have_attribute("aria-current", "page")
    sequences_card(page).get_by_role("button", name="Enroll in a sequence").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("option", name=fitting["name"])).to_be_visible()
    expect(dialog.get_by_role("option", name=other["name"])).to_have_count(0)
    dialog.get_by_role("option", name=fitting["name"]).click()
    dialog.get_by_role("button", name=re.compile(r"^Enroll( \d|$)")).click()
    expect(dialog).to_be_hidden()
    expect(card_row(page, fitting)).to_contain_text(IN_PROGRESS)


def test_s5_s12_s13_the_status_follows_the_engine_in_both_places(page: Page, customer: Customer) -> None:
    person = customer.person()
    sequence = customer.sequence(email(delay=3), todo("Look them up", delay=2))
    open_sequence(page, sequence)
    customer.enroll(sequence, person)
    expect(table_row(page, person)).to_contain_text(IN_PROGRESS)
    expect(table_row(page, person)).to_contain_text(COMPLETED)  # by itself: nobody reloads
    open_datasheet(page, person)
    expect(card_row(page, sequence)).to_contain_text(COMPLETED)
    made = customer.activities(person)
    assert sorted(a["kind"] for a in made) == ["email", "todo"]
    assert {a["enrollment_id"] for a in made} == {made[0]["enrollment_id"]} != {None}


@pytest.mark.parametrize("place", ["table", "card"])
def test_s6_the_error_shows_on_hover_on_focus_and_on_tap(page: Page, customer: Customer, place: str) -> None:
    person, sequence = failed(customer)
    badge = go_to(page, place, person, sequence).get_by_role("button", name=FAILED)
    tip = page.get_by_role("tooltip").filter(has_text="person.city")
    expect(tip).to_be_hidden()
    badge.hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Step 1")
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()
    badge.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    badge.click()
    expect(tip).to_be_visible()


@pytest.mark.parametrize("place", ["table", "card"])
def test_s7_s8_stop_runs_nothing_more_and_keeps_what_was_done(page: Page, customer: Customer, place: str) -> None:
    person, sequence, result = after_first_step(customer)
    row = go_to(page, place, person, sequence)
    act(row, "Stop")
    expect(row).to_contain_text(STOPPED)
    assert customer.enrollment(result)["status"] == "stopped"
    open_datasheet(page, person)
    expect(card_row(page, sequence)).to_contain_text(STOPPED)
    assert [a["title"] for a in customer.activities(person)] == ["First"]
    assert menu_of(card_row(page, sequence))[:1] != ["Stop"]


@pytest.mark.parametrize("place", ["table", "card"])
def test_s9_remove_takes_it_off_the_datasheet_and_keeps_activities(page: Page, customer: Customer, place: str) -> None:
    person, sequence, _ = after_first_step(customer)
    act(go_to(page, place, person, sequence), "Remove")
    expect(go_to(page, place, person, sequence)).to_have_count(0)
    open_datasheet(page, person)
    expect(card_row(page, sequence)).to_have_count(0)
    assert [a["title"] for a in customer.activities(person)] == ["First"]
    [again] = customer.enroll(sequence, person)
    assert customer.enrollment(again)["round"] == 2


@pytest.mark.parametrize("place", ["table", "card"])
def test_s10_retry_runs_the_failed_step_again_and_only_a_failed_one(page: Page, customer: Customer, place: str) -> None:
    person, sequence = failed(customer)
    waiting = customer.person()
    customer.enroll(sequence, waiting)
    customer.call("PATCH", f"/people/{person['id']}", {"city": "Ghent"})
    row = go_to(page, place, person, sequence)
    assert "Retry" in menu_of(row)
    act(row, "Retry")
    expect(row).to_contain_text(COMPLETED)
    assert "Retry" not in menu_of(row)
    assert [a["body"].splitlines()[0] for a in customer.activities(person)] == ["How is Ghent?"]


def test_s11_a_reply_does_not_stop_future_steps(page: Page, customer: Customer) -> None:
    person = customer.person()
    sequence = customer.sequence(email(), todo("Call after the mail", delay=6))
    [result] = customer.enroll(sequence, person)
    wait_until(lambda: len(customer.activities(person)) == 1, what="the email")
    open_datasheet(page, person)
    page.get_by_role("button", name="Log a reply").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Thanks, tell me more.")
    dialog.get_by_role("button", name="Log reply").click()
    expect(dialog).to_be_hidden()
    expect(card_row(page, sequence)).to_contain_text(COMPLETED)
    assert customer.enrollment(result)["status"] == "completed"
    page.goto(f"/settings/sequencing/{sequence['id']}/steps/")
    expect(page.get_by_text("Replies do not stop future steps")).to_be_visible()


def test_s11_a_sequence_may_choose_to_stop_on_a_reply(page: Page, customer: Customer) -> None:
    person = customer.person()
    sequence = customer.sequence(todo("First"), todo("Second", **LATER))
    page.goto(f"/settings/sequencing/{sequence['id']}/settings/")
    page.get_by_role("radio", name=re.compile("^Stop the record")).check()
    page.get_by_role("button", name="Save").click()
    [result] = customer.enroll(sequence, person)
    customer.call("POST", f"/records/{person['id']}/replies", {"text": "No, thank you."})
    found = customer.enrollment(result)
    assert (found["status"], found["reason"]) == ("stopped", "stopped_by_reply")


def failed(customer: Customer) -> tuple[Json, Json]:
    """A person whose first step failed for want of a value."""
    person = customer.person()
    sequence = customer.sequence(NEEDS_CITY)
    [result] = customer.enroll(sequence, person)
    wait_until(lambda: customer.enrollment(result)["status"] == "failed", what="the step to fail")
    return person, sequence


def after_first_step(customer: Customer) -> tuple[Json, Json, Json]:
    """A person whose first step is done and whose second is far away."""
    person = customer.person()
    sequence = customer.sequence(todo("First"), step("todo", title="Second", wait=False, **LATER))
    [result] = customer.enroll(sequence, person)
    wait_until(lambda: bool(customer.activities(person)), what="the first step")
    return person, sequence, result


def go_to(page: Page, place: str, person: Json, sequence: Json) -> Locator:
    """The record's row in the sequence's table, or the sequence's row on the record's card."""
    if place == "table":
        open_sequence(page, sequence)
        return table_row(page, person)
    open_datasheet(page, person)
    return card_row(page, sequence)
