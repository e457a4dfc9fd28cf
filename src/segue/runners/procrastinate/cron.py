"""Says “every so many seconds” in cron, with a sixth field for seconds."""

STEPS = (1, 2, 3, 5, 10, 15, 20, 30)  # they divide a minute


def every(seconds: float) -> str:
    """As often as that, or a little more often."""
    step = max((step for step in STEPS if step <= seconds), default=STEPS[0])
    return f"* * * * * */{step}"
