"""Where a page of a list goes on, from its address."""

from django.http import HttpRequest


def cursor(request: HttpRequest, name: str) -> int | None:
    """The id under this name of the query string; None where there is none, or something that is no id."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
