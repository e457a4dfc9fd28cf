"""The step editor in the drawer: every kind, what it keeps, and what it refuses."""

import json
from typing import Any

import pytest
from django.urls import reverse

from segue.domain.records import RecordType
from segue.domain.steps import EmailConfig, StepKind
from segue.models import CustomField, Sequence, Step
from segue.queries.sequences import editable_version, has_changes, steps_of
from tests.world import StepPlan, World, client_of

HTMX = {"HX-Request": "true"}
AT_ONCE = {"delay_amount": "0", "delay_unit": "days"}
EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "First line"})
MAIL = EmailConfig(subject="Hi", body="<p> two<br> lines </p>")


def get(world: World, name: str, *args: Any, **query: Any) -> str:
    answer = client_of(world.bob).get(reverse(name, args=args), query, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def post(world: World, name: str, *args: Any, **values: Any) -> Any:
    return client_of(world.bob).post(reverse(name, args=args), AT_ONCE | values, headers=HTMX)


def draft(sequence: Sequence) -> list[Step]:
    return steps_of(editable_version(sequence))


def test_the_kind_is_chosen_first(world: World) -> None:
    text = get(world, "step-choose", world.sequence().pk, position=2)
    for kind in StepKind:
        assert kind.label in text
        assert f"/steps/new/{kind}/?position=2" in text


@pytest.mark.parametrize("query", [{}, {"position": "1"}])
def test_the_first_step_of_all_is_offered_at_once_after_enrolling(world: World, query: dict[str, str]) -> None:
    sequence = world.sequence(steps=[])
    assert "/steps/new/call/?position=1" in get(world, "step-choose", sequence.pk, **query)
    text = get(world, "step-new", sequence.pk, "call", **query)
    assert 'name="delay_amount" value="0"' in text
    assert "after enrolling" in text
    assert "after the step before" not in text


def test_a_later_step_is_offered_a_pause_after_the_step_before(world: World) -> None:
    text = get(world, "step-new", world.sequence().pk, "call")
    assert 'name="delay_amount" value="2"' in text
    assert "after the step before" in text


def test_what_must_be_chosen_before_publishing_is_not_called_optional(world: World) -> None:
    sequence = world.sequence(steps=[])
    text = get(world, "step-new", sequence.pk, "field")
    assert ">Field</label>" in text
    assert '>New value<span class="field__optional">' in text
    assert post(world, "step-new", sequence.pk, "field", field="nonsense").status_code == 422


@pytest.mark.parametrize("kind", StepKind)
def test_each_kind_has_a_form_that_can_be_saved_unfinished(world: World, kind: StepKind) -> None:
    sequence = world.sequence(steps=[])
    text = get(world, "step-new", sequence.pk, kind)
    assert "delay_amount" in text
    answer = post(world, "step-new", sequence.pk, kind, wait="True", channel="sms", operation="add")
    assert answer.status_code == 200
    assert [step.kind for step in draft(sequence)] == [kind]
    assert "step-card__why" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "values", "config"),
    [
        ("email", {"subject": " Hi ", "body": " two\n lines "}, MAIL.model_dump()),
        ("call", {"title": "Ring", "body": "Ask", "wait": "False"}, {"title": "Ring", "body": "Ask", "wait": False}),
        ("todo", {"title": "Look", "wait": "True"}, {"title": "Look", "body": "", "wait": True}),
        (
            "message",
            {"title": "Ping", "wait": "True", "channel": "other"},
            {"title": "Ping", "body": "", "wait": True, "channel": "other"},
        ),
        ("field", {"field": "city", "value": "Oslo"}, {"field": "city", "value": "Oslo"}),
        ("tag", {"operation": "remove", "tag": "cold"}, {"operation": "remove", "tag": "cold"}),
        ("webhook", {"url": "https://example.com/"}, {"url": "https://example.com/"}),
    ],
)
def test_settings_are_kept_as_given(world: World, kind: str, values: dict[str, str], config: dict[str, object]) -> None:
    sequence = world.sequence(steps=[EMAIL])
    answer = post(world, "step-new", sequence.pk, kind, **values, delay_amount="3", delay_unit="hours", position="1")
    first = draft(sequence)[0]
    assert (first.kind, first.config, str(first.delay)) == (kind, config, "3 hours")
    trigger = json.loads(answer["HX-Trigger"])
    assert trigger["toast"]["message"] == "Step 1 added."
    assert "drawer:close" in trigger


def test_a_step_is_changed_in_the_draft_and_the_published_one_stays(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    published = Step.objects.values().get()
    assert "First line" in get(world, "step", sequence.pk, "step1")
    post(world, "step", sequence.pk, "step1", subject="Hello again", body="First line", delay_amount="2")
    assert draft(sequence)[0].config["subject"] == "Hello again"
    assert Step.objects.values().get(pk=published["id"]) == published


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"delay_amount": "-1"}, "A delay is between 0 and 365 days (one year)."),
        ({"delay_amount": "1000000000"}, "A delay is between 0 and 365 days (one year)."),
        ({"delay_amount": "9" * 5_000}, "Enter a whole number."),
        ({"delay_amount": ""}, "Write a number; 0 means at once."),
        ({"delay_amount": "soon"}, "Enter a whole number."),
        ({"delay_unit": "moons"}, "moons is not one of the available choices"),
        ({"subject": "x" * 300}, "at most 250 characters"),
        ({"body": "x" * 50_001}, "Write 50,000 characters at most."),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_impossible_values_come_back_with_words_and_what_was_typed(
    world: World, values: dict[str, str], words: str, is_new: bool
) -> None:
    sequence = world.sequence(steps=[EMAIL])
    typed = {"subject": "Kept subject", "body": "Kept body"} | values
    target = ("step-new", sequence.pk, "email") if is_new else ("step", sequence.pk, "step1")
    answer = post(world, *target, **typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert 'aria-invalid="true"' in text
    assert typed["body"] in text
    assert f'value="{typed["subject"]}"' in text
    assert not has_changes(sequence)


def test_a_place_beyond_the_end_is_refused(world: World) -> None:
    answer = post(world, "step-new", world.sequence().pk, "email", position="77")
    assert answer.status_code == 422
    assert "Choose a place from 1 to 2." in answer.content.decode()


@pytest.mark.parametrize("position", ["", "abc", "-3", "9" * 30])
def test_a_place_that_is_none_means_the_end(world: World, position: str) -> None:
    sequence = world.sequence(steps=[EMAIL])
    post(world, "step-new", sequence.pk, "todo", title="Last", wait="True", position=position)
    assert [step.kind for step in draft(sequence)] == ["email", "todo"]


def test_a_kind_that_does_not_exist(world: World) -> None:
    sequence = world.sequence()
    answer = post(world, "step-new", sequence.pk, "dance")
    assert answer.status_code == 422
    assert "no such kind of step" in answer.content.decode()
    assert not has_changes(sequence)


def test_merge_fields_of_the_type_are_offered(world: World) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="shoe_size", label="Shoe size")
    for_people = get(world, "step-new", world.sequence().pk, "email")
    for name in ("person.first_name", "person.shoe_size", "company.name", "sender.name"):
        assert f'data-insert="{name}"' in for_people
    assert "such as “there”" in for_people
    for_companies = get(world, "step-new", world.sequence(RecordType.COMPANY).pk, "email")
    assert 'data-insert="company.name"' in for_companies
    assert "person." not in for_companies


def test_only_fields_that_can_be_written_are_offered(world: World) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="shoe_size", label="Shoe size")
    text = get(world, "step-new", world.sequence().pk, "field")
    assert '<option value="shoe_size">Shoe size</option>' in text
    assert '<option value="city">City</option>' in text
    assert '<option value="name">' not in text


def test_a_deleted_field_is_still_shown_as_chosen(world: World) -> None:
    sequence = world.sequence(steps=[StepPlan(StepKind.FIELD, {"field": "gone", "value": "x"})])
    assert '<option value="gone" selected>gone (no such field)</option>' in get(world, "step", sequence.pk, "step1")


def test_a_member_reads_a_step_and_cannot_save_it(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    answer = client_of(world.mel).get(reverse("step", args=[sequence.pk, "step1"]), headers=HTMX)
    text = answer.content.decode()
    assert "First line" in text
    assert ">Save<" not in text
    assert "Insert merge field" not in text


@pytest.mark.parametrize("key", ["step9", "nothing-like-it"])
def test_a_step_that_is_not_there(world: World, key: str) -> None:
    answer = client_of(world.bob).get(reverse("step", args=[world.sequence().pk, key]), headers=HTMX)
    assert answer.status_code == 404


def test_opened_as_a_page_the_editor_leads_to_the_steps(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    for url in (
        reverse("step", args=[sequence.pk, "step1"]),
        reverse("step-choose", args=[sequence.pk]),
        reverse("step-new", args=[sequence.pk, "email"]),
    ):
        assert client_of(world.bob).get(url)["Location"] == reverse("sequence-steps", args=[sequence.pk])
