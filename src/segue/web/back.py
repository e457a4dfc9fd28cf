"""Do it and go back to the list, which says what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from segue.domain.refusals import Conflict


def back_to(request: HttpRequest, place: str, do: Callable[[], object], done: str) -> HttpResponse:
    """Redirects to the page named `place`; a Conflict is told there as well, since the list explains it."""
    try:
        do()
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(place)
