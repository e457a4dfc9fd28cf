"""Settings, Suppressions."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from segue.actions.suppress import suppress
from segue.domain.suppressions import SuppressionReason as Reason
from segue.domain.tiers import Tier
from segue.models import Suppression
from tests.world import World, client_of

LIST = "/settings/suppressions/"


def put(world: World, value: str, reason: Reason = Reason.MANUAL) -> Suppression:
    return suppress(world.workspace, value, reason, f"About {value}", world.now)[0]


def test_the_list_says_who_why_and_since_when(world: World) -> None:
    for n, reason in enumerate(Reason):
        put(world, f"p{n}@example.com", reason)
    put(world, "blocked.example")
    suppress(world.other_workspace, "secret@example.com", Reason.MANUAL, "", world.now)
    page = client_of(world.mel).get(LIST).content.decode()
    for words in ("p0@example.com", "About p1@example.com", "Opted out", "Bounced", "blocked.example"):
        assert words in page
    assert "secret@example.com" not in page
    assert "/remove/" not in page


def test_it_is_searched_and_filtered(world: World) -> None:
    put(world, "ada@example.com", Reason.BOUNCE)
    put(world, "bo@example.com", Reason.OPT_OUT)
    client = client_of(world.alice)
    for query, found, missing in (
        ("?q=ADA", "ada@example.com", "bo@example.com"),
        ("?reason=opt_out", "bo@example.com", "ada@example.com"),
        ("?q=nobody", "Nothing on the list matches", "ada@example.com"),
    ):
        page = client.get(LIST + query).content.decode()
        assert found in page
        assert missing not in page
    for odd in ("?reason=x", "?before=x", "?before=99999999999999999999", "?q=%00"):
        assert client.get(LIST + odd).status_code == 200


def test_it_has_pages(world: World) -> None:
    for n in range(51):
        put(world, f"p{n:02}@example.com")
    client = client_of(world.alice)
    first = client.get(LIST + "?q=example")
    assert "p00@example.com" not in first.content.decode()
    older = client.get(LIST + f"?q=example&before={first.context['page'].next_before}").content.decode()
    assert "p00@example.com" in older
    assert "p01@example.com" not in older


def test_a_manager_adds_an_address_or_a_domain(world: World) -> None:
    client = client_of(world.bob)
    page = client.post(f"{LIST}new/", {"value": "@Example.org", "note": "A competitor"}, follow=True).content.decode()
    assert "example.org is not written to any more." in page
    assert "A competitor · Bob Manager" in page
    assert Suppression.objects.get().value == "example.org"
    page = client.post(f"{LIST}new/", {"value": "example.org"}, follow=True).content.decode()
    assert "was on the list already." in page
    wrong = client.post(f"{LIST}new/", {"value": "nobody"})
    assert wrong.status_code == 422
    assert "is neither an email address nor a domain" in wrong.content.decode()


def test_only_an_admin_is_offered_to_overrule_a_person(world: World) -> None:
    entry = put(world, "ada@example.com", Reason.OPT_OUT)
    url = f"{LIST}{entry.pk}/remove/"
    page = client_of(world.bob).get(LIST).content.decode()
    assert url not in page
    assert "admins only" in page
    answer = client_of(world.bob).post(url)
    assert answer.status_code == 403
    assert "asked not to be written to" in answer.content.decode()
    assert Suppression.objects.exists()
    page = client_of(world.alice).get(LIST).content.decode()
    assert 'data-confirm="ada@example.com asked not to be written to.' in page
    page = client_of(world.alice).post(url, follow=True).content.decode()
    assert "ada@example.com was taken off the list." in page
    assert not Suppression.objects.exists()


def test_a_manager_removes_what_was_added_by_hand(world: World) -> None:
    entry = put(world, "ada@example.com")
    client_of(world.bob).post(f"{LIST}{entry.pk}/remove/")
    assert not Suppression.objects.exists()
    assert client_of(world.bob).post(f"{LIST}{entry.pk}/remove/").status_code == 404


def test_an_import_reports_each_line(world: World) -> None:
    put(world, "known@example.com")
    file = SimpleUploadedFile("old.csv", b"email;reason\nada@example.com;Opted out\nknown@example.com;\nnobody;\n")
    page = client_of(world.bob).post(f"{LIST}import/", {"file": file})
    assert page.status_code == 200
    report = page.context["report"]
    assert (report.added, report.already, len(report.refused)) == (1, 1, 1)
    assert "“nobody” is neither an email address nor a domain" in page.content.decode()
    entry = Suppression.objects.get(value="ada@example.com")
    assert (entry.reason, entry.source, entry.created_by) == ("opt_out", "Imported from old.csv", world.bob)


def test_a_file_that_cannot_be_read_is_told_at_the_field(world: World) -> None:
    client = client_of(world.bob)
    for content, words in ((b"", "The file is empty."), (b"\xff\xfe\x00", "UTF-8"), (b"PK\x00", "not a CSV file")):
        page = client.post(f"{LIST}import/", {"file": SimpleUploadedFile("x.csv", content)})
        assert page.status_code == 422
        assert words in page.content.decode()
    assert client.post(f"{LIST}import/").status_code == 422
    assert not Suppression.objects.exists()


def test_the_export_has_every_line_and_can_be_imported(world: World) -> None:
    put(world, "+ada@example.com", Reason.OPT_OUT)
    put(world, "example.org")
    suppress(world.other_workspace, "secret@example.com", Reason.MANUAL, "", world.now)
    answer = client_of(world.bob).get(f"{LIST}export/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="suppressions-')
    content = b"".join(answer)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [
        ["value", "reason", "source", "added"],
        ["'+ada@example.com", "opt_out", "About +ada@example.com", "2026-11-23T09:00:00+00:00"],
        ["example.org", "manual", "About example.org", "2026-11-23T09:00:00+00:00"],
    ]
    Suppression.objects.filter(workspace=world.workspace).delete()
    client_of(world.bob).post(f"{LIST}import/", {"file": SimpleUploadedFile("x.csv", content)})
    kept = Suppression.objects.filter(workspace=world.workspace).order_by("value").values_list("value", "reason")
    assert list(kept) == [("+ada@example.com", "opt_out"), ("example.org", "manual")]


def test_on_basic_the_page_explains_and_refuses(world: World) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    client = client_of(world.alice)
    assert "part of the Professional tier" in client.get(LIST).content.decode()
    assert client.post(f"{LIST}new/", {"value": "ada@example.com"}).status_code == 403
