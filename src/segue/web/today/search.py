"""The command dialog: records, sequences and pages, as links."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.domain.naming import typed_words
from segue.models import Member
from segue.queries.search import Found, find
from segue.web.access import MemberRequest, member_view
from segue.web.navigation import Link, navigation_at

LONGEST_QUERY = 200
MOST_PAGES = 12


@require_safe
@member_view
def search(request: MemberRequest) -> HttpResponse:
    """What matches; before anything is typed, the pages."""
    q = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = find(request.workspace, q) if q else Found([], [])
    return render(request, "segue/today/_search.html", {"q": q, "found": found, "pages": _pages(q, request.member)})


def _pages(q: str, member: Member) -> list[tuple[str, Link]]:
    """Pages with the part of Settings they are in; a word of either finds them."""
    navigation = navigation_at("", member)
    places = [("", link) for link in navigation.rail]
    places += [(group.section.label, link) for group in navigation.settings for link in group.links]
    words = typed_words(q)
    return [(s, link) for s, link in places if all(w in f"{s} {link.place.label}".lower() for w in words)][:MOST_PAGES]
