"""Parts that the page asks for again every few seconds: nothing is drawn or sent where nothing changed."""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

EVERY = 2  # seconds


def unless_seen(request: HttpRequest, shown: object, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The part, or 304 where the browser has it already. `shown` is everything the part says, in its repr."""
    tag = f'"{blake2b(repr(shown).encode(), digest_size=12).hexdigest()}"'
    seen = tag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if seen else draw()
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response
