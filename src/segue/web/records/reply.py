"""The dialog that logs a reply, for answers that came by phone, in person, or to somebody's own mailbox."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from segue.actions.apply_reply import ReplyEffect
from segue.actions.log_reply import log_reply
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.models import Record
from segue.queries.records import get_record
from segue.web.access import MemberRequest, actor, member_view


@require_http_methods(["GET", "POST"])
@member_view
def reply(request: MemberRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """The dialog; POST logs the reply and says what it did with the record's sequences."""
    record = get_record(request.workspace, record_type, pk)
    if request.method != "POST":
        return _dialog(request, record)
    text = request.POST.get("text", "")
    try:
        effect = log_reply(actor(request), record, text, timezone.now())
    except Invalid as refusal:
        return _dialog(request, record, text, str(refusal), status=422)
    messages.success(request, words_of(effect))
    # The reply shows in several cards, and in what the sequences do next: the page is read afresh.
    return HttpResponseClientRefresh() if request.htmx else redirect(record.type, record.pk)


def words_of(effect: ReplyEffect) -> str:
    """What a reply did, for a toast."""
    said = ["Logged."]
    if effect.stopped:
        said.append(f"Stopped in {_sequences(effect.stopped)}.")
    if effect.paused:
        said.append(f"Paused in {_sequences(effect.paused)}.")
    if effect.continued:
        said.append(f"{_sequences(effect.continued)} {'keeps' if len(effect.continued) == 1 else 'keep'} going.")
    return " ".join(said)


def _sequences(names: list[str]) -> str:
    return "1 sequence" if len(names) == 1 else f"{len(names)} sequences"


def _dialog(
    request: MemberRequest, record: Record, text: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"record": record, "text": text, "problem": problem}
    return render(request, "segue/records/_reply.html", context, status=status)
