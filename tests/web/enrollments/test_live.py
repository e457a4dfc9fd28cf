"""Live parts: nothing is sent again until something changed."""

import pytest
from django.test import Client
from django.urls import reverse

from segue.models import Enrollment
from tests.world import World


def addresses(enrollment: Enrollment) -> dict[str, str]:
    return {
        "table": reverse("sequence-enrollments", args=[enrollment.sequence_id]),
        "card": reverse("record-sequences", args=[enrollment.record_id]),
        "drawer": reverse("enrollment", args=[enrollment.pk]),
    }


@pytest.mark.parametrize("part", ["table", "card", "drawer"])
def test_a_part_is_sent_again_only_when_it_changed(world: World, bob: Client, failed: Enrollment, part: str) -> None:
    address = addresses(failed)[part]
    first = bob.get(address, headers={"X-Live": "true"})
    assert first.status_code == 200
    assert b"data-live-url" in first.content
    seen = {"X-Live": "true", "If-None-Match": first["ETag"]}
    second = bob.get(address, headers=seen)
    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])
    bob.post(reverse("enrollment-stop", args=[failed.pk]))
    third = bob.get(address, headers=seen)
    assert third.status_code == 200
    assert b"Stopped" in third.content
    assert third["ETag"] != first["ETag"]


def test_a_part_leads_back_to_what_it_shows(bob: Client, failed: Enrollment) -> None:
    address = addresses(failed)["table"] + "?status=failed&q=ada"
    html = bob.get(address, headers={"X-Live": "true"}).content.decode()
    assert f'data-live-url="{address.replace("&", "&amp;")}"' in html


def test_following_leaves_the_address_alone(bob: Client, failed: Enrollment) -> None:
    answer = bob.get(addresses(failed)["table"], headers={"X-Live": "true"})
    assert "HX-Push-Url" not in answer
    assert "HX-Replace-Url" not in answer
