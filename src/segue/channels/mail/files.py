"""The files that messages attach, read from the database."""

from collections.abc import Collection

from segue.channels.mail.compose import File
from segue.models import Attachment


def load_files(ids: Collection[int]) -> dict[int, File]:
    """Files by id; those that are gone are left out."""
    rows = Attachment.objects.filter(id__in=ids) if ids else []
    return {a.id: File(a.id, a.name, a.content_type, bytes(a.data)) for a in rows}
