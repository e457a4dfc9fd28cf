"""The form of a mailbox: made for its kind, filled from what it is, read as the actions want it."""

from typing import Any

from django import forms
from django.http import QueryDict

from segue.domain.mailboxes import ImapSettings, SmtpSettings
from segue.domain.providers import PROVIDERS, Provider
from segue.domain.refusals import Invalid
from segue.models import Mailbox, Workspace
from segue.models.mailbox import MailboxKind
from segue.queries.members import members_of
from segue.web.workspace.mailbox_fields import (
    imap_fields,
    limit_fields,
    provider_fields,
    sender_fields,
    signature_field,
    smtp_fields,
)

_SERVER = ("host", "port", "security", "login", "username", "password")
_PLAIN = (
    "name", "address", "owner_id", "signature", "hour_limit", "day_limit", "domain_hour_limit", "domain_day_limit",
    "gap", "connections",
)  # fmt: skip


class MailboxForm(forms.Form):
    """`provider` is for mailboxes of that kind."""

    def __init__(self, mailbox: Mailbox, provider: Provider | None, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_initial(mailbox, provider))
        self.mailbox = mailbox
        self.kind, self.provider, settings = MailboxKind(mailbox.kind), provider, mailbox.parsed
        self.fields |= sender_fields(_members(mailbox.workspace))
        if self.kind is MailboxKind.SMTP:
            self.fields |= smtp_fields(has_password=_has_password(settings.smtp))
        if provider:
            kept = settings.provider.options if settings.provider else {}
            self.fields |= provider_fields(provider, set(kept))
        if self.kind is not MailboxKind.OUTBOX:
            self.fields |= imap_fields(
                has_password=_has_password(settings.imap), beside_smtp=self.kind is MailboxKind.SMTP
            )
        self.fields |= limit_fields() | signature_field()

    def group(self, prefix: str) -> list[forms.BoundField]:
        """The fields of a part, such as a provider's."""
        return [self[name] for name in self.fields if name.startswith(prefix)]

    @property
    def provider_options(self) -> list[forms.BoundField]:
        return self.group("provider_")

    @property
    def changes(self) -> dict[str, Any]:
        """As the actions take them."""
        data = self.cleaned_data
        changes: dict[str, Any] = {name: data.get(name) for name in _PLAIN}
        if self.kind is MailboxKind.SMTP:
            changes["smtp"] = self._server("smtp")
        if self.provider:
            options = {option.key: data.get(f"provider_{option.key}") for option in self.provider.options}
            changes["provider"] = {"name": self.provider.name, "options": options}
        if self.kind is not MailboxKind.OUTBOX:
            changes["imap"] = self._imap() if data.get("imap_read") else None
        return changes

    def _server(self, part: str) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{part}_{name}") for name in _SERVER}

    def _imap(self) -> dict[str, Any]:
        more = {name: self.cleaned_data.get(f"imap_{name}") for name in ("folder", "sent_folder")}
        return {**self._server("imap"), **more, "same_login": bool(self.cleaned_data.get("imap_same_login"))}

    def ask_again(self) -> None:
        """What was typed into a field for a secret is not sent back to the browser."""
        for name, field in self.fields.items():
            is_secret = isinstance(field.widget, forms.PasswordInput)
            if is_secret and self.data.get(name) and name not in self.errors:
                self.add_error(name, "Type it again: it is kept once all else is right.")

    def show(self, refusal: Invalid) -> None:
        """Each problem at its field: `smtp.host` is that of `smtp_host`."""
        for place, problems in refusal.problems.items():
            name = place.replace("provider.options.", "provider_").replace(".", "_")
            for problem in problems:
                self.add_error(name if name in self.fields else None, problem)


def kind_of(slug: str) -> tuple[MailboxKind, Provider | None] | None:
    """What stands in the address of the page: a kind, or the name of a provider."""
    if slug in PROVIDERS:
        return MailboxKind.PROVIDER, PROVIDERS[slug]
    return (MailboxKind(slug), None) if slug in (MailboxKind.SMTP, MailboxKind.OUTBOX) else None


def provider_of(mailbox: Mailbox) -> Provider | None:
    provider = mailbox.parsed.provider
    return PROVIDERS[provider.name] if provider else None


def _members(workspace: Workspace) -> list[tuple[str, str]]:
    return [(str(member.pk), str(member)) for member in members_of(workspace)]


def _has_password(settings: SmtpSettings | ImapSettings | None) -> bool:
    return bool(settings and settings.password.get_secret_value())


def _initial(mailbox: Mailbox, provider: Provider | None) -> dict[str, Any]:
    settings = mailbox.parsed
    initial: dict[str, Any] = {name: getattr(mailbox, name) for name in _PLAIN}
    initial |= {"imap_folder": "INBOX", "imap_same_login": True, "imap_port": 993}
    initial |= {"smtp_security": "starttls", "smtp_username": mailbox.address, "imap_security": "tls"}
    initial |= _shown("smtp", settings.smtp) | _shown("imap", settings.imap)
    initial["imap_read"] = settings.imap is not None
    if settings.imap:
        initial["imap_same_login"] = settings.smtp is not None and _login(settings.smtp) == _login(settings.imap)
    for option in provider.options if provider and settings.provider else ():
        kept = settings.provider.options.get(option.key) if settings.provider else None
        if kept and not option.secret:
            initial[f"provider_{option.key}"] = kept.get_secret_value()
    return initial


def _shown(part: str, settings: SmtpSettings | ImapSettings | None) -> dict[str, Any]:
    """What may be seen: all but the password."""
    return {f"{part}_{name}": value for name, value in settings if name != "password"} if settings else {}


def _login(settings: SmtpSettings | ImapSettings) -> tuple[str, str, str]:
    return settings.login, settings.username, settings.password.get_secret_value()
