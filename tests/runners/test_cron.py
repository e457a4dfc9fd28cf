"""Every so many seconds, in cron."""

import pytest

from segue.runners.procrastinate.cron import STEPS, every


@pytest.mark.parametrize(("seconds", "step"), [(0.25, 1), (1, 1), (4, 3), (7, 5), (15, 15), (29.9, 20), (900, 30)])
def test_it_comes_round_at_least_so_often(seconds: float, step: int) -> None:
    assert every(seconds) == f"* * * * * */{step}"


def test_the_steps_do_not_stumble_at_the_full_minute() -> None:
    assert not [step for step in STEPS if 60 % step]
