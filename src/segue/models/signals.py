"""What the database layer tells whoever runs the engine."""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

# Sent in the transaction that makes work due, with `lanes`: what a receiver writes is committed or lost with the work.
work_coming = Signal()
# Sent after a commit that may have made work due sooner than a sleeping worker expects.
work_added = Signal()


def announce_work(lanes: Iterable[int] = ()) -> None:
    """Wake the workers once the current transaction has committed. `lanes` are those with work for at once, if known.

    The last thing to do in a transaction: what receivers write may hold up others until it is committed.
    """
    work_coming.send(sender=None, lanes=frozenset(lanes))
    transaction.on_commit(lambda: work_added.send(sender=None), robust=True)
