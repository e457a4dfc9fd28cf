"""The pages of one record: Datasheet, Timeline, Notes, and what is done on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from segue.actions.add_note import add_note
from segue.actions.add_task import add_task
from segue.actions.save_record import set_tags
from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models import Activity, CustomField
from tests.world import World, client_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.mel)


def page_of(client: Client, name: str, pk: int, **query: str) -> str:
    return client.get(reverse(name, args=[pk]), query).content.decode()


def test_the_datasheet_of_a_person(world: World, client: Client) -> None:
    CustomField.objects.create(workspace=world.workspace, record_type="person", key="source", label="Source")
    kestrel = world.company("Kestrel Health", industry="Software")
    ada = world.person("Ada Okafor", title="COO", company=kestrel, owner=world.bob, fields={"source": "Fair"})
    set_tags(ada, ["vip"])
    page = page_of(client, "person", ada.pk)
    for text in ("COO at", "Kestrel Health", "Software", "vip", "Source", "Fair", "Bob Manager", "Sequences"):
        assert text in page
    assert f'href="mailto:{ada.email}"' in page
    assert "Nothing to do." in page


def test_the_datasheet_of_a_company_lists_its_people(world: World, client: Client) -> None:
    kestrel = world.company("Kestrel Health", domain="kestrel.example")
    for n in range(12):
        world.person(f"Person {n:02}", company=kestrel)
    page = page_of(client, "company", kestrel.pk)
    assert "Person 09" in page
    assert "Person 10" not in page
    assert "All 12 people" in page


def test_an_address_with_html_in_it_stays_in_its_link(world: World, client: Client) -> None:
    ada = world.person("Ada", email='a"b&c=d?e@x.example', phone='1"2')
    page = page_of(client, "person", ada.pk)
    assert 'href="mailto:a%22b%26c%3Dd%3Fe@x.example"' in page
    assert 'href="tel:1%222"' in page


def test_the_number_of_queries_does_not_grow(world: World, client: Client) -> None:
    ada = world.person("Ada", company=world.company())

    def queries_with_more(count: int) -> int:
        for _ in range(count):
            add_note(world.actor, ada, "A note", world.now)
            world.enroll(world.sequence(), ada)
        world.tick()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("person", args=[ada.pk]))
        return len(queries)

    queries_with_more(1)
    assert queries_with_more(1) == queries_with_more(8) < 16


def test_the_live_part_is_tasks_and_activity(world: World, client: Client) -> None:
    ada = world.person("Ada")
    add_task(world.actor, ada, "Send the offer", world.now, world.now)
    part = client.get(reverse("person", args=[ada.pk]), headers=HTMX).content.decode()
    assert part.lstrip().startswith('<div id="record-work"')
    assert "Send the offer" in part


def test_the_timeline_says_who_did_what_and_which_step(world: World, client: Client) -> None:
    ada = world.person("Ada")
    sequence = world.sequence(name="Warm welcome")
    world.enroll(sequence, ada)
    world.tick()
    add_note(world.actor, ada, "Likes tea", world.now)
    page = page_of(client, "person-timeline", ada.pk)
    assert page.index("Likes tea") < page.index("Look them up")
    assert "by Alice Admin" in page
    assert f'Step 1 of <a class="text-link" href="{reverse("sequence", args=[sequence.pk])}">Warm welcome</a>' in page
    assert "Open" in page


def test_the_timeline_goes_on_page_by_page(world: World, client: Client) -> None:
    ada = world.person("Ada")
    for n in range(60):
        add_note(world.actor, ada, f"Note {n:02}", world.now)
    first = client.get(reverse("person-timeline", args=[ada.pk]))
    assert "Note 10" in first.content.decode()
    assert "Note 09" not in first.content.decode()
    older = page_of(client, "person-timeline", ada.pk, before=first.context["page"].next_before)
    assert "Note 09" in older
    assert "Note 10" not in older
    assert "Older" not in older


@pytest.mark.parametrize("name", ["person-timeline", "person-notes"])
def test_empty_tabs_say_what_belongs_there(world: World, client: Client, name: str) -> None:
    page = page_of(client, name, world.person("Ada").pk)
    assert "Nothing happened yet" in page or "No notes yet" in page


def test_a_note_is_added_on_the_tab_and_on_the_card(world: World, client: Client) -> None:
    ada = world.person("Ada")
    address = reverse("person-notes", args=[ada.pk])
    assert "Note added." in client.post(address, {"text": "<b>Likes tea</b>"}, follow=True).content.decode()
    card = client.post(address, {"text": "Not coffee"}, headers=HTMX).content.decode()
    assert "Not coffee" in card
    assert "&lt;b&gt;Likes tea&lt;/b&gt;" in card
    assert "<html" not in card


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_empty_note_is_refused(world: World, client: Client, headers: dict[str, str]) -> None:
    ada = world.person("Ada")
    answer = client.post(reverse("person-notes", args=[ada.pk]), {"text": " "}, headers=headers)
    assert answer.status_code == 422
    assert "the note is empty" in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_reply_says_what_the_sequences_do(world: World, client: Client) -> None:
    ada = world.person("Ada")
    stays, stops = world.sequence(name="Goes on"), world.sequence(name="Stops", on_reply=OnReply.STOP)
    world.enroll(stays, ada)
    stopped = world.enroll(stops, ada)[0]
    address = reverse("person-reply", args=[ada.pk])
    assert "Log a reply" in client.get(address, headers=HTMX).content.decode()
    answer = client.post(address, {"text": "Not now"}, follow=True).content.decode()
    assert "Logged. Stopped in 1 sequence. 1 sequence keeps going." in answer
    stopped.refresh_from_db()
    assert (stopped.status, stopped.reason) == (Status.STOPPED, Reason.STOPPED_BY_REPLY)
    assert "HX-Refresh" in client.post(address, {"text": "Again"}, headers=HTMX).headers


def test_an_empty_reply_comes_back_in_the_dialog(world: World, client: Client) -> None:
    ada = world.person("Ada")
    answer = client.post(reverse("person-reply", args=[ada.pk]), {"text": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert "Write down what the reply said." in answer.content.decode()
    assert not Activity.objects.exists()


def test_completing_a_task_lets_the_sequence_go_on(world: World, client: Client) -> None:
    ada = world.person("Ada")
    enrollment = world.enroll(world.sequence(), ada)[0]
    world.tick()
    task = Activity.objects.get(kind=StepKind.TODO)
    answer = client.post(reverse("task-complete", args=[task.pk]), {"outcome": "Found them"}, headers=HTMX)
    assert answer.status_code == 204
    assert "Done: Look them up" in answer["HX-Trigger"]
    enrollment.refresh_from_db()
    assert enrollment.status == Status.COMPLETED
    assert "Found them" in page_of(client, "person-timeline", ada.pk)
    again = client.post(reverse("task-complete", args=[task.pk]), headers=HTMX)
    assert again.status_code == 409
    assert "already done" in again.content.decode()


def test_a_task_is_completed_without_htmx_too(world: World, client: Client) -> None:
    ada = world.person("Ada")
    task = add_task(world.actor, ada, "Send the offer", world.now, world.now)
    answer = client.post(reverse("task-complete", args=[task.pk]), follow=True)
    assert "Done: Send the offer" in answer.content.decode()
    assert client.get(reverse("task-complete", args=[task.pk])).status_code == 405


def test_an_outsider_completes_no_task(world: World) -> None:
    task = add_task(world.actor, world.person("Ada"), "Send the offer", world.now, world.now)
    assert client_of(world.charlie).post(reverse("task-complete", args=[task.pk])).status_code == 404
    assert Client().post(reverse("task-complete", args=[task.pk])).status_code == 302
    task.refresh_from_db()
    assert task.done_at is None


def test_a_to_do_is_added_with_its_day(world: World, client: Client) -> None:
    ada = world.person("Ada")
    address = reverse("person-task-new", args=[ada.pk])
    day = (world.now + timedelta(days=40)).date().isoformat()
    answer = client.post(address, {"title": "Send the offer", "due": day}, headers=HTMX)
    assert answer.status_code == 204
    assert "dialog:close" in answer["HX-Trigger"]
    task = Activity.objects.get()
    assert task.due_at is not None
    # Five in the afternoon in Amsterdam.
    assert task.due_at.isoformat() == f"{day}T16:00:00+00:00"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"title": " ", "due": "2026-12-24"}, "Say what is to be done."),
        ({"title": "Call", "due": ""}, "Give the day it is due"),
        ({"title": "Call", "due": "2026-02-31"}, "Give the day it is due"),
        ({"title": "Call", "due": "9999-12-31"}, "Give the day it is due"),
        ({"title": "Call", "due": "tomorrow"}, "Give the day it is due"),
    ],
)
def test_a_bad_to_do_comes_back(world: World, client: Client, data: dict[str, str], words: str) -> None:
    answer = client.post(reverse("person-task-new", args=[world.person("Ada").pk]), data, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_basic_workspace_keeps_its_records(world: World, client: Client) -> None:
    world.workspace.tier = "basic"
    world.workspace.save()
    ada = world.person("Ada")
    for name in ("person", "person-timeline", "person-notes"):
        assert client.get(reverse(name, args=[ada.pk])).status_code == 200
    assert client.post(reverse("person-notes", args=[ada.pk]), {"text": "Hi"}).status_code == 302
