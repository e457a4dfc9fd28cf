"""Keep a file that e-mail steps can attach."""

from collections.abc import Sequence
from datetime import datetime

from segue.domain.files import clean_name, content_type, problem_beside, problem_with_file
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.models import Attachment
from segue.models.actor import Actor


def add_attachment(
    actor: Actor, name: str, data: bytes, now: datetime, beside: Sequence[Attachment] = ()
) -> Attachment:
    """The stored file. Raises Invalid if it is too large (alone or `beside` others), empty, or a program."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    clean = clean_name(name)
    total = sum(file.size for file in beside) + len(data)
    if problem := problem_with_file(clean, len(data)) or problem_beside(len(beside) + 1, total):
        raise Invalid({"file": [problem]})
    return Attachment.objects.create(
        workspace=actor.workspace,
        name=clean,
        content_type=content_type(clean),
        size=len(data),
        data=data,
        created_by=actor.member,
        created_at=now,
    )
