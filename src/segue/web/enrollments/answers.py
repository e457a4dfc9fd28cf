"""Answers to what a person did: words for a toast, and word to the page that its live parts are out of date."""

from django.http import HttpResponse
from django_htmx.http import trigger_client_event

REFRESH = "live:refresh"


def done(words: str, *, closes: str = "") -> HttpResponse:
    """It is done: nothing to swap, the live parts follow by themselves. `closes` the "dialog" or "drawer"."""
    response = with_toast(HttpResponse(status=204), words)
    return trigger_client_event(response, f"{closes}:close") if closes else response


def refused(words: str) -> HttpResponse:
    """It is too late for that: the words become a toast, and the page shows how things stand now."""
    return refreshing(HttpResponse(words, content_type="text/plain; charset=utf-8", status=409))


def with_toast(response: HttpResponse, words: str, kind: str = "success") -> HttpResponse:
    return refreshing(trigger_client_event(response, "toast", {"message": words, "kind": kind}))


def refreshing(response: HttpResponse) -> HttpResponse:
    return trigger_client_event(response, REFRESH)
