"""Who may see and do what with enrollments: every address, for everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.domain.tiers import Tier
from segue.models import Enrollment, Member
from tests.web.enrollments.parts import Answer, text_of
from tests.world import World, client_of

READS = (
    "sequence",
    "sequence-enrollments",
    "enroll",
    "enroll-search",
    "enrollment",
    "record-sequences",
    "record-enroll",
    "record-enroll-search",
)
ACTIONS = ("enrollment-stop", "enrollment-remove", "enrollment-retry", "enrollment-resume", "enrollments-bulk")
FORMS = ("enroll", "record-enroll")
PAGES = ("sequence", "enrollment")  # the others are parts that htmx asks for
HTMX = {"HX-Request": "true"}


def address(name: str, enrollment: Enrollment | None = None) -> str:
    """Of this enrollment, its sequence or its record; without one, of nothing that exists."""
    if name == "enrollments-bulk":
        return reverse(name, args=[enrollment.sequence_id if enrollment else 987654, "stop"])
    if enrollment is None:
        return reverse(name, args=[987654])
    if name.startswith("enrollment"):
        return reverse(name, args=[enrollment.pk])
    return reverse(name, args=[enrollment.record_id if name.startswith("record") else enrollment.sequence_id])


def send(member: Member, name: str, enrollment: Enrollment | None) -> Answer:
    """A GET of a page or part, a POST of an action."""
    client = client_of(member)
    if name in ACTIONS:
        return client.post(address(name, enrollment), {"all": "1"}, headers=HTMX)
    return client.get(address(name, enrollment), headers={} if name in PAGES else HTMX)


@pytest.mark.parametrize("name", READS + ACTIONS)
def test_an_outsider_finds_nothing_and_changes_nothing(world: World, going: Enrollment, name: str) -> None:
    answer = send(world.charlie, name, going)
    assert answer.status_code == 404
    assert "Ben" not in text_of(answer)
    assert "Outbound" not in text_of(answer)
    assert Enrollment.objects.filter(status="in_progress", removed_at__isnull=True).count() == 1


@pytest.mark.parametrize("name", READS + ACTIONS)
def test_ids_that_do_not_exist_are_not_found(world: World, name: str) -> None:
    assert send(world.alice, name, None).status_code == 404


@pytest.mark.parametrize("name", READS + ACTIONS)
def test_a_stranger_is_sent_to_sign_in(going: Enrollment, name: str) -> None:
    client = Client()
    answer = client.post(address(name, going)) if name in ACTIONS else client.get(address(name, going))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", READS + ACTIONS)
def test_a_member_of_the_lowest_role_may(world: World, going: Enrollment, name: str) -> None:
    expected = {"enrollment-retry": 409, "enrollment-resume": 409}.get(name, 200)
    assert send(world.mel, name, going).status_code in {expected, 204}


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_are_posted(world: World, going: Enrollment, name: str) -> None:
    assert client_of(world.alice).get(address(name, going)).status_code == 405


@pytest.mark.parametrize("name", READS)
def test_reads_are_not_posted(world: World, going: Enrollment, name: str) -> None:
    if name not in FORMS:
        assert client_of(world.alice).post(address(name, going)).status_code == 405


@pytest.mark.parametrize("name", ACTIONS + FORMS)
def test_on_basic_nothing_can_be_done_and_it_says_why(world: World, going: Enrollment, name: str) -> None:
    to_basic(world)
    answer = client_of(world.alice).post(address(name, going), {"all": "1"}, headers=HTMX)
    assert answer.status_code == 403
    assert "Professional tier" in text_of(answer)
    going.refresh_from_db()
    assert (going.status, going.removed_at) == ("in_progress", None)


@pytest.mark.parametrize("name", PAGES)
def test_on_basic_pages_explain_themselves(world: World, going: Enrollment, name: str) -> None:
    to_basic(world)
    answer = send(world.alice, name, going)
    assert answer.status_code == 200
    assert "Sequences are part of the Professional tier" in text_of(answer)
    assert "Ben Weber" not in text_of(answer)


def test_a_forged_post_without_the_token_is_refused(world: World, going: Enrollment) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.alice.user)
    assert client.post(address("enrollment-stop", going), headers=HTMX).status_code == 403
    going.refresh_from_db()
    assert going.status == "in_progress"


def to_basic(world: World) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
