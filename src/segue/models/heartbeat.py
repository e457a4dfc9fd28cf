"""Workers show that they are alive."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from segue.models.worker import Worker

FORGOTTEN_AFTER = timedelta(minutes=10)  # until then the health page shows what fell silent


def beat_every() -> timedelta:
    """How often a worker says that it is alive: the sooner the dead are to be missed, the more often."""
    return timedelta(seconds=min(10.0, max(0.5, settings.SEGUE_LEASE_SECONDS / 6)))


def silent_after() -> timedelta:
    """A worker that was not heard of for so long is taken to be dead. A busy one is only slow, so not too short."""
    return max(timedelta(seconds=2), 3 * beat_every())


def beat(name: str, now: datetime) -> None:
    """Say that this worker is alive, and forget those that fell silent long ago."""
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )
    Worker.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def sign_off(name: str) -> None:
    """Say that this worker has stopped."""
    Worker.objects.filter(name=name).delete()


def living_workers(now: datetime, using: str = DEFAULT_DB_ALIAS) -> int:
    """How many workers were heard of lately."""
    # Not from the future either: a clock that was set back leaves such a beat behind.
    lately = (now - silent_after(), now + silent_after())
    return Worker.objects.using(using).filter(seen_at__range=lately).count()
