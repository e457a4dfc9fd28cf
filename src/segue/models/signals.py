"""What the database layer tells whoever runs the engine."""

from django.db import transaction
from django.dispatch import Signal

# Sent after a commit that may have made work due sooner than a sleeping worker expects.
work_added = Signal()


def announce_work() -> None:
    """Wake the workers once the current transaction has committed."""
    transaction.on_commit(lambda: work_added.send(sender=None), robust=True)
