"""`segue bench pages`: what a page costs in a workspace with very many people and enrollments."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import quantiles

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from segue.bench.figures import Figure
from segue.bench.filling import Filled, fill, prepare
from segue.bench.place import Place, Progress
from segue.bench.web_load import requests_a_second
from segue.domain.records import RecordType
from segue.models import Enrollment
from segue.queries.record_choices import search_of_type
from segue.queries.records import of_type
from segue.runners.collecting import collect_seldom

FEW = 1_000
REQUESTS = 40
SEARCHES = 200
SCANS = 3
MOST_MS = 50.0
MOST_SEARCH_MS = {"sqlite": 20.0, "postgresql": 40.0}
# As people type: a name from its first letters on, names that hundreds share, words that every tenth has.
TYPED = (
    "ad", "ada", "mira", "otto b", "jonas wick", "sven mahoff", "tara.se", "sales", "data eng", "kira manager",
    "bohoff works", "rosa recruiter", "quinn zo", "hugo.tavic", "wenov", "c12", "labs nurse", "elin pe eng",
)  # fmt: skip

Address = Callable[[random.Random], str]


@dataclass(frozen=True)
class Shown:
    """A page: what it is called, and an address of it, another each time."""

    name: str
    address: Address


def measure(place: Place, say: Progress, *, people: int) -> list[Figure]:
    """Server time and statements of each page, first with a few rows for the statements, then with all."""
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    filled = prepare(people, timezone.now())
    fill(filled, 0, min(FEW, people), say)
    client = Client()
    client.force_login(filled.actor.member.user)
    pages = list(_pages(filled, min(FEW, people)))
    few = {page.name: _statements(client, page) for page in pages}
    if people > FEW:
        fill(filled, FEW, people, say)
    collect_seldom()  # as the web server does
    figures = []
    for page in _pages(filled, people):
        say(f"asking for {page.name}")
        figures += _page_figures(client, page, few[page.name])
    say("searching")
    figures += _search_figures(filled, people)
    say("asking the web server over several connections")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    for name, path in _served(filled):
        figures.append(Figure(f"{name}, by the web server", requests_a_second(path, cookie), "requests/s"))
    return figures


def _pages(filled: Filled, people: int) -> Iterator[Shown]:
    table = reverse("sequence", args=[filled.sequence.pk])
    newest = Enrollment.objects.order_by("-id").values_list("id", flat=True)[0]
    first, last = filled.first_person, filled.first_person + people - 1
    yield Shown("enrollments", lambda r: table)
    yield Shown("enrollments, deep", lambda r: f"{table}?before={r.randint(newest // 10, newest)}")
    yield Shown("enrollments, failed", lambda r: f"{table}?status=failed&before={r.randint(newest // 2, newest)}")
    yield Shown("enrollments, search", lambda r: f"{table}?q={_words(r)}")
    yield Shown("datasheet", lambda r: reverse("person", args=[r.randint(first, last)]))
    yield Shown("sequences", lambda r: reverse("sequencing"))
    yield Shown("people", lambda r: reverse("people"))
    yield Shown("people, deep", lambda r: f"{reverse('people')}?after={r.randint(first, last)}")
    yield Shown("people, search", lambda r: f"{reverse('people')}?q={_words(r)}")
    yield Shown("search to enroll", lambda r: f"{reverse('enroll-search', args=[filled.sequence.pk])}?q={_words(r)}")
    yield Shown("search everywhere", lambda r: f"{reverse('search')}?q={_words(r)}")
    yield Shown("today", lambda r: reverse("today"))


def _served(filled: Filled) -> list[tuple[str, str]]:
    return [
        ("enrollments", reverse("sequence", args=[filled.sequence.pk])),
        ("datasheet", reverse("person", args=[filled.first_person])),
        ("people, search", f"{reverse('people')}?q=ada"),
    ]


def _words(r: random.Random) -> str:
    return r.choice(TYPED).replace(" ", "+")


def _page_figures(client: Client, page: Shown, few: int) -> list[Figure]:
    r = random.Random(page.name)
    times = [_milliseconds(lambda: _get(client, page.address(r))) for _ in range(REQUESTS)]
    half, most = _p50_p95(times[REQUESTS // 10 :])
    many = _statements(client, page)
    return [
        Figure(f"{page.name}, p50", half, "ms"),
        Figure(f"{page.name}, p95", most, "ms", target=f"≤ {MOST_MS:.0f} ms", met=most <= MOST_MS),
        Figure(f"{page.name}, statements", many, "", f"with {FEW:,} people", few, "no more", many <= few),
    ]


def _search_figures(filled: Filled, people: int) -> list[Figure]:
    workspace, r = filled.actor.workspace, random.Random(1)

    def search() -> None:
        search_of_type(workspace, RecordType.PERSON, r.choice(TYPED), 20)

    def scan() -> None:
        wanted = of_type(workspace, RecordType.PERSON).filter(search__contains=r.choice(TYPED).split()[0])
        list(wanted.order_by("-name").values_list("id")[:20])

    half, most = _p50_p95([_milliseconds(search) for _ in range(SEARCHES)])
    scanned = sorted(_milliseconds(scan) for _ in range(SCANS))[SCANS // 2]
    target = MOST_SEARCH_MS[connection.vendor]
    name = f"record search among {people:,}"
    return [
        Figure(f"{name}, p50", half, "ms", "reading all names", scanned),
        Figure(f"{name}, p95", most, "ms", target=f"≤ {target:.0f} ms", met=most <= target),
    ]


def _statements(client: Client, page: Shown) -> int:
    """The most that one of a few requests takes."""
    r = random.Random(page.name)
    counts = []
    for _ in range(5):
        with CaptureQueriesContext(connection) as captured:
            _get(client, page.address(r))
        counts.append(len(captured))
    return max(counts)


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _p50_p95(times: list[float]) -> tuple[float, float]:
    steps = quantiles(times, n=20, method="inclusive")
    return steps[9], steps[18]
