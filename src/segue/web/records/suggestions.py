"""Suggestions for inputs of the record form: options of their datalists, while somebody types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.queries.record_choices import Choice, search_companies, tags_like
from segue.web.access import MemberRequest, member_view

MOST = 20


@require_safe
@member_view
def companies(request: MemberRequest) -> HttpResponse:
    """Companies that match what was typed. Namesakes are told apart by their domain."""
    found = search_companies(request.workspace, request.GET.get("company", ""), MOST)
    names = [choice.name.lower() for choice in found]
    options = [(_value(choice, names.count(choice.name.lower())), choice.subtitle) for choice in found]
    return render(request, "segue/records/_options.html", {"options": options})


def _value(choice: Choice, namesakes: int) -> str:
    return f"{choice.name} ({choice.subtitle})" if namesakes > 1 and choice.subtitle else choice.name


@require_safe
@member_view
def tags(request: MemberRequest) -> HttpResponse:
    """The typed list, its last word completed: a datalist replaces the whole value."""
    before, comma, word = request.GET.get("tags", "").rpartition(",")
    kept = f"{before.strip()}, " if comma else ""
    given = {tag.strip().lower() for tag in before.split(",")}
    found = tags_like(request.workspace, word.strip(), MOST)
    options = [(f"{kept}{tag}", tag if kept else "") for tag in found if tag.lower() not in given]
    return render(request, "segue/records/_options.html", {"options": options})
