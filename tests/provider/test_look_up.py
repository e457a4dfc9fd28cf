"""A worker that dies while a provider is being asked: what left is found there, and nothing is sent twice."""

import signal

import pytest

from segue.channels import registry
from segue.channels.provider.channel import ProviderChannel
from segue.channels.provider.sending import AT_ONCE
from segue.engine.faults import FaultPoint
from segue.models import Delivery, Enrollment
from tests.engine.stages import Died, During, sweep_later
from tests.faults.place import PATIENCE, Place, migrated, place
from tests.provider.api import Api
from tests.provider.conftest import enroll, standing, use
from tests.waiting import wait_until
from tests.world import World

__all__ = ["migrated", "place"]

MAIL = ["email", {"subject": "Hi {{ person.first_name }}", "body": "<p>Hello</p>"}, 0]


def die() -> None:
    raise Died


def cut_off(world: World, api: Api, monkeypatch: pytest.MonkeyPatch, provider: str) -> Enrollment:
    """Ada's message was handed over, and the worker died before it wrote that down."""
    use(world, provider, api.url)
    [ada] = enroll(world, "ada")
    with monkeypatch.context() as patch:
        patch.setitem(registry._CHANNELS, "provider", During(ProviderChannel(), after=die))
        with pytest.raises(Died):
            world.tick()
    return ada


def test_postmark_is_asked_by_our_name_for_the_message(world: World, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = cut_off(world, api, monkeypatch, "postmark")
    sweep_later(world)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.receipt, delivery.external_id) == ("sent", "found at the provider", "pm-1")
    assert standing(ada) == ("in_progress", "scheduled", "")
    assert len(api.sent) == 1


def test_mailgun_is_asked_for_its_events(world: World, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = cut_off(world, api, monkeypatch, "mailgun")
    ours = Delivery.objects.get().message_id.strip("<>")
    api.finds["/mg.acme.example/events"] = {"items": [{"message": {"headers": {"message-id": ours}}}]}
    sweep_later(world)
    assert ours in api.received[-1].path.replace("%40", "@")
    assert Delivery.objects.get().state == "sent"
    assert standing(ada) == ("in_progress", "scheduled", "")


@pytest.mark.parametrize("provider", ["mailgun", "resend", "sendgrid"])
def test_where_nothing_is_found_or_nobody_can_be_asked_a_person_decides(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch, provider: str
) -> None:
    ada = cut_off(world, api, monkeypatch, provider)
    sweep_later(world)
    world.tick(days=2)
    assert standing(ada) == ("failed", "step_error", "outcome_unknown")
    assert len(api.sent) == 1


@pytest.mark.faults
@pytest.mark.parametrize("point", [FaultPoint.AFTER_START, FaultPoint.AFTER_PERFORM, FaultPoint.BEFORE_COMMIT])
def test_killed_while_mail_leaves_through_a_provider(place: Place, api: Api, point: FaultPoint) -> None:
    people = place.fill(steps=[MAIL], people=25, provider=api.url)
    times = 2 if point is FaultPoint.AFTER_START else 1
    assert place.work(SEGUE_FAULT=f"{point}:{times}").wait(PATIENCE) == -signal.SIGKILL
    clean = place.work()
    open_ones = "segue_enrollment WHERE status = 'in_progress'"
    wait_until(lambda: place.number(open_ones) == 0, PATIENCE, what="every enrollment to be accounted for")
    assert place.end(clean) == 0
    recipients = [request.json["To"] for request in api.sent]
    sent = place.number("segue_delivery WHERE state = 'sent'")
    unknown = place.number("segue_enrollment WHERE error_code = 'outcome_unknown'")
    assert len(recipients) == len(set(recipients)) == sent  # what had left was found, what had not was not sent later
    assert sent + unknown == people
    assert unknown <= AT_ONCE
    assert unknown == AT_ONCE or point is not FaultPoint.AFTER_START
