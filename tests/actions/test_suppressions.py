"""The suppression list: who is put on it, who takes them off, and what the engine and the enrollment check read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.actions.enroll import enroll
from segue.actions.suppress import suppress, suppress_by_hand
from segue.actions.unsuppress import unsuppress
from segue.domain.eligibility import Refusal
from segue.domain.refusals import Invalid, NotAllowed, NotFound, TierRequired
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason as Reason
from segue.domain.tiers import Tier
from segue.models import Enrollment, Suppression
from segue.queries.candidates import search_records, search_sequences
from segue.queries.suppressions import suppressed_among, suppression_page
from tests.world import NOW, StepPlan, World, actor_of

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "A word?"})


def put(world: World, value: str, reason: Reason = Reason.MANUAL) -> Suppression:
    return suppress(world.workspace, value, reason, "", world.now)[0]


def test_an_address_is_put_on_the_list_once(world: World) -> None:
    entry, added = suppress(world.workspace, " Ada@Example.com", Reason.BOUNCE, "550\nunknown", NOW, world.bob)
    assert added
    assert (entry.value, entry.source, entry.created_by, entry.created_at) == (
        "ada@example.com", "550 unknown", world.bob, NOW
    )  # fmt: skip
    again, added = suppress(world.workspace, "ada@example.com", Reason.MANUAL, "x", NOW + timedelta(days=1))
    assert not added
    assert (again.pk, again.reason, again.created_at) == (entry.pk, Reason.BOUNCE, NOW)


def test_a_wish_stays_a_wish(world: World) -> None:
    put(world, "ada@example.com", Reason.COMPLAINT)
    for reason in Reason:
        assert put(world, "ada@example.com", reason).reason == Reason.COMPLAINT


def test_what_cannot_be_suppressed_is_told(world: World) -> None:
    for value in ("", "ada", "ada@"):
        with pytest.raises(Invalid):
            put(world, value)
    with pytest.raises(Invalid, match="longer than 500"):
        suppress_by_hand(world.actor, "ada@example.com", "n" * 501, NOW)
    assert not Suppression.objects.exists()


def test_managers_and_admins_change_the_list(world: World) -> None:
    entry, _ = suppress_by_hand(actor_of(world.bob), "ada@example.com", "Asked by phone", NOW)
    assert (entry.source, entry.created_by, entry.reason) == ("Asked by phone", world.bob, Reason.MANUAL)
    with pytest.raises(NotAllowed, match="may not change the suppression list"):
        suppress_by_hand(actor_of(world.mel), "bo@example.com", "", NOW)
    with pytest.raises(NotAllowed):
        unsuppress(actor_of(world.mel), entry)
    with pytest.raises(NotFound):
        unsuppress(actor_of(world.charlie), entry)
    unsuppress(actor_of(world.bob), entry)
    assert not Suppression.objects.exists()
    with pytest.raises(NotFound):
        unsuppress(actor_of(world.bob), entry)


@pytest.mark.parametrize("reason", [Reason.OPT_OUT, Reason.COMPLAINT])
def test_only_an_admin_overrules_a_person(world: World, reason: Reason) -> None:
    entry = put(world, "ada@example.com")
    put(world, "ada@example.com", reason)
    # Bob still has the page open on which it was not a wish yet.
    with pytest.raises(NotAllowed, match="Only an admin"):
        unsuppress(actor_of(world.bob), entry)
    unsuppress(world.actor, entry)
    assert not Suppression.objects.exists()


def test_on_basic_the_list_is_not_changed_by_hand(world: World) -> None:
    entry = put(world, "ada@example.com")
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    for change in (
        lambda actor: suppress_by_hand(actor, "bo@example.com", "", NOW),
        lambda actor: unsuppress(actor, entry),
    ):
        with pytest.raises(TierRequired):
            change(world.actor)


def test_addresses_and_their_domains_are_found_as_they_were_given(world: World) -> None:
    put(world, "ada@example.com", Reason.OPT_OUT)
    put(world, "blocked.example")
    put(world, "xn--bcher-kva.example")
    suppress(world.other_workspace, "bo@example.com", Reason.BOUNCE, "", NOW)
    asked = ["Ada@Example.com", "bo@example.com", "x@blocked.example", "x@sub.blocked.example", "i@Bücher.example", ""]
    assert suppressed_among(world.workspace.pk, asked) == {
        "Ada@Example.com": Reason.OPT_OUT,
        "x@blocked.example": Reason.MANUAL,
        "i@Bücher.example": Reason.MANUAL,
    }


def test_the_address_itself_says_more_than_its_domain(world: World) -> None:
    put(world, "example.com")
    put(world, "ada@example.com", Reason.OPT_OUT)
    assert suppressed_among(world.workspace.pk, ["ada@example.com"]) == {"ada@example.com": Reason.OPT_OUT}


def test_any_number_takes_two_queries(world: World) -> None:
    put(world, "7@example7.com")
    many = [f"{n}@example{n}.com" for n in range(15_000)]
    with CaptureQueriesContext(connection) as captured:
        assert suppressed_among(world.workspace.pk, many) == {"7@example7.com": Reason.MANUAL}
    assert len(captured) == 2


def test_the_list_has_pages_and_is_searched(world: World) -> None:
    for n in range(5):
        put(world, f"p{n}@example.com", Reason.BOUNCE if n % 2 else Reason.MANUAL)
    first = suppression_page(world.workspace, size=3)
    second = suppression_page(world.workspace, size=3, before=first.next_before)
    assert [e.value[:2] for e in first.entries + second.entries] == ["p4", "p3", "p2", "p1", "p0"]
    assert second.next_before is None
    assert [e.value for e in suppression_page(world.workspace, q="P3@").entries] == ["p3@example.com"]
    assert len(suppression_page(world.workspace, reason=Reason.BOUNCE).entries) == 2
    assert suppression_page(world.workspace, q="100%").entries == []
    assert suppression_page(world.other_workspace).entries == []


def test_who_is_suppressed_is_not_enrolled_where_email_is_sent(world: World) -> None:
    ada, bo = world.person("Ada", email="Ada@example.com"), world.person("Bo")
    put(world, "ada@example.com", Reason.OPT_OUT)
    sequence = world.sequence(steps=[EMAIL])
    results = enroll(world.actor, sequence, [ada.id, bo.id], NOW)
    assert [(r.refusal, r.message) for r in results] == [
        (Refusal.SUPPRESSED, "Opted out on 23 Nov 2026. This sequence sends email."),
        (None, ""),
    ]
    [enrollment] = world.enroll(world.sequence(), ada)
    assert Enrollment.objects.get(id=enrollment.id).status == Status.IN_PROGRESS


def test_both_pickers_say_why(world: World) -> None:
    ada = world.person("Ada", email="ada@example.com")
    put(world, "example.com")
    sequence = world.sequence(steps=[EMAIL], name="With mail")
    calls = world.sequence(name="Without")
    why = "Everybody at example.com has been suppressed since 23 Nov 2026. This sequence sends email."
    assert {o.id: o.why for o in search_records(sequence, "")} == {ada.id: why}
    assert {o.id: o.why for o in search_sequences(ada, "")} == {sequence.id: why, calls.id: ""}


def test_the_day_is_that_of_the_workspace(world: World) -> None:
    ada = world.person("Ada", email="ada@example.com")
    late = NOW.replace(hour=23, minute=30)  # half past midnight in Amsterdam
    suppress(world.workspace, "ada@example.com", Reason.BOUNCE, "", late)
    [result] = enroll(world.actor, world.sequence(steps=[EMAIL]), [ada.id], late)
    assert result.message.startswith("The address bounced on 24 Nov 2026.")
