"""What may be set on a mailbox: each value checked in words, then put on it. Nothing is saved here."""

from collections.abc import Mapping
from typing import Any

from segue.domain.html import tidy
from segue.domain.mailboxes import ImapSettings, MailboxSettings, ProviderSettings, SmtpSettings
from segue.domain.problems import Problems
from segue.domain.provider_input import provider_of
from segue.domain.server_input import imap_of, smtp_of
from segue.models import Mailbox, Member
from segue.models.mailbox import MailboxKind

LONGEST_NAME = 100
LONGEST_SIGNATURE = 20_000
_LIMITS = {
    "hour_limit": "per hour",
    "day_limit": "per day",
    "domain_hour_limit": "per hour and domain",
    "domain_day_limit": "per day and domain",
}
_COUNTS = {"gap": (0, 86_400), "connections": (1, 20)}
_SERVERS = ("smtp", "imap", "provider")
FIELDS = ("name", "address", "owner_id", "signature", *_LIMITS, *_COUNTS, *_SERVERS)


def take(mailbox: Mailbox, data: Mapping[str, Any]) -> None:
    """Put the given values on the (unsaved) mailbox, and leave the others. Raises Invalid with all that is wrong."""
    problems = Problems()
    for name in data.keys() - set(FIELDS):
        problems.add(name, "A mailbox has no such setting.")
    _take_sender(problems, mailbox, data)
    for name in _LIMITS.keys() & data.keys():
        setattr(mailbox, name, _limit(problems, name, data[name]))
    for name in _COUNTS.keys() & data.keys():
        setattr(mailbox, name, _count(problems, name, data[name]))
    settings = settings_of(problems, mailbox, data)
    problems.raise_any()
    mailbox.settings = settings.model_dump(mode="json")


def settings_of(problems: Problems, mailbox: Mailbox, data: Mapping[str, Any]) -> MailboxSettings:
    """Its servers or provider, with what is given put on top of what it has."""
    now, kind = mailbox.parsed, MailboxKind(mailbox.kind)
    for part in _SERVERS:
        if data.get(part) is not None and part not in _PARTS[kind]:
            problems.add(part, f"A mailbox of the kind {kind.label} has no such setting.")
    smtp = _smtp(problems, data, now) if kind is MailboxKind.SMTP else None
    provider = _provider(problems, data, now) if kind is MailboxKind.PROVIDER else None
    return MailboxSettings(smtp=smtp, imap=_imap(problems, data, now, smtp), provider=provider)


_PARTS = {
    MailboxKind.OUTBOX: (),
    MailboxKind.SMTP: ("smtp", "imap"),
    MailboxKind.PROVIDER: ("provider", "imap"),
}


def _smtp(problems: Problems, data: Mapping[str, Any], now: MailboxSettings) -> SmtpSettings | None:
    given = data.get("smtp")
    return now.smtp if given is None and now.smtp else smtp_of(problems, given or {}, now.smtp)


def _provider(problems: Problems, data: Mapping[str, Any], now: MailboxSettings) -> ProviderSettings | None:
    given = data.get("provider")
    return now.provider if given is None and now.provider else provider_of(problems, given or {}, now.provider)


def _imap(
    problems: Problems, data: Mapping[str, Any], now: MailboxSettings, smtp: SmtpSettings | None
) -> ImapSettings | None:
    """None given: replies are no longer read."""
    if "imap" not in data:
        return now.imap
    given = data["imap"]
    typed = bool((data.get("smtp") or {}).get("password"))
    return None if given is None else imap_of(problems, given, now.imap, smtp, typed=typed)


def _take_sender(problems: Problems, mailbox: Mailbox, data: Mapping[str, Any]) -> None:
    if "name" in data:
        mailbox.name = problems.text("name", str(data["name"]), label="The name", longest=LONGEST_NAME)
    if "address" in data:
        mailbox.address = problems.email("address", str(data["address"]))
        twin = _twin(mailbox)
        if twin:
            problems.add("address", f"There is a mailbox with this address already: {twin.name}.")
    if "owner_id" in data:
        mailbox.owner = _owner(problems, mailbox, data["owner_id"])
    if "signature" in data:
        mailbox.signature = tidy(str(data["signature"]))
        if len(mailbox.signature) > LONGEST_SIGNATURE:
            problems.add("signature", f"The signature is longer than {LONGEST_SIGNATURE:,} characters.")


def _twin(mailbox: Mailbox) -> Mailbox | None:
    same = Mailbox.objects.filter(
        workspace_id=mailbox.workspace_id, address=mailbox.address, removed_at__isnull=True, kind=mailbox.kind
    )
    return same.exclude(pk=mailbox.pk).defer("settings").first()


def _owner(problems: Problems, mailbox: Mailbox, given: object) -> Member | None:
    if given in (None, ""):
        return None
    members = Member.objects.filter(workspace_id=mailbox.workspace_id, left_at__isnull=True)
    member = members.filter(pk=int(str(given))).first() if str(given).isdecimal() and len(str(given)) < 19 else None
    if member is None:
        problems.add("owner_id", "There is no such member in this workspace.")
    return member


def _limit(problems: Problems, name: str, given: object) -> int | None:
    """None where there is none."""
    if given in (None, ""):
        return None
    number = _number(given)
    if number is None or not 1 <= number <= 1_000_000:
        words = f"Messages {_LIMITS[name]}: a number from 1 to 1,000,000, or nothing for no limit."
        problems.add(name, f"{words} To send nothing, pause the mailbox." if number == 0 else words)
    return number


def _count(problems: Problems, name: str, given: object) -> int:
    least, most = _COUNTS[name]
    number = _number(given)
    if number is None or not least <= number <= most:
        problems.add(name, f"Give a whole number from {least} to {most:,}.")
    return number or 0


def _number(given: object) -> int | None:
    text = str(given).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
