"""Creating, changing, archiving and restoring a sequence."""

from datetime import time
from typing import Any

import pytest

from segue.actions.archive_sequence import archive_sequence, restore_sequence
from segue.actions.change_sequence import change_sequence
from segue.actions.create_sequence import create_sequence
from segue.domain.records import RecordType
from segue.domain.refusals import Conflict, Invalid, NotAllowed, NotFound, TierRequired
from segue.domain.replies import OnReply
from segue.domain.tiers import Tier
from segue.domain.window import WindowZone
from segue.models import Sequence
from tests.world import NOW, World, actor_of


def create(world: World, name: str, record_type: str = "person", description: str = "") -> Sequence:
    return create_sequence(world.actor, record_type, name, description, NOW)


def test_a_new_sequence_is_an_empty_draft_of_its_type(world: World) -> None:
    sequence = create(world, "  Welcome   aboard ", "company", " For new clients ")
    assert (sequence.name, sequence.description) == ("Welcome aboard", "For new clients")
    assert (sequence.type, sequence.state, sequence.owner) == (RecordType.COMPANY, "draft", world.alice)
    assert sequence.on_reply == OnReply.CONTINUE
    assert sequence.window is None
    assert [v.number for v in sequence.versions.all()] == [None]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": "   "}),
        ("name", {"name": "x" * 101}),
        ("description", {"name": "Fine", "description": "x" * 251}),
        ("type", {"name": "Fine", "record_type": "robot"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world: World, field: str, values: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        create(world, **values)
    assert list(refused.value.problems) == [field]
    assert not Sequence.objects.exists()


def test_a_name_is_used_once_in_a_workspace_whatever_its_case(world: World) -> None:
    create(world, "Outreach")
    with pytest.raises(Invalid, match="already a sequence named “outreach”"):
        create(world, "outreach")
    create_sequence(actor_of(world.charlie), "person", "Outreach", "", NOW)


def test_settings_change_one_by_one(world: World) -> None:
    sequence = world.sequence(name="Outreach")
    change_sequence(world.actor, sequence, {"on_reply": "stop"}, NOW)
    change_sequence(
        world.actor,
        sequence,
        {"window_days": [4, 0, 0], "window_start": "08:30", "window_end": time(12), "window_zone": "record"},
        NOW,
    )
    sequence.refresh_from_db()
    assert (sequence.name, sequence.on_reply) == ("Outreach", OnReply.STOP)
    assert (sequence.window_days, sequence.window_start, sequence.window_end) == ([0, 4], time(8, 30), time(12))
    assert sequence.window_zone == WindowZone.RECORD


def test_a_sequence_may_keep_its_own_name(world: World) -> None:
    sequence = world.sequence(name="Outreach")
    assert change_sequence(world.actor, sequence, {"name": "OUTREACH"}, NOW).name == "OUTREACH"


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "Taken"}),
        ("description", {"description": "x" * 251}),
        ("on_reply", {"on_reply": "explode"}),
        ("window_zone", {"window_zone": "mars"}),
        ("window_days", {"window_days": [7]}),
        ("window_days", {"window_days": "weekdays"}),
        ("window_start", {"window_start": "9 o'clock"}),
        ("window_end", {"window_days": [0], "window_start": "17:00", "window_end": "09:00"}),
        ("window_end", {"window_days": [0], "window_start": "09:00", "window_end": "09:00"}),
        ("type", {"type": "company"}),
        ("archived_at", {"archived_at": None}),
    ],
)
def test_a_setting_that_cannot_be_is_refused_whole(world: World, field: str, data: dict[str, Any]) -> None:
    world.sequence(name="Taken")
    sequence = world.sequence(name="Outreach", window_days=[])
    with pytest.raises(Invalid) as refused:
        change_sequence(world.actor, sequence, {"description": "changed"} | data, NOW)
    assert list(refused.value.problems) == [field]
    sequence.refresh_from_db()
    assert (sequence.name, sequence.description, sequence.window_days) == ("Outreach", "", [])


def test_archive_and_restore(world: World) -> None:
    sequence = world.sequence()
    assert archive_sequence(world.actor, sequence, NOW).state == "archived"
    with pytest.raises(Conflict, match="already archived"):
        archive_sequence(world.actor, sequence, NOW)
    with pytest.raises(Conflict, match="Restore it"):
        change_sequence(world.actor, sequence, {"name": "New"}, NOW)
    assert restore_sequence(world.actor, sequence, NOW).state == "active"
    with pytest.raises(Conflict, match="not archived"):
        restore_sequence(world.actor, sequence, NOW)


def test_members_outsiders_and_basic_workspaces_are_refused(world: World) -> None:
    sequence = world.sequence()
    with pytest.raises(NotAllowed):
        change_sequence(actor_of(world.mel), sequence, {"name": "Mine"}, NOW)
    with pytest.raises(NotAllowed):
        create_sequence(actor_of(world.mel), "person", "Mine", "", NOW)
    with pytest.raises(NotFound):
        archive_sequence(actor_of(world.charlie), sequence, NOW)
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    world.bob.refresh_from_db()
    with pytest.raises(TierRequired):
        archive_sequence(actor_of(world.bob), sequence, NOW)
