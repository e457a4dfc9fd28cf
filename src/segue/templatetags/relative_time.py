"""A moment in the words people use for it, seen from another moment."""

from datetime import datetime

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def relative(moment: datetime, now: datetime) -> str:
    """ "in 2 hours", "3 min ago", "just now"; from a week on the date. Both moments in the reader's zone."""
    seconds = (moment - now).total_seconds()
    if abs(seconds) < MINUTE:
        return "in under a minute" if seconds > 0 else "just now"
    if abs(seconds) >= 7 * DAY:
        return _date(moment, now)
    span = _span(abs(seconds))
    return f"in {span}" if seconds > 0 else f"{span} ago"


def _span(seconds: float) -> str:
    """Rounded: what is due in two days and 23 hours is due in 3 days."""
    minutes, hours, days = (round(seconds / size) for size in (MINUTE, HOUR, DAY))
    if minutes < 60:
        return f"{minutes} min"
    count, name = (hours, "hour") if hours < 24 else (days, "day")
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _date(moment: datetime, now: datetime) -> str:
    day = f"{moment.day} {moment:%b}"
    return day if moment.year == now.year else f"{day} {moment.year}"
