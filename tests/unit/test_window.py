"""The window clock: the next moment when mail may leave, also on days when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segue.domain.delay import Delay, DelayUnit
from segue.domain.schedule import Zones, schedule
from segue.domain.window import Window, WindowZone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = frozenset(range(5))
OFFICE = Window(WEEKDAYS, time(9), time(17))

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
MOMENTS = st.integers(0, 15 * 366 * 24 * 60).map(lambda m: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
CHANGES = st.sampled_from([datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
AROUND_CHANGES = st.builds(lambda day, m: day + timedelta(minutes=m), CHANGES, st.integers(-60, 24 * 60))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first, second = sorted(draw(st.sets(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2)))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Window(days, time(*divmod(first, 60)), time(*divmod(second, 60)))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("Mon 08:59", "Mon 09:00"),
        ("Mon 09:00", "Mon 09:00"),
        ("Mon 16:59", "Mon 16:59"),
        ("Mon 17:00", "Tue 09:00"),
        ("Fri 17:00", "Mon 09:00"),
        ("Sun 12:00", "Mon 09:00"),
    ],
)
def test_office_hours(at: str, opens: str) -> None:
    days = {"Mon": 23, "Tue": 24, "Fri": 27, "Sun": 29}
    moment = datetime(2026, 11, days[at[:3]], int(at[4:6]), int(at[7:]), tzinfo=AMSTERDAM)
    assert OFFICE.next_open(moment, AMSTERDAM).astimezone(AMSTERDAM).strftime("%a %H:%M") == opens


def test_a_window_that_the_clocks_skip_opens_the_next_time() -> None:
    window = Window(frozenset(range(7)), time(2), time(3))
    opens = window.next_open(datetime(2026, 3, 8, 0, 0, tzinfo=NEW_YORK), NEW_YORK)
    assert opens.astimezone(NEW_YORK).strftime("%a %H:%M") == "Mon 02:00"


def test_a_window_whose_start_the_clocks_skip_opens_when_they_jump() -> None:
    window = Window(frozenset(range(7)), time(2, 30), time(5))
    opens = window.next_open(datetime(2026, 3, 8, 0, 0, tzinfo=NEW_YORK), NEW_YORK)
    assert opens.astimezone(NEW_YORK).strftime("%a %H:%M") == "Sun 03:00"


def test_an_hour_that_comes_twice_opens_the_window_twice() -> None:
    window = Window(frozenset(range(7)), time(1), time(1, 30))
    after_the_first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    assert window.next_open(after_the_first, NEW_YORK) == after_the_first.astimezone(UTC) + timedelta(minutes=30)


@settings(max_examples=40)
@given(windows(), st.one_of(MOMENTS, AROUND_CHANGES), ZONES)
def test_it_is_open_then_and_not_in_the_past(window: Window, at: datetime, zone: ZoneInfo) -> None:
    opens = window.next_open(at, zone)
    assert window.is_open(opens, zone)
    assert opens >= at


@settings(max_examples=25)
@given(windows(), AROUND_CHANGES, st.sampled_from([NEW_YORK, AMSTERDAM]))
def test_it_is_not_open_any_sooner(window: Window, at: datetime, zone: ZoneInfo) -> None:
    opens = window.next_open(at, zone)
    assume(opens - at < timedelta(days=1))
    minutes = int((opens - at) / timedelta(minutes=1))
    assert not any(window.is_open(at + timedelta(minutes=m), zone) for m in range(minutes))


def test_the_window_follows_the_wall_clock_it_was_told_to() -> None:
    zones = Zones(AMSTERDAM, NEW_YORK)
    nine_in_amsterdam = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    of_record = Window(WEEKDAYS, time(9), time(17), WindowZone.RECORD)
    assert schedule(nine_in_amsterdam, Delay(), OFFICE, zones).due_at == nine_in_amsterdam
    assert schedule(nine_in_amsterdam, Delay(), of_record, zones).due_at == nine_in_amsterdam + timedelta(hours=6)
    assert schedule(nine_in_amsterdam, Delay(), of_record, Zones(AMSTERDAM)).due_at == nine_in_amsterdam


def test_the_delay_comes_first_and_then_the_window() -> None:
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=AMSTERDAM)
    slot = schedule(friday, Delay(1, DelayUnit.HOURS), OFFICE, Zones(AMSTERDAM))
    assert slot.ready_at == friday + timedelta(hours=1)
    assert slot.due_at == datetime(2026, 11, 30, 9, 0, tzinfo=AMSTERDAM)
    assert slot.waits_for_window


def test_without_a_window_the_delay_alone_decides() -> None:
    saturday = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
    slot = schedule(saturday, Delay(5, DelayUnit.MINUTES), None, Zones(AMSTERDAM))
    assert (slot.due_at, slot.waits_for_window) == (saturday + timedelta(minutes=5), False)


@pytest.mark.parametrize(
    ("days", "start", "end", "problem"),
    [
        (frozenset[int](), time(9), time(17), "at least one day"),
        (frozenset({7}), time(9), time(17), "Monday"),
        (WEEKDAYS, time(17), time(9), "open before it closes"),
        (WEEKDAYS, time(9), time(9), "open before it closes"),
    ],
)
def test_an_impossible_window_is_refused(days: frozenset[int], start: time, end: time, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Window(days, start, end)


@pytest.mark.parametrize(
    ("days", "words"),
    [(WEEKDAYS, "Mon–Fri, 09:00 to 17:00"), (frozenset({0, 2}), "Mon, Wed, 09:00 to 17:00")],
)
def test_a_window_in_words(days: frozenset[int], words: str) -> None:
    assert str(Window(days, time(9), time(17))) == words
