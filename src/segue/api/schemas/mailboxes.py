"""Mailboxes, as they come in and go out. What is secret only comes in."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, StrictBool, StrictInt

from segue.actions.check_connection import Check
from segue.api.inputs import Body, BodyId, OptionalText
from segue.api.schemas.common import Ref
from segue.domain.errors import ErrorCode
from segue.domain.mailboxes import ImapSettings, Login, ProviderSettings, Security, SmtpSettings
from segue.domain.providers import PROVIDERS
from segue.models.mailbox import MailboxKind
from segue.queries.mailbox_states import MailboxRow, MailboxState

Limit = Annotated[StrictInt | None, Field(default_factory=lambda: None, description="Null: no limit.")]
Password = Annotated[
    str, Field(default_factory=str, description="Or an OAuth 2 token. Never answered; empty: the one there is stays.")
]


class SmtpInput(Body):
    """Where mail leaves. What is not given stays as it is."""

    host: OptionalText
    port: Annotated[StrictInt, Field(default_factory=int)]
    security: Annotated[Security, Field(default_factory=lambda: Security.TLS)]
    login: Annotated[Login, Field(default_factory=lambda: Login.PASSWORD)]
    username: OptionalText
    password: Password


class ImapInput(SmtpInput):
    """Where replies are read."""

    folder: OptionalText
    sent_folder: Annotated[str, Field(default_factory=str, description="Empty: the one that the server marks as such.")]
    same_login: Annotated[StrictBool, Field(default_factory=bool, description="Take over the login of `smtp`.")]


class ProviderInput(Body):
    """A provider and its options: those of django-anymail, such as `api_key`."""

    name: Annotated[str, Field(description=f"One of: {', '.join(PROVIDERS)}.")]
    options: Annotated[dict[str, str], Field(default_factory=dict)]


class MailboxChange(Body):
    """What is not given stays as it is."""

    name: OptionalText
    address: OptionalText
    owner_id: Annotated[BodyId | None, Field(default_factory=lambda: None, description="The member it belongs to.")]
    signature: Annotated[str, Field(default_factory=str, description="HTML, or plain text.")]
    hour_limit: Limit
    day_limit: Limit
    domain_hour_limit: Limit
    domain_day_limit: Limit
    gap: Annotated[StrictInt, Field(default_factory=int, description="Seconds between two messages.")]
    connections: Annotated[StrictInt, Field(default_factory=int, description="At once, at most.")]
    smtp: Annotated[SmtpInput | None, Field(default_factory=lambda: None)]
    imap: Annotated[ImapInput | None, Field(default_factory=lambda: None, description="Null: replies are not read.")]
    provider: Annotated[ProviderInput | None, Field(default_factory=lambda: None)]


class MailboxInput(MailboxChange):
    """A new mailbox. `smtp` needs the part of that name, `provider` that one, `outbox` neither."""

    kind: MailboxKind
    name: str
    address: str


class SmtpServer(BaseModel):
    """Where mail leaves."""

    host: str
    port: int
    security: Security
    login: Login
    username: str
    has_password: bool

    @classmethod
    def of(cls, settings: SmtpSettings | ImapSettings) -> Self:
        values = settings.model_dump(exclude={"password"})
        return cls(**values, has_password=bool(settings.password.get_secret_value()))


class ImapServer(SmtpServer):
    """Where replies are read."""

    folder: str
    sent_folder: str


class MailProvider(BaseModel):
    """A provider: the options that are no secret, and the names of those that are."""

    name: str
    options: dict[str, str]
    secrets: list[str]

    @classmethod
    def of(cls, settings: ProviderSettings) -> Self:
        known = {option.key: option for option in PROVIDERS[settings.name].options}
        open_ones = {k: v.get_secret_value() for k, v in settings.options.items() if k in known and not known[k].secret}
        return cls(name=settings.name, options=open_ones, secrets=sorted(settings.options.keys() - open_ones.keys()))


class MailboxTrouble(BaseModel):
    """What keeps it from working: a code of the catalogue of errors, and the server's own words."""

    code: ErrorCode
    message: str
    detail: str
    since: datetime | None


class Mailbox(BaseModel):
    """A mailbox as it is now. `next_try_at` is when it goes on by itself."""

    id: int
    kind: MailboxKind
    name: str
    address: str
    owner: Ref | None
    state: MailboxState
    trouble: MailboxTrouble | None
    next_try_at: datetime | None
    paused_at: datetime | None
    sent_this_hour: int
    sent_today: int
    hour_limit: int | None
    day_limit: int | None
    domain_hour_limit: int | None
    domain_day_limit: int | None
    gap: int
    connections: int
    signature: str
    smtp: SmtpServer | None
    imap: ImapServer | None
    provider: MailProvider | None
    last_read_at: datetime | None
    read_error: str
    created_at: datetime

    @classmethod
    def of(cls, row: MailboxRow) -> Self:
        mailbox, settings, inbox = row.mailbox, row.mailbox.parsed, row.inbox
        return cls(
            owner=Ref(id=mailbox.owner.pk, name=str(mailbox.owner)) if mailbox.owner else None,
            state=row.state,
            trouble=_trouble(row),
            next_try_at=row.next_try,
            sent_this_hour=row.hour.count,
            sent_today=row.day.count,
            smtp=SmtpServer.of(settings.smtp) if settings.smtp else None,
            imap=ImapServer.of(settings.imap) if settings.imap else None,
            provider=MailProvider.of(settings.provider) if settings.provider else None,
            last_read_at=inbox.read_at if inbox else None,
            read_error=inbox.error_detail if inbox else "",
            **{name: getattr(mailbox, name) for name in _COLUMNS},
        )


_COLUMNS = (
    "id", "kind", "name", "address", "paused_at", "hour_limit", "day_limit", "domain_hour_limit", "domain_day_limit",
    "gap", "connections", "signature", "created_at",
)  # fmt: skip


class Mailboxes(BaseModel):
    """Mailboxes by name."""

    items: list[Mailbox]


class ConnectionCheck(BaseModel):
    """A step on the way to a server, and how it went. `server` is the server's own words."""

    part: str
    step: str
    ok: bool
    message: str
    server: str

    @classmethod
    def of(cls, check: Check) -> Self:
        return cls(part=check.part, step=check.what, ok=check.ok, message=check.words, server=check.server)


class ConnectionTest(BaseModel):
    """Whether all of it works, and each step up to the first that failed."""

    ok: bool
    checks: list[ConnectionCheck]


def changes_of(body: MailboxChange) -> dict[str, Any]:
    """What was given, as the actions take it."""
    return body.model_dump(mode="json", exclude_unset=True, exclude={"kind"})


def _trouble(row: MailboxRow) -> MailboxTrouble | None:
    if row.trouble is None:
        return None
    mailbox = row.mailbox
    return MailboxTrouble(
        code=ErrorCode(mailbox.trouble_code),
        message=row.trouble.title,
        detail=mailbox.trouble_detail,
        since=mailbox.trouble_since,
    )
