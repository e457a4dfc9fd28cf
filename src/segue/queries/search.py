"""What the command dialog finds: records and sequences."""

from dataclasses import dataclass

from segue.domain.naming import typed_words
from segue.models import Sequence, Workspace
from segue.queries.record_choices import Choice, search


@dataclass(frozen=True)
class Found:
    """Records and sequences that hold every word of a query."""

    records: list[Choice]
    sequences: list[Sequence]


def find(workspace: Workspace, q: str, limit: int = 8) -> Found:
    """The first few of each, by name. Archived sequences are found too: somebody may look for one."""
    sequences = Sequence.objects.filter(workspace=workspace)
    for word in typed_words(q):
        sequences = sequences.filter(name__icontains=word)
    shown = sequences.only("id", "name", "type", "archived_at", "current_version_id").order_by("name")[:limit]
    return Found(search(workspace, q, limit), list(shown))
