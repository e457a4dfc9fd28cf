"""Workers show that they are alive."""

from datetime import datetime, timedelta

from segue.models.worker import Worker

SILENT_AFTER = timedelta(seconds=40)  # workers say so every 15


def beat(name: str, now: datetime) -> None:
    """Say that this worker is alive, and forget those that fell silent long ago."""
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )
    Worker.objects.filter(seen_at__lt=now - 10 * SILENT_AFTER).delete()


def sign_off(name: str) -> None:
    """Say that this worker has stopped."""
    Worker.objects.filter(name=name).delete()


def living_workers(now: datetime) -> int:
    """How many workers were heard of lately."""
    # Not from the future either: a clock that was set back leaves such a beat behind.
    return Worker.objects.filter(seen_at__range=(now - SILENT_AFTER, now + SILENT_AFTER)).count()
