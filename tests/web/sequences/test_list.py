"""The list of sequences."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from segue.actions.archive_sequence import archive_sequence
from segue.actions.create_sequence import create_sequence
from segue.actions.enroll import enroll
from segue.actions.stop import stop
from segue.domain.records import RecordType
from segue.models import Enrollment, Member
from segue.queries.sequences import listing
from tests.world import NOW, World, client_of


def page(member: Member, **query: Any) -> str:
    answer = client_of(member).get(reverse("sequencing"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_empty_list_says_what_to_do(world: World) -> None:
    text = page(world.bob)
    assert "No sequences yet" in text
    assert reverse("sequence-new") in text


def test_a_member_is_told_who_can_create_one(world: World) -> None:
    text = page(world.mel)
    assert "A manager or admin of the workspace can create one" in text
    assert reverse("sequence-new") not in text


def test_each_sequence_shows_type_state_owner_and_counts(world: World) -> None:
    create_sequence(world.actor, "company", "Quarterly check-in", "For clients", NOW)
    outreach = world.sequence(name="Outreach")
    stopped = world.person()
    enroll(world.actor, outreach, [world.person().pk, world.person().pk, stopped.pk], NOW)
    stop(world.actor, Enrollment.objects.filter(record=stopped), NOW)
    text = page(world.mel)
    for words in ("Quarterly check-in", "For clients", "Company", "Draft", "Alice Admin", "Outreach", "Active"):
        assert words in text
    row = next(row for row in listing(world.workspace, show_archived=False) if row.sequence == outreach)
    assert (row.enrolled, row.in_progress, row.failed, row.stopped, row.completed) == (3, 2, 0, 1, 0)
    assert '<td class="num c-wide" data-label="Stopped">1</td>' in text


def test_archived_ones_are_behind_the_toggle(world: World) -> None:
    archive_sequence(world.actor, world.sequence(name="Old campaign"), NOW)
    world.sequence(name="Outreach")
    assert "Old campaign" not in page(world.alice)
    archived = page(world.alice, archived=1)
    assert "Old campaign" in archived
    assert "Outreach" not in archived


def test_other_workspaces_are_not_listed(world: World) -> None:
    world.sequence(name="Secret plan", workspace=world.other_workspace)
    assert "Secret plan" not in page(world.alice)


def test_names_are_text_not_markup(world: World) -> None:
    world.sequence(name="<b>Bold</b>", description="<script>x</script>")
    text = page(world.alice)
    assert "<b>Bold</b>" not in text
    assert "<script>x" not in text


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    client = client_of(world.alice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("sequencing"))
        return len(captured)

    world.sequence(owner=world.alice)
    few = queries()
    for number in range(8):
        owner = (world.alice, world.bob)[number % 2]
        sequence = world.sequence(RecordType.PERSON, owner=owner)
        enroll(world.actor, sequence, [world.person().pk], NOW)
    assert queries() == few
