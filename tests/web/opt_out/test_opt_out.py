"""The page behind the link to opt out: looking changes nothing, posting does, and nothing but the link is needed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from segue.actions.suppress import suppress
from segue.domain.deliveries import DeliveryKey
from segue.domain.opt_out import opt_out_url, token_for
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.domain.suppressions import SuppressionReason
from segue.domain.tiers import Tier
from segue.models import Activity, Delivery, Enrollment, Event, Suppression
from tests.world import StepPlan, World, client_of

EMAIL = StepPlan(StepKind.EMAIL, {"subject": "Hello", "body": "A word?"})
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def link(world: World) -> str:
    """The link in an email to ada@example.com, whose sequence goes on with a call."""
    steps = [EMAIL, StepPlan(StepKind.CALL, {"title": "Call"})]
    [enrollment] = world.enroll(world.sequence(steps=steps), world.person("Ada Vale", email="ada@example.com"))
    world.tick()
    delivery = Delivery.objects.get()
    key = DeliveryKey(enrollment.id, delivery.step_id, delivery.attempt)
    return opt_out_url("", token_for(world.workspace.opt_out_secret, key))


def everything() -> list[object]:
    return [row for kind in (Suppression, Activity, Event, Enrollment) for row in kind.objects.order_by("pk").values()]


def opted_out() -> bool:
    return Suppression.objects.filter(value="ada@example.com", reason=SuppressionReason.OPT_OUT).exists()


def test_looking_shows_who_writes_to_whom_and_changes_nothing(link: str) -> None:
    before = everything()
    for method in ("GET", "HEAD"):
        answer = Client().generic(method, link)
        assert answer.status_code == 200
    page = Client().get(link).content.decode()
    assert "Unsubscribe from Acme Recruiting?" in page
    assert "a•••@example.com" in page
    assert "ada@example.com" not in page
    assert everything() == before


def test_the_button_does_it_and_the_page_says_so(link: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link).content.decode()
    found = re.search(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', page)
    assert found
    answer = browser.post(link, {found[1]: found[2]})
    assert answer.status_code == 200
    assert "You are unsubscribed" in answer.content.decode()
    assert opted_out()
    assert Enrollment.objects.get().status == Status.STOPPED


def test_a_mail_program_needs_no_cookie_referrer_or_csrf_token(link: str) -> None:
    for content_type, body in (
        (FORM, b"List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
         b"One-Click\r\n--b--\r\n"),
    ):  # fmt: skip
        Suppression.objects.all().delete()
        program = Client(enforce_csrf_checks=True)
        answer = program.generic("POST", link, body, content_type=content_type)
        assert answer.status_code == 200
        assert not answer.cookies
        assert opted_out()


def test_pressing_twice_answers_the_same(link: str) -> None:
    Client().post(link, ONE_CLICK)
    before = everything()
    assert Client().post(link, ONE_CLICK).status_code == 200
    assert everything() == before
    page = Client().get(link).content.decode()
    assert "You are unsubscribed" in page
    assert "<form" not in page
    assert "Write to team@acme-recruiting.example and ask for it." in page


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b""),
        (FORM, b"x=1"),
        ("application/json", b'{"List-Unsubscribe": "One-Click"}'),
        ("multipart/form-data; boundary=b", b"broken"),
    ],
)
def test_any_other_post_asks_and_changes_nothing(link: str, content_type: str, body: bytes) -> None:
    before = everything()
    assert Client().generic("POST", link, body, content_type=content_type).status_code == 400
    assert everything() == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_no_other_method(link: str, method: str) -> None:
    assert Client().generic(method, link).status_code == 405


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("change", [str.upper, lambda link: link[:-6] + "/", lambda _: "/u/x/"])
def test_a_link_that_was_changed_is_explained(link: str, method: str, change: Callable[[str], str]) -> None:
    answer = Client().generic(method, "/u/" + change(link)[3:], b"List-Unsubscribe=One-Click", content_type=FORM)
    assert answer.status_code == 404
    assert method == "HEAD" or "This link does not work" in answer.content.decode()
    assert not Suppression.objects.exists()


def test_the_link_of_a_test_message_says_what_it_is(db: None) -> None:
    for answer in (Client().get("/u/test/"), Client().post("/u/test/", ONE_CLICK)):
        assert answer.status_code == 200
        assert "a test message" in answer.content.decode()
    assert not Suppression.objects.exists()


def test_who_is_bounced_may_still_ask(world: World, link: str) -> None:
    suppress(world.workspace, "ada@example.com", SuppressionReason.BOUNCE, "550", world.now)
    assert "<form" in Client().get(link).content.decode()
    Client().post(link, ONE_CLICK)
    assert opted_out()


def test_it_works_on_basic_and_for_members_who_are_signed_in(world: World, link: str) -> None:
    world.workspace.tier = Tier.BASIC
    world.workspace.save()
    for browser in (client_of(world.alice), client_of(world.charlie)):
        Suppression.objects.all().delete()
        assert browser.get(link).status_code == 200
        assert browser.post(link, ONE_CLICK).status_code == 200
        assert opted_out()


def test_nothing_is_tracked_indexed_or_fetched_from_elsewhere(link: str) -> None:
    for answer in (Client().get(link), Client().post(link, ONE_CLICK), Client().get("/u/x/")):
        page = answer.content.decode()
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex, nofollow">' in page
        assert "<script" not in page
        assert not re.search(r"(src|href)=\"(https?:)?//", page)
