"""Who may open and use each page of the settings: strangers sign in, outsiders get 404, lesser roles 403."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from segue.actions.add_field import add_field
from segue.actions.create_token import create_token
from segue.actions.invite import invite
from segue.actions.suppress import suppress
from segue.domain.records import RecordType
from segue.domain.roles import Role
from segue.domain.suppressions import SuppressionReason
from segue.models import ApiToken, CustomField, Invitation, Mailbox, OutboxMessage, Suppression
from segue.web.workspace.urls import urlpatterns
from tests.web.workspace.outbox import put_in_outbox
from tests.world import NOW, World, client_of


@dataclass(frozen=True)
class Page:
    """A view, how it is asked for, and whether it is for admins only, or for managers too."""

    name: str
    method: str
    admins_only: bool
    pk: Callable[[World], int] | None = None
    managers_too: bool = False
    kind: str = ""

    def url(self, world: World) -> str:
        args: list[object] = [self.pk(world)] if self.pk else []
        return reverse(self.name, args=[*args, self.kind] if self.kind else args)

    def ask(self, client: Client, world: World) -> int:
        return client.generic(self.method, self.url(world)).status_code


def mailbox(world: World) -> int:
    return Mailbox.objects.get(workspace=world.workspace).pk


def member(world: World) -> int:
    return world.mel.pk


def invitation(world: World) -> int:
    return Invitation.objects.get().pk


def field(world: World) -> int:
    return CustomField.objects.get().pk


def token(world: World) -> int:
    return ApiToken.objects.get().pk


def message(world: World) -> int:
    return OutboxMessage.objects.get().pk


def suppression(world: World) -> int:
    return Suppression.objects.get().pk


PAGES = [
    Page("profile", "GET", admins_only=False),
    Page("account_change_password", "GET", admins_only=False),
    Page("workspace-settings", "GET", admins_only=True),
    Page("workspace-settings", "POST", admins_only=True),
    Page("members", "GET", admins_only=False),
    Page("members", "POST", admins_only=True),
    Page("member-role", "POST", admins_only=True, pk=member),
    Page("member-remove", "POST", admins_only=True, pk=member),
    Page("invitation-withdraw", "POST", admins_only=True, pk=invitation),
    Page("fields", "GET", admins_only=False),
    Page("fields", "POST", admins_only=True),
    Page("field-delete", "POST", admins_only=True, pk=field),
    Page("api-tokens", "GET", admins_only=False),
    Page("api-token-revoke", "POST", admins_only=True, pk=token),
    Page("ledger", "GET", admins_only=True),
    Page("health", "GET", admins_only=True),
    Page("suppressions", "GET", admins_only=False),
    Page("suppression-new", "GET", admins_only=True, managers_too=True),
    Page("suppression-new", "POST", admins_only=True, managers_too=True),
    Page("suppressions-import", "GET", admins_only=True, managers_too=True),
    Page("suppressions-import", "POST", admins_only=True, managers_too=True),
    Page("suppressions-export", "GET", admins_only=True, managers_too=True),
    Page("suppression-remove", "POST", admins_only=True, managers_too=True, pk=suppression),
    Page("webhooks", "GET", admins_only=True),
    Page("webhooks-rotate", "POST", admins_only=True),
    Page("mailboxes", "GET", admins_only=False),
    Page("mailbox-kinds", "GET", admins_only=True),
    Page("mailbox-new", "GET", admins_only=True, kind="smtp"),
    Page("mailbox-new", "POST", admins_only=True, kind="postmark"),
    Page("mailbox-check-new", "POST", admins_only=True, kind="smtp"),
    Page("mailbox-edit", "GET", admins_only=True, pk=mailbox),
    Page("mailbox-edit", "POST", admins_only=True, pk=mailbox),
    Page("mailbox-check", "POST", admins_only=True, pk=mailbox),
    Page("mailbox-send-test", "GET", admins_only=True, pk=mailbox),
    Page("mailbox-send-test", "POST", admins_only=True, pk=mailbox),
    Page("mailbox-pause", "POST", admins_only=True, pk=mailbox),
    Page("mailbox-resume", "POST", admins_only=True, pk=mailbox),
    Page("mailbox-remove", "GET", admins_only=True, pk=mailbox),
    Page("mailbox-remove", "POST", admins_only=True, pk=mailbox),
    Page("outbox", "GET", admins_only=False, pk=mailbox),
    Page("outbox-message", "GET", admins_only=False, pk=message),
]
SHOWS_A_FORM = {"mailbox-edit", "mailbox-send-test", "mailbox-remove"}
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.name}")


@pytest.fixture
def full(world: World) -> World:
    """With one of everything that has a page."""
    invite(world.actor, "nils@example.com", Role.MEMBER, NOW)
    add_field(world.actor, RecordType.PERSON, "Notice period", "notice_period")
    create_token(world.actor, "Import", NOW)
    put_in_outbox(world, "ada@example.com")
    suppress(world.workspace, "ida@example.com", SuppressionReason.BOUNCE, "550", NOW)
    return world


@every_page
def test_a_stranger_is_sent_to_sign_in(full: World, page: Page) -> None:
    answer = Client().generic(page.method, page.url(full))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")


@every_page
def test_an_admin_may(full: World, page: Page) -> None:
    assert page.ask(client_of(full.alice), full) in {200, 302, 422}


@every_page
def test_lesser_roles_may_only_what_is_theirs(full: World, page: Page) -> None:
    for lesser in (full.mel, full.bob):
        may = not page.admins_only or (lesser == full.bob and page.managers_too)
        assert page.ask(client_of(lesser), full) in ({200, 302, 422} if may else {403})


@pytest.mark.parametrize("page", [page for page in PAGES if page.pk], ids=lambda page: f"{page.method} {page.name}")
def test_an_outsider_finds_nothing(full: World, page: Page) -> None:
    assert page.ask(client_of(full.charlie), full) == 404


def test_every_page_of_the_settings_is_in_this_list() -> None:
    listed = {page.name for page in PAGES}
    assert {pattern.name for pattern in urlpatterns} - listed == {"switch-workspace"}, "see test_general.py for that"


@pytest.mark.parametrize("page", [p for p in PAGES if p.method == "POST"], ids=lambda page: page.name)
def test_a_post_needs_the_token_of_the_form(full: World, page: Page) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(full.alice.user)
    answer = client.post(page.url(full))
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.method == "POST" and p.pk and p.name not in SHOWS_A_FORM], ids=lambda page: page.name
)
def test_nothing_changes_by_a_link(full: World, page: Page) -> None:
    assert client_of(full.alice).get(page.url(full)).status_code == 405
