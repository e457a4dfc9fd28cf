"""Which time zones are known, and which of them are offered."""

import pytest

from segue.domain.time_zones import current_time_zones, known_time_zones


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Buenos_Aires"])
def test_todays_names_are_offered(zone: str) -> None:
    assert zone in current_time_zones()


@pytest.mark.parametrize("zone", ["Europe/Kiev", "Asia/Calcutta", "US/Eastern", "Etc/GMT+1", "GB"])
def test_old_names_are_known_but_not_offered(zone: str) -> None:
    assert zone in known_time_zones()
    assert zone not in current_time_zones()


def test_every_zone_that_is_offered_is_known() -> None:
    assert set(current_time_zones()) <= known_time_zones()
