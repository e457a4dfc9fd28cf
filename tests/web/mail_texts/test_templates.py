"""Settings, Templates: everybody reads, managers write."""

from typing import Any

import pytest
from django.urls import reverse

from segue.actions.save_email_template import TemplateTexts, create_email_template
from segue.domain.tiers import Tier
from segue.models import EmailTemplate, Member
from tests.world import NOW, World, client_of


def template(world: World, name: str = "First word") -> EmailTemplate:
    return create_email_template(world.actor, "person", TemplateTexts(name, "Hi", "<p>A <b>word</b></p>"), NOW)


def post(member: Member, url_name: str, /, *args: Any, **values: str) -> Any:
    return client_of(member).post(reverse(url_name, args=args), values, follow=True)


def test_a_template_is_written(world: World) -> None:
    answer = post(
        world.bob, "email-template-new", "company", name="Hello", subject="{{ company.name }}", body="One\n\nTwo"
    )
    made = EmailTemplate.objects.get()
    assert (made.type, made.name, made.subject, made.body) == (
        "company", "Hello", "{{ company.name }}", "<p>One</p><p>Two</p>",
    )  # fmt: skip
    assert "Hello is saved." in answer.content.decode()
    assert reverse("email-template", args=[made.pk]) in answer.content.decode()


def test_a_template_is_changed(world: World) -> None:
    found = template(world)
    post(world.bob, "email-template", found.pk, name="Second", subject="Ho", body="<p onclick=x>B</p>")
    found.refresh_from_db()
    assert (found.name, found.subject, found.body) == ("Second", "Ho", "<p>B</p>")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Give the template a name."),
        ({"name": "First word"}, "already"),
        ({"name": "Fine", "body": "x" * 50_001}, "50,000 characters at most"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_words(world: World, values: dict[str, str], words: str) -> None:
    template(world)
    answer = post(world.bob, "email-template-new", "person", **{"subject": "Kept", "body": "Kept too"} | values)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()
    assert EmailTemplate.objects.count() == 1


def test_copies_have_names_of_their_own(world: World) -> None:
    found = template(world, "x" * 100)
    for _ in range(2):
        post(world.bob, "email-template-copy", found.pk)
    names = [t.name for t in EmailTemplate.objects.order_by("pk")]
    assert names == ["x" * 100, "x" * 93 + " (copy)", "x" * 91 + " (copy 2)"]
    assert len({t.body for t in EmailTemplate.objects.all()}) == 1


def test_a_template_is_deleted(world: World) -> None:
    answer = post(world.bob, "email-template-delete", template(world).pk)
    assert "First word was deleted." in answer.content.decode()
    assert not EmailTemplate.objects.exists()


def test_a_member_reads_and_does_not_write(world: World) -> None:
    found = template(world)
    client = client_of(world.mel)
    page = client.get(reverse("email-template", args=[found.pk]))
    assert (page.status_code, ">Save</button>" in page.content.decode()) == (200, False)
    assert "For people" not in client.get(reverse("email-templates")).content.decode()
    assert client.get(reverse("email-template-new", args=["person"])).status_code == 403
    for name in ("email-template", "email-template-copy", "email-template-delete"):
        assert client.post(reverse(name, args=[found.pk]), {"name": "Mine"}).status_code == 403
    found.refresh_from_db()
    assert found.name == "First word"


def test_an_outsider_finds_nothing(world: World) -> None:
    found = template(world)
    client = client_of(world.charlie)
    assert "First word" not in client.get(reverse("email-templates")).content.decode()
    assert client.get(reverse("email-template", args=[found.pk])).status_code == 404
    for name in ("email-template", "email-template-copy", "email-template-delete"):
        assert client.post(reverse(name, args=[found.pk]), {"name": "Mine"}).status_code == 404


def test_there_are_two_types(world: World) -> None:
    assert client_of(world.bob).get(reverse("email-template-new", args=["deal"])).status_code == 404


def test_on_basic_the_page_explains_itself(world: World) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    assert "Professional" in client_of(world.bob).get(reverse("email-templates")).content.decode()
