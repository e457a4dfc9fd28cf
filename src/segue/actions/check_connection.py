"""Test connection: goes the way to a mailbox's servers step by step, and says what worked and what did not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from segue.actions.mailbox_input import settings_of
from segue.channels.imap.checking import check_imap
from segue.channels.imap.trouble import ImapTrouble, ReadError
from segue.channels.provider.checking import KeyRefused, can_be_asked, check_key
from segue.channels.reach import Unreachable, find, knock
from segue.channels.smtp.opening import try_out
from segue.channels.smtp.refusal import SmtpRefusal
from segue.domain.mailboxes import ImapSettings, Login, ProviderSettings, Security, SmtpSettings
from segue.domain.problems import Problems
from segue.domain.providers import PROVIDERS
from segue.domain.refusals import NotFound
from segue.domain.roles import Permission
from segue.domain.smtp_replies import Stage
from segue.models import Mailbox
from segue.models.actor import Actor

TIMEOUT = 10.0  # seconds, for each answer
_FOLDERS = "Open its folders"
_NO_LOGIN = "The server offers a login, and none is set: it may refuse to send."


@dataclass(frozen=True)
class Check:
    """One step: what was tried, whether it worked, and how that showed. `server` is the server's own words.

    `doubtful` is what worked, and may yet not be enough.
    """

    part: str
    what: str
    ok: bool
    words: str
    server: str = ""
    doubtful: bool = False


def check_connection(actor: Actor, mailbox: Mailbox, data: Mapping[str, Any]) -> list[Check]:
    """The steps up to the first that failed, for sending and for replies.

    `mailbox` need not be saved; `data` is what would be, as for change_mailbox. Nothing is sent, nothing is written.
    Takes as long as the servers do. Raises Invalid where the settings are not complete.
    """
    actor.require(Permission.ADMINISTER)
    if mailbox.workspace_id != actor.workspace.pk or mailbox.removed_at:
        raise NotFound("There is no such mailbox in this workspace.")
    problems = Problems()
    settings = settings_of(problems, mailbox, data)
    problems.raise_any()
    found = list(_steps("Sending", settings.smtp, _try_smtp)) if settings.smtp else []
    if settings.provider and can_be_asked(settings.provider):
        found.append(_try_provider(settings.provider))
    return found + (list(_steps("Replies", settings.imap, _try_imap)) if settings.imap else [])


def _steps(
    part: str, server: SmtpSettings | ImapSettings, log_in: Callable[[str, Any], Iterator[Check]]
) -> Iterator[Check]:
    reach = f"Reach port {server.port}"
    try:
        address = find(server.host)
        yield Check(part, f"Find {server.host}", ok=True, words=_found(server.host, address))
    except Unreachable as error:
        yield Check(part, f"Find {server.host}", ok=False, words=str(error))
        return
    try:
        knock(server.host, server.port, TIMEOUT)
        yield Check(part, reach, ok=True, words="It is open.")
    except Unreachable as error:
        yield Check(part, reach, ok=False, words=str(error))
        return
    yield from log_in(part, server)


def _found(host: str, address: str) -> str:
    return "This is an address already." if host == address else f"The name leads to {address}."


def _try_smtp(part: str, settings: SmtpSettings) -> Iterator[Check]:
    try:
        offers_login = try_out(settings, timeout=TIMEOUT)
    except SmtpRefusal as refusal:
        if refusal.stage is not Stage.LOGIN:
            yield Check(part, _protection(settings), ok=False, words=refusal.error.detail)
            return
        yield _protected(part, settings)
        entry = refusal.error.code.entry
        words = f"{entry.title}. {entry.advice_here}"
        yield Check(part, _login(settings), ok=False, words=words, server=refusal.error.detail)
        return
    yield _protected(part, settings)
    doubtful = offers_login and settings.login is Login.NONE
    yield Check(part, _login(settings), ok=True, words=_NO_LOGIN if doubtful else "Ready to send.", doubtful=doubtful)


def _try_provider(settings: ProviderSettings) -> Check:
    what = f"Show the key to {PROVIDERS[settings.name].label}"
    try:
        check_key(settings, TIMEOUT)
    except KeyRefused as refusal:
        return Check("Sending", what, ok=False, words=str(refusal), server=refusal.server)
    return Check("Sending", what, ok=True, words="Accepted. Whether it may send from this address, a test tells.")


def _try_imap(part: str, settings: ImapSettings) -> Iterator[Check]:
    try:
        found = check_imap(settings, TIMEOUT)
    except ImapTrouble as trouble:
        yield from _imap_trouble(part, settings, trouble)
        return
    yield _protected(part, settings)
    yield Check(part, _login(settings), ok=True, words="Accepted.")
    yield Check(part, _FOLDERS, ok=True, words=" ".join(found[1:]))


def _imap_trouble(part: str, settings: ImapSettings, trouble: ImapTrouble) -> Iterator[Check]:
    """The steps before the one that failed, and that one."""
    what = {ReadError.LOGIN: _login(settings), ReadError.FOLDER: _FOLDERS}.get(trouble.code, _protection(settings))
    if trouble.code in (ReadError.LOGIN, ReadError.FOLDER):
        yield _protected(part, settings)
    if trouble.code is ReadError.FOLDER:
        yield Check(part, _login(settings), ok=True, words="Accepted.")
    yield Check(part, what, ok=False, words=trouble.sentence, server=trouble.server)


def _protected(part: str, settings: SmtpSettings | ImapSettings) -> Check:
    plain = settings.security is Security.NONE
    words = "It answers, without encryption." if plain else "Encrypted; its certificate is valid."
    return Check(part, _protection(settings), ok=True, words=words)


def _protection(settings: SmtpSettings | ImapSettings) -> str:
    return "Speak with it" if settings.security is Security.NONE else f"Encrypt by {_NAMES[settings.security]}"


_NAMES = {Security.TLS: "TLS", Security.STARTTLS: "STARTTLS"}


def _login(settings: SmtpSettings | ImapSettings) -> str:
    return "Go on without a login" if settings.login is Login.NONE else f"Log in as {settings.username}"
