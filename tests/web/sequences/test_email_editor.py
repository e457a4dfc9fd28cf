"""What the editor of an e-mail step does beside its form: files, templates, the preview, a test to oneself."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from segue.actions.add_attachment import add_attachment
from segue.actions.save_email_template import TemplateTexts, create_email_template
from segue.domain.files import LARGEST_FILE
from segue.domain.steps import StepKind
from segue.models import Activity, Attachment, Delivery, Enrollment, Mailbox, Member, OutboxMessage
from tests.world import NOW, StepPlan, World, actor_of, client_of

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello {{ person.first_name }}", "body": "First line"})
HTMX = {"HX-Request": "true"}


def post(world: World, name: str, *args: Any, member: Member | None = None, **values: Any) -> Any:
    return client_of(member or world.bob).post(reverse(name, args=args), values, headers=HTMX)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def file(name: str, data: bytes = b"data") -> SimpleUploadedFile:
    # What the browser says of its kind is not believed.
    return SimpleUploadedFile(name, data, content_type="text/html")


def test_files_are_kept_listed_and_taken_out(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    first = add_attachment(world.actor, "prices.pdf", b"1 EUR", NOW)
    answer = post(world, "email-attach", sequence.pk, attachments=[first.pk], files=[file("../Plan.pdf", b"x" * 2048)])
    added = Attachment.objects.get(name="Plan.pdf")
    assert (added.content_type, added.size, bytes(added.data)) == ("application/pdf", 2048, b"x" * 2048)
    for text in (f'value="{first.pk}"', f'value="{added.pk}"', "2.0\xa0KB", "prices.pdf"):
        assert text in text_of(answer)
    without = text_of(post(world, "email-attach", sequence.pk, attachments=[first.pk, added.pk], remove=first.pk))
    assert (f'value="{first.pk}"' in without, f'value="{added.pk}"' in without) == (False, True)
    assert Attachment.objects.filter(pk=first.pk).exists()  # a published version may have it


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("run.exe", b"MZ", "is a program"),
        ("run.js", b"x", "is a program"),
        ("invoice.pdf.scr", b"x", "is a program"),
        ("film.mov", b"x" * (LARGEST_FILE + 1), "a file may have 5 MB at most"),
        ("empty.txt", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_attached_is_told(world: World, name: str, data: bytes, words: str) -> None:
    answer = post(world, "email-attach", world.sequence(steps=[EMAIL]).pk, files=[file(name, data), file("good.txt")])
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert list(Attachment.objects.values_list("name", flat=True)) == ["good.txt"]


def test_ten_files_and_ten_megabytes_are_the_most(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    large = [add_attachment(world.actor, f"{n}.bin", b"x" * LARGEST_FILE, NOW).pk for n in range(2)]
    answer = post(world, "email-attach", sequence.pk, attachments=large, files=[file("a.txt")])
    assert "may carry 10 MB" in text_of(answer)
    small = [add_attachment(world.actor, f"{n}.txt", b"x", NOW).pk for n in range(10)]
    answer = post(world, "email-attach", sequence.pk, attachments=small, files=[file("a.txt")])
    assert "10 attachments at most" in text_of(answer)
    assert not Attachment.objects.filter(name="a.txt").exists()


def test_a_file_of_another_workspace_is_not_shown(world: World) -> None:
    theirs = add_attachment(actor_of(world.charlie), "secret.txt", b"x", NOW)
    answer = post(world, "email-attach", world.sequence(steps=[EMAIL]).pk, attachments=[theirs.pk])
    assert "secret.txt" not in text_of(answer)
    assert client_of(world.bob).get(reverse("attachment", args=[theirs.pk])).status_code == 404


def test_a_file_is_saved_and_never_shown(world: World) -> None:
    page = add_attachment(world.actor, "Größe.html", b"<script>alert(1)</script>", NOW)
    answer = client_of(world.mel).get(reverse("attachment", args=[page.pk]))
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_template_gives_its_texts_to_the_form(world: World) -> None:
    texts = TemplateTexts("First word", "Hi {{ person.first_name }}", "<p>A <b>word</b></p>")
    template = create_email_template(world.actor, "person", texts, NOW)
    create_email_template(world.actor, "company", TemplateTexts("For companies", "", ""), NOW)
    sequence = world.sequence(steps=[EMAIL])
    editor = client_of(world.bob).get(reverse("step", args=[sequence.pk, "step1"]), headers=HTMX)
    assert ("First word" in text_of(editor), "For companies" in text_of(editor)) == (True, False)
    answer = client_of(world.bob).get(reverse("email-template-insert", args=[sequence.pk, template.pk]), headers=HTMX)
    assert 'value="Hi {{ person.first_name }}"' in text_of(answer)
    assert "<p>A <strong>word</strong></p></textarea>" in text_of(answer)


def typed(world: World, **values: Any) -> dict[str, Any]:
    ada = world.person("Ada Vale", city="Delft")
    return {
        "record": ada.pk,
        "place": "1",
        "subject": "Hi {{ person.first_name }}",
        "body": "<p>In {{ person.city }}</p>",
    } | values


def test_the_preview_shows_what_was_typed_as_the_record_gets_it(world: World) -> None:
    answer = post(
        world,
        "email-preview",
        world.sequence(steps=[EMAIL]).pk,
        **typed(world, body="<p>In <b>{{ person.city }}</b></p>"),
    )
    assert answer.status_code == 200
    text = text_of(answer)
    assert "Hi Ada" in text
    assert '<iframe class="mail-frame" title="The email as HTML" sandbox="" srcdoc="' in text
    assert "<p>In <strong>Delft</strong></p>" in text
    assert "ada.vale@example.com" in text


def test_the_preview_lets_no_html_of_a_record_in(world: World) -> None:
    values = typed(world, record=world.person("<script>alert(1)</script> Vale").pk, body="{{ person.first_name }}")
    answer = post(world, "email-preview", world.sequence(steps=[EMAIL]).pk, **values)
    # Twice: once in the message, once more in the attribute that holds it.
    assert "&amp;lt;script&amp;gt;" in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_the_preview_names_what_is_missing(world: World) -> None:
    values = typed(world, body="{{ person.phone }} {{ person.title }} {{ person.phone }} {{ person.city }}")
    text = text_of(post(world, "email-preview", world.sequence(steps=[EMAIL]).pk, **values))
    assert "<code>person.phone</code>, <code>person.title</code>" in text
    assert "[person.phone] [person.title] [person.phone] Delft" in text


def test_a_merge_field_that_there_is_not_is_told_as_publishing_tells_it(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    values = typed(world, body='{{ person.shoe }} {{ person.hat | default: "hat" }}', subject="{{ person.phone }}")
    for name, status in (("email-preview", 200), ("email-test", 409)):
        answer = post(world, name, sequence.pk, **values)
        assert answer.status_code == status
        for field in ("person.hat", "person.shoe"):
            assert f"Message: There is no merge field {{{{ {field} }}}}." in text_of(answer)
        assert "Fill it in" not in text_of(answer)


def test_a_link_that_the_editor_put_into_a_merge_field_does_no_harm(world: World) -> None:
    body = '<p>In {{ <a href="http://person.city">person.city</a> }}</p>'
    answer = post(world, "email-preview", world.sequence(steps=[EMAIL]).pk, **typed(world, body=body))
    assert "<p>In Delft</p>" in text_of(answer)


def test_the_preview_of_a_reply_takes_the_subject_before_it(world: World) -> None:
    values = typed(world, subject="", place="2", in_thread="on")
    text = text_of(post(world, "email-preview", world.sequence(steps=[EMAIL]).pk, **values))
    assert "<b>Re: Hello Ada</b>" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"record": ""}, "Choose a record first."),
        ({"subject": "x" * 251}, "250 characters at most"),
    ],
)
def test_a_preview_that_cannot_be_made_says_why(world: World, values: dict[str, str], words: str) -> None:
    for name in ("email-preview", "email-test"):
        answer = post(world, name, world.sequence(steps=[EMAIL]).pk, **typed(world, **values))
        assert (answer.status_code, words in text_of(answer)) == (422, True)


def test_a_text_that_cannot_be_read_is_told_in_the_preview(world: World) -> None:
    answer = post(world, "email-preview", world.sequence(steps=[EMAIL]).pk, **typed(world, body="{{ person.city"))
    assert "not valid" in text_of(answer)


def test_records_of_the_type_are_offered(world: World) -> None:
    world.person("Ada Vale")
    world.company("Vale Works")
    answer = client_of(world.bob).get(reverse("email-records", args=[world.sequence().pk]), {"q": "vale"}, headers=HTMX)
    assert ("Ada Vale" in text_of(answer), "Vale Works" in text_of(answer)) == (True, False)


def test_a_test_goes_to_oneself_and_is_no_part_of_the_sequence(world: World) -> None:
    sequence = world.sequence(steps=[EMAIL])
    answer = post(world, "email-test", sequence.pk, **typed(world))
    assert "Test sent" in text_of(answer)
    kept = OutboxMessage.objects.get()
    assert (kept.to, kept.subject, kept.delivery) == ("bob@example.com", "[Test] Hi Ada", None)
    assert "In Delft" in kept.body
    assert "<p>In Delft</p>" in kept.html
    assert not Delivery.objects.exists()
    assert not Activity.objects.exists()
    assert not Enrollment.objects.exists()
    for url in (reverse("outbox", args=[kept.mailbox_id]), reverse("outbox-message", args=[kept.pk])):
        page = client_of(world.bob).get(url)
        assert (page.status_code, "[Test] Hi Ada" in text_of(page)) == (200, True)


def test_a_test_with_a_missing_value_is_not_sent(world: World) -> None:
    answer = post(world, "email-test", world.sequence(steps=[EMAIL]).pk, **typed(world, body="{{ person.phone }}"))
    assert answer.status_code == 409
    assert "no value for person.phone" in text_of(answer)
    assert not OutboxMessage.objects.exists()


def test_without_a_mailbox_the_preview_says_so_and_no_test_is_sent(world: World) -> None:
    Mailbox.objects.filter(workspace=world.workspace).delete()
    sequence = world.sequence(steps=[EMAIL])
    assert "There is no mailbox yet" in text_of(post(world, "email-preview", sequence.pk, **typed(world)))
    assert post(world, "email-test", sequence.pk, **typed(world)).status_code == 409


@pytest.mark.parametrize("name", ["email-preview", "email-test", "email-attach", "email-records"])
def test_who_may(world: World, name: str) -> None:
    url = reverse(name, args=[world.sequence(steps=[EMAIL]).pk])
    for member, status in ((world.mel, 403), (world.charlie, 404)):
        client = client_of(member)
        answer = client.get(url) if name == "email-records" else client.post(url, {})
        assert answer.status_code == status
