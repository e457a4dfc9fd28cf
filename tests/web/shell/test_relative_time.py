"""How a page words a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from segue.templatetags.relative_time import relative

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "in under a minute"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(minutes=1, seconds=45), "in 2 min"),
        (timedelta(minutes=-59), "59 min ago"),
        (timedelta(minutes=59, seconds=50), "in 1 hour"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(hours=1, minutes=50), "in 2 hours"),
        (timedelta(hours=-23, minutes=-59), "1 day ago"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(days=2, hours=23, minutes=59), "in 3 days"),
        (timedelta(days=-6, hours=-11), "6 days ago"),
        (timedelta(days=-6, hours=-23), "7 days ago"),
        (timedelta(days=7), "30 Nov"),
        (timedelta(days=-22), "1 Nov"),
        (timedelta(days=40), "2 Jan 2027"),
    ],
)
def test_words(distance: timedelta, words: str) -> None:
    assert relative(NOW + distance, NOW) == words
