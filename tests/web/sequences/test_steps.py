"""The Steps tab: the timeline, and what its cards do at once."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from segue.actions.create_sequence import create_sequence
from segue.actions.draft import add_step
from segue.actions.enroll import enroll
from segue.domain.delay import Delay, DelayUnit
from segue.domain.steps import StepKind
from segue.models import Member, Sequence, Version
from segue.queries.sequences import editable_version, steps_of
from tests.world import NOW, StepPlan, World, client_of

HTMX = {"HX-Request": "true"}
PLANS = [
    StepPlan(StepKind.EMAIL, {"subject": "Introduction", "body": "Hi {{ person.first_name }}"}),
    StepPlan(StepKind.CALL, {"title": "Ring them"}, Delay(3, DelayUnit.BUSINESS_DAYS)),
    StepPlan(StepKind.MESSAGE, {"title": "Connect", "channel": "sms", "wait": False}),
    StepPlan(StepKind.FIELD, {"field": "city", "value": "Oslo"}),
    StepPlan(StepKind.TAG, {"tag": "contacted"}),
    StepPlan(StepKind.WEBHOOK, {"url": "https://example.com/hook"}),
]


def page(member: Member, sequence: Sequence) -> str:
    answer = client_of(member).get(reverse("sequence-steps", args=[sequence.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def post(world: World, name: str, *args: Any, **values: Any) -> Any:
    return client_of(world.bob).post(reverse(name, args=args), values, headers=HTMX)


def order(sequence: Sequence) -> list[str]:
    return [step.key for step in steps_of(editable_version(sequence))]


def test_the_timeline_tells_the_whole_way(world: World) -> None:
    text = page(world.alice, world.sequence(steps=PLANS))
    words = [
        "Record enrolled",
        "Introduction",
        "Hi {{ person.first_name }}",
        "Wait 3 business days",
        "Ring them",
        "SMS · goes on at once",
        "Set City to “Oslo”",
        "Add tag “contacted”",
        "https://example.com/hook",
        "Sequence completed",
    ]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_replies_do_not_stop_future_steps_is_said(world: World) -> None:
    text = page(world.alice, world.sequence())
    assert "Replies do not stop future steps" in text
    assert "stop the record in the sequence, remove it, or choose otherwise in Settings" in text
    assert "Emails leave at any time" in text


def test_a_window_and_another_rule_for_replies_are_shown(world: World) -> None:
    text = page(world.alice, world.sequence(on_reply="stop", window_days=[0, 1, 2, 3, 4]))
    assert "The record is stopped" in text
    assert "Mon–Fri, 09:00 to 17:00" in text


def test_how_many_records_stand_at_a_step(world: World) -> None:
    sequence = world.sequence(steps=PLANS)
    enroll(world.actor, sequence, [world.person().pk, world.person().pk], NOW)
    assert "2 here" in page(world.alice, sequence)


def test_a_sequence_without_steps_says_what_to_do(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    text = page(world.alice, sequence)
    assert "What happens first?" in text
    assert "Add step" in text


def test_a_member_sees_the_steps_without_the_tools(world: World) -> None:
    text = page(world.mel, world.sequence(steps=PLANS))
    assert "Ring them" in text
    for tool in ("Add step", "Move down", ">Publish<", "data-sortable"):
        assert tool not in text


def test_an_unfinished_step_shows_what_is_wrong(world: World) -> None:
    sequence = create_sequence(world.actor, "person", "Outreach", "", NOW)
    add_step(world.actor, sequence, "email", {"body": "{{ person.shoe_size }}"}, 0, "days", NOW)
    text = page(world.alice, sequence)
    assert "No subject yet" in text
    assert "Subject is empty." in text
    assert "There is no merge field {{ person.shoe_size }}." in text


def test_looking_never_opens_a_draft(world: World) -> None:
    sequence = world.sequence(steps=PLANS)
    page(world.alice, sequence)
    client_of(world.alice).get(reverse("step", args=[sequence.pk, "step1"]), headers=HTMX)
    assert not Version.objects.filter(number__isnull=True).exists()


def test_a_step_is_moved_and_the_page_offers_to_publish(world: World) -> None:
    sequence = world.sequence(steps=PLANS[:3])
    answer = post(world, "steps-move", sequence.pk, step="step3", position="1")
    assert order(sequence) == ["step3", "step1", "step2"]
    text = answer.content.decode()
    assert text.index("Connect") < text.index("Introduction")
    assert "Unpublished changes" in text
    assert "records already enrolled finish on the version they started; Retry takes the failed step" in text
    assert json.loads(answer["HX-Trigger"])["toast"]["message"] == "Moved to place 1."


@pytest.mark.parametrize("position", ["", "0", "4", "-1", "first", "²", "9" * 40, "9" * 5_000])
def test_a_place_that_does_not_exist_is_refused_in_words(world: World, position: str) -> None:
    sequence = world.sequence(steps=PLANS[:3])
    answer = post(world, "steps-move", sequence.pk, step="step1", position=position)
    assert answer.status_code == 409
    assert answer.content.decode() == "Choose a place from 1 to 3."
    assert order(sequence) == ["step1", "step2", "step3"]


def test_a_step_is_duplicated_right_after_itself(world: World) -> None:
    sequence = world.sequence(steps=PLANS[:3])
    post(world, "step-duplicate", sequence.pk, "step2")
    titles = [step.config.get("title") for step in steps_of(editable_version(sequence))]
    assert titles == [None, "Ring them", "Ring them", "Connect"]
    assert len(set(order(sequence))) == 4


def test_a_step_is_deleted_from_the_draft_only(world: World) -> None:
    sequence = world.sequence(steps=PLANS[:3])
    answer = post(world, "step-delete", sequence.pk, "step2")
    assert "Ring them" not in answer.content.decode()
    assert order(sequence) == ["step1", "step3"]
    assert len(steps_of(sequence.current_version)) == 3


@pytest.mark.parametrize("name", ["step-delete", "step-duplicate"])
def test_a_step_that_is_gone(world: World, name: str) -> None:
    sequence, other = world.sequence(steps=PLANS[:1]), world.sequence(steps=PLANS[:3])
    answer = post(world, name, sequence.pk, "step3")
    assert answer.status_code == 404
    assert "no such step in this sequence" in answer.content.decode()
    assert order(other) == ["step1", "step2", "step3"]


def test_an_archived_sequence_is_left_as_it_is(world: World) -> None:
    sequence = world.sequence(steps=PLANS[:3], archived_at=NOW)
    answer = post(world, "step-delete", sequence.pk, "step2")
    assert (answer.status_code, "Restore it to change it" in answer.content.decode()) == (409, True)
    assert "Add step" not in page(world.alice, sequence)


def test_without_a_script_a_change_leads_back_to_the_page(world: World) -> None:
    sequence = world.sequence(steps=PLANS[:3])
    answer = client_of(world.bob).post(reverse("step-delete", args=[sequence.pk, "step2"]))
    assert answer["Location"] == reverse("sequence-steps", args=[sequence.pk])


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    client = client_of(world.alice)

    def queries(sequence: Sequence) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("sequence-steps", args=[sequence.pk]))
        return len(captured)

    short, long = world.sequence(steps=PLANS[:1]), world.sequence(steps=PLANS * 5)
    enroll(world.actor, long, [world.person().pk for _ in range(5)], NOW)
    assert queries(long) == queries(short)
