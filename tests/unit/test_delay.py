"""The delay clock: elapsed minutes and hours, days that keep the wall time, business days that skip weekends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.delay import Delay, DelayUnit, due_after, largest_amount

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
IN_DAYS = (DelayUnit.DAYS, DelayUnit.BUSINESS_DAYS)

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
MOMENTS = st.integers(0, 45 * 366 * 86400).map(lambda s: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
FEW = settings(max_examples=40)  # the whole of tests/unit takes a second or two
DELAYS = st.sampled_from(DelayUnit).flatmap(lambda u: st.integers(0, largest_amount(u)).map(lambda n: Delay(n, u)))


@pytest.mark.parametrize(
    ("amount", "unit", "later"),
    [
        (45, DelayUnit.SECONDS, timedelta(seconds=45)),
        (30, DelayUnit.MINUTES, timedelta(minutes=30)),
        (36, DelayUnit.HOURS, timedelta(hours=36)),
        (3, DelayUnit.DAYS, timedelta(days=3)),
        (3, DelayUnit.BUSINESS_DAYS, timedelta(days=3)),
        (0, DelayUnit.DAYS, timedelta(0)),
        (0, DelayUnit.BUSINESS_DAYS, timedelta(0)),
    ],
)
def test_each_unit(amount: int, unit: DelayUnit, later: timedelta) -> None:
    assert due_after(MONDAY, Delay(amount, unit), AMSTERDAM) == MONDAY + later


@pytest.mark.parametrize(
    ("weekday", "after", "calendar_days"),
    [
        ("Monday", 0, (1, 2, 3, 4, 7, 8)),
        ("Tuesday", 1, (1, 2, 3, 6, 7, 8)),
        ("Wednesday", 2, (1, 2, 5, 6, 7, 8)),
        ("Thursday", 3, (1, 4, 5, 6, 7, 8)),
        ("Friday", 4, (3, 4, 5, 6, 7, 10)),
        ("Saturday", 5, (2, 3, 4, 5, 6, 9)),
        ("Sunday", 6, (1, 2, 3, 4, 5, 8)),
    ],
)
def test_business_days_from_each_weekday(weekday: str, after: int, calendar_days: tuple[int, ...]) -> None:
    start = MONDAY + timedelta(days=after)
    assert start.strftime("%A") == weekday
    found = [due_after(start, Delay(n, DelayUnit.BUSINESS_DAYS), AMSTERDAM) for n in range(1, 7)]
    assert found == [start + timedelta(days=days) for days in calendar_days]


def test_the_weekday_is_that_of_the_zone() -> None:
    friday_night_in_new_york = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
    due = due_after(friday_night_in_new_york, Delay(1, DelayUnit.BUSINESS_DAYS), NEW_YORK)
    assert due.astimezone(NEW_YORK).strftime("%a %H:%M") == "Mon 22:00"


@pytest.mark.parametrize(("month", "day"), [(3, 7), (10, 31)])
def test_a_change_of_clocks_moves_nothing(month: int, day: int) -> None:
    nine = datetime(2026, month, day, 9, 0, tzinfo=NEW_YORK)
    assert due_after(nine, Delay(1), NEW_YORK) == nine + timedelta(days=1)  # arithmetic on the wall clock


def test_hours_are_elapsed_time_across_a_change_of_clocks() -> None:
    before = datetime(2026, 3, 7, 9, 0, tzinfo=NEW_YORK)
    due = due_after(before, Delay(24, DelayUnit.HOURS), NEW_YORK)
    assert due.astimezone(NEW_YORK).hour == 10


def test_a_wall_time_that_is_skipped_is_read_as_before_the_change() -> None:
    due = due_after(datetime(2026, 3, 7, 2, 30, tzinfo=NEW_YORK), Delay(1), NEW_YORK)
    assert due.astimezone(NEW_YORK).strftime("%a %H:%M") == "Sun 03:30"


@FEW
@given(MOMENTS, DELAYS, ZONES)
def test_never_earlier_than_since(since: datetime, delay: Delay, zone: ZoneInfo) -> None:
    due = due_after(since, delay, zone)
    assert due.tzinfo is UTC
    assert due > since if delay.amount else due == since


@FEW
@given(MOMENTS, st.sampled_from(IN_DAYS), st.integers(1, 365), ZONES)
def test_days_keep_the_wall_time_unless_it_does_not_exist(
    since: datetime, unit: DelayUnit, amount: int, zone: ZoneInfo
) -> None:
    due = due_after(since, Delay(amount, unit), zone).astimezone(zone)
    wall = since.astimezone(zone).replace(tzinfo=None, fold=0)
    expected = datetime.combine(due.date(), wall.time(), zone)
    exists = expected.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == expected.replace(tzinfo=None)
    assert due.time() == wall.time() or not exists


@FEW
@given(MOMENTS, st.integers(1, 365), ZONES)
def test_business_days_never_end_on_a_weekend(since: datetime, amount: int, zone: ZoneInfo) -> None:
    wall = since.astimezone(zone).replace(tzinfo=None)
    due = due_after(since, Delay(amount, DelayUnit.BUSINESS_DAYS), zone).astimezone(zone)
    # A change of clocks may push a wall time that does not exist over midnight; the date asked for is a weekday.
    assert due.weekday() < 5 or due.time() != wall.time()


@FEW
@given(MOMENTS, st.sampled_from(DelayUnit), ZONES, st.data())
def test_a_longer_delay_is_not_due_earlier(
    since: datetime, unit: DelayUnit, zone: ZoneInfo, data: st.DataObject
) -> None:
    shorter = data.draw(st.integers(0, largest_amount(unit) - 1))
    assert due_after(since, Delay(shorter, unit), zone) < due_after(since, Delay(shorter + 1, unit), zone)


@pytest.mark.parametrize("unit", DelayUnit)
def test_a_delay_is_between_nothing_and_a_year(unit: DelayUnit) -> None:
    assert Delay(largest_amount(unit), unit).amount > 300
    for amount in (-1, largest_amount(unit) + 1, 10**9):
        with pytest.raises(ValueError, match="one year"):
            Delay(amount, unit)


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (Delay(0), "at once"),
        (Delay(1, DelayUnit.BUSINESS_DAYS), "1 business day"),
        (Delay(2, DelayUnit.HOURS), "2 hours"),
    ],
)
def test_a_delay_in_words(delay: Delay, words: str) -> None:
    assert str(delay) == words
