"""Lists of addresses from a file: what is good comes in, what is not is told line by line."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.actions.import_suppressions import ImportReport, RefusedLine, import_suppressions
from segue.actions.suppress import suppress
from segue.domain.refusals import Invalid, NotAllowed
from segue.domain.suppressions import SuppressionReason as Reason
from segue.models import Suppression
from segue.queries.suppressions import every_suppression
from tests.world import NOW, World, actor_of, client_of


def bring_in(world: World, text: str) -> ImportReport:
    return import_suppressions(world.actor, text.encode(), "old list.csv", world.now)


def test_each_line_is_accounted_for(world: World) -> None:
    suppress(world.workspace, "known@example.com", Reason.BOUNCE, "550", NOW)
    report = bring_in(world, "Ada@Example.com\n\nbad address\nknown@example.com\nada@example.com\nexample.org\n@\n")
    assert (report.added, report.already) == (2, 2)
    assert [line.number for line in report.refused] == [3, 7]
    assert report.refused[0] == RefusedLine(
        3, "“bad address” is neither an email address nor a domain such as example.com."
    )
    assert {e.value: (e.reason, e.source) for e in every_suppression(world.workspace)} == {
        "ada@example.com": ("manual", "Imported from old list.csv"),
        "example.org": ("manual", "Imported from old list.csv"),
        "known@example.com": ("bounce", "550"),
    }
    entry = Suppression.objects.get(value="example.org")
    assert (entry.workspace, entry.created_by, entry.created_at) == (world.workspace, world.alice, NOW)


def test_a_line_with_a_reason_nobody_knows_is_refused(world: World) -> None:
    report = bring_in(world, "email,reason\nada@example.com,grumpy\nbo@example.com,Unsubscribed\n")
    assert report.added == 1
    [refused] = report.refused
    assert refused.number == 2
    assert "opt_out, complaint, bounce or manual" in refused.problem
    assert [(e.value, e.reason) for e in every_suppression(world.workspace)] == [("bo@example.com", "opt_out")]


def test_what_one_workspace_exports_another_imports_as_it_is(world: World) -> None:
    for n, reason in enumerate(Reason):
        suppress(world.workspace, f"a{n}@example.com", reason, f"Source “{n}”, in words", NOW)
    exported = client_of(world.alice).get("/settings/suppressions/export/").getvalue()
    import_suppressions(actor_of(world.charlie), exported, "list.csv", NOW)
    theirs = [(e.value, e.reason, e.source) for e in every_suppression(world.other_workspace)]
    assert theirs == [(e.value, e.reason, e.source) for e in every_suppression(world.workspace)]
    assert len(theirs) == len(Reason)


def test_a_wish_is_never_lost(world: World) -> None:
    suppress(world.workspace, "known@example.com", Reason.BOUNCE, "550", NOW)
    suppress(world.workspace, "wish@example.com", Reason.OPT_OUT, "The link", NOW)
    report = bring_in(
        world,
        "email,reason,note\nknown@example.com,opt_out,By letter\nwish@example.com,bounced,\n"
        "twice@example.com,manual,\ntwice@example.com,complaint,To the provider\n",
    )
    assert (report.added, report.already, report.refused) == (1, 3, [])
    assert {e.value: (e.reason, e.source) for e in every_suppression(world.workspace)} == {
        "known@example.com": ("opt_out", "By letter"),
        "wish@example.com": ("opt_out", "The link"),
        "twice@example.com": ("complaint", "To the provider"),
    }


def test_a_file_that_cannot_be_read_changes_nothing(world: World) -> None:
    with pytest.raises(Invalid):
        bring_in(world, 'ada@example.com\n"open\n')
    assert not Suppression.objects.exists()


def test_the_list_of_another_workspace_is_its_own(world: World) -> None:
    suppress(world.other_workspace, "ada@example.com", Reason.OPT_OUT, "", NOW)
    assert bring_in(world, "ada@example.com").added == 1
    assert Suppression.objects.filter(value="ada@example.com").count() == 2


def test_members_may_not(world: World) -> None:
    with pytest.raises(NotAllowed):
        import_suppressions(actor_of(world.mel), b"ada@example.com", "x.csv", NOW)


def test_a_hundred_thousand_lines_come_in_sets(world: World) -> None:
    text = "\n".join(f"person{n}@example{n % 1000}.com" for n in range(100_000))
    with CaptureQueriesContext(connection) as captured:
        report = bring_in(world, text)
    assert (report.added, report.already, report.refused) == (100_000, 0, [])
    assert len(captured) < 60
    assert sum(1 for _ in every_suppression(world.workspace)) == 100_000
