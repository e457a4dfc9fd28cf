"""The Steps tab: as a page, and as the part of it that an edit brings up to date."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from segue.domain.refusals import Invalid
from segue.domain.replies import OnReply
from segue.domain.window import WindowZone
from segue.models import Sequence, Step
from segue.queries.sequences import editable_version, steps_of
from segue.web.access import MemberRequest
from segue.web.sequences.cards import step_cards
from segue.web.sequences.head import head_context


def show_steps(request: MemberRequest, sequence: Sequence, refused: Invalid | None = None) -> HttpResponse:
    """The whole page; with the problems of a refused attempt to publish, 422."""
    context = _context(request, sequence)
    if refused:
        context["refused"] = _by_step(refused, [card.step for card in context["cards"]])
    return render(request, "segue/sequences/steps.html", context, status=422 if refused else 200)


def changed(request: MemberRequest, sequence: Sequence, words: str) -> HttpResponse:
    """The answer to an edit that was saved: the new timeline, the drawer closed, and a word about it."""
    if not request.htmx:
        messages.success(request, words)
        return redirect("sequence-steps", sequence.pk)
    response = render(request, "segue/sequences/_steps.html", _context(request, sequence) | {"oob": True})
    response["HX-Trigger"] = json.dumps({"drawer:close": "", "toast": {"message": words, "kind": "success"}})
    return response


def _context(request: MemberRequest, sequence: Sequence) -> dict[str, Any]:
    version = editable_version(sequence)
    return head_context(sequence, request) | {
        "cards": step_cards(sequence, steps_of(version)),
        "published": sequence.current_version,
        "on_reply": OnReply(sequence.on_reply),
        "window": sequence.window,
        "window_zone": WindowZone(sequence.window_zone),
    }


def _by_step(refused: Invalid, steps: list[Step]) -> list[tuple[Step | None, str]]:
    """Each problem with the step it belongs to, in the order of the steps; those of the whole come first."""
    whole: list[tuple[Step | None, str]] = [(None, text) for text in refused.problems.get("", [])]
    named = [(name.partition(".")[0], text) for name, texts in refused.problems.items() for text in texts]
    return whole + [(step, text) for step in steps for key, text in named if key == step.key]
