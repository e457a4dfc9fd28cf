"""Workers say that they are alive; the health page and /healthz read it."""

from django.db import models


class Worker(models.Model):
    """One worker process, by host and process id."""

    name = models.CharField(max_length=200, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
