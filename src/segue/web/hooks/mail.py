"""/hooks/mail/<token>/: a provider reports what became of messages, and posts replies. Every post may come again."""

from typing import Any

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from segue.actions.receive_message import receive_message
from segue.actions.receive_report import receive_report
from segue.domain.mailboxes import ProviderSettings
from segue.domain.providers import PROVIDERS
from segue.models import InboundMessage, Mailbox
from segue.queries.mailboxes import hooked_mailbox
from segue.web.hooks.reading import NotSigned, read
from segue.web.hooks.reports import received_of, report_of

log = structlog.get_logger("segue.hooks")

BIGGEST = 40_000_000  # bytes; providers take messages of up to 25 MB, a third more as they post them


# A provider has no cookie that a CSRF token could be compared with. Nothing is lost: no session gives power here, the
# secret token in the address does, and the provider's signature where it signs.
@csrf_exempt
@require_POST
def mail_hook(request: HttpRequest, token: str) -> HttpResponse:
    """200 once all of it is taken or known to be of no use; 500 has the provider post it again later."""
    mailbox = hooked_mailbox(token)
    provider = mailbox.parsed.provider if mailbox else None
    if mailbox is None or provider is None:
        return _answer(404, "No mailbox has this address.")
    if not _take_body(request):
        return _answer(413, "This is more than a message can be.")
    try:
        posted = read(request, provider)
    except NotSigned as error:
        log.warning("hook not signed", mailbox=mailbox.pk, provider=provider.name, reason=str(error))
        return _answer(403, "The signature is not right. Compare the signing key in the mailbox with the provider's.")
    except Exception as error:
        # Whatever is posted here comes from outside, in formats that change. Its words stay out of the log.
        log.warning("hook not understood", mailbox=mailbox.pk, provider=provider.name, error=type(error).__name__)
        return _answer(400, "This cannot be read.")
    taken = [_receive(mailbox, provider, event, is_reply=posted.are_replies) for event in posted.events]
    return _answer(200, "Taken.") if all(taken) else _answer(500, "Not all of it could be taken.")


def _receive(mailbox: Mailbox, provider: ProviderSettings, event: Any, *, is_reply: bool) -> bool:
    """One event. A fault of ours with it holds up none of the others."""
    try:
        message = (_reply if is_reply else _report)(mailbox, provider, event)
    except OperationalError:
        raise  # the database is busy or away
    except Exception:
        log.exception("event passed over", mailbox=mailbox.pk)
        return False
    if message:
        log.info("received", mailbox=mailbox.pk, kind=message.kind, record=message.record_id)
    return True


def _reply(mailbox: Mailbox, provider: ProviderSettings, event: Any) -> InboundMessage | None:
    received = received_of(event)
    key = f"hook:{received.message_id}:{received.sender}"[:255]
    return receive_message(mailbox, received, key, timezone.now())


def _report(mailbox: Mailbox, provider: ProviderSettings, event: Any) -> InboundMessage | None:
    return receive_report(mailbox, report_of(event, PROVIDERS[provider.name].label), timezone.now())


def _take_body(request: HttpRequest) -> bool:
    """Messages are bigger than what forms may post, so the body is read past Django's own limit, up to ours."""
    body = request.read(BIGGEST + 1)
    request._body = body  # where Django looks for it
    return len(body) <= BIGGEST


def _answer(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
