"""The state table: four statuses with the product's words, and which verb is allowed where."""

import pytest

from segue.domain.errors import CATALOGUE, ErrorCode
from segue.domain.events import EventKind
from segue.domain.status import TRANSITIONS, Reason, Status, Verb, allows

EVERYWHERE = frozenset(Status)
LIVE, OPEN = frozenset({Status.IN_PROGRESS}), frozenset({Status.IN_PROGRESS, Status.FAILED})


def test_the_statuses_are_those_of_the_product() -> None:
    assert [status.label for status in Status] == ["In Progress", "Failed (Error)", "Stopped", "Completed"]


@pytest.mark.parametrize(
    ("verb", "sources", "to"),
    [
        (Verb.ENROLL, frozenset[Status](), Status.IN_PROGRESS),
        (Verb.ADVANCE, LIVE, Status.IN_PROGRESS),
        (Verb.DEFER, LIVE, Status.IN_PROGRESS),
        (Verb.FAIL, LIVE, Status.FAILED),
        (Verb.COMPLETE, LIVE, Status.COMPLETED),
        (Verb.STOP, OPEN, Status.STOPPED),
        (Verb.REMOVE, EVERYWHERE, None),
        (Verb.RETRY, frozenset({Status.FAILED}), Status.IN_PROGRESS),
        (Verb.PAUSE, LIVE, Status.IN_PROGRESS),
        (Verb.RESUME, LIVE, Status.IN_PROGRESS),
        (Verb.BOUNCE, frozenset({Status.IN_PROGRESS, Status.COMPLETED}), Status.FAILED),
    ],
)
def test_who_may_move_where(verb: Verb, sources: frozenset[Status], to: Status | None) -> None:
    assert TRANSITIONS[verb].to is to
    assert {status for status in Status if allows(verb, status)} == sources


def test_every_verb_has_a_row() -> None:
    assert set(TRANSITIONS) == set(Verb)


def test_nothing_leaves_the_end_but_by_removal_or_a_bounce() -> None:
    assert [verb for verb in Verb if allows(verb, Status.STOPPED)] == [Verb.REMOVE]
    assert [verb for verb in Verb if allows(verb, Status.COMPLETED)] == [Verb.REMOVE, Verb.BOUNCE]


def test_everything_has_words() -> None:
    assert all(item.label for item in (*Reason, *EventKind))
    assert set(CATALOGUE) == set(ErrorCode)
    assert all(code.entry.title and code.entry.advice.endswith(".") for code in ErrorCode)
