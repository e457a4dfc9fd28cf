"""Reads of attachments. Their contents are left out wherever they are not sent or shown."""

from collections.abc import Iterable

from segue.domain.refusals import NotFound
from segue.domain.steps import EmailConfig
from segue.models import Attachment, Workspace


def attachments_of(workspace: Workspace, ids: Iterable[int]) -> list[Attachment]:
    """Those of these that the workspace has, in this order, without their contents."""
    wanted = list(ids)
    found = Attachment.objects.defer("data").in_bulk(wanted) if wanted else {}
    own = {number: file for number, file in found.items() if file.workspace_id == workspace.pk}
    return [own[number] for number in wanted if number in own]


def attachment_sizes(workspace: Workspace, emails: Iterable[EmailConfig]) -> dict[int, int]:
    """The sizes of the files that these e-mails attach, by id; a file that is gone is left out."""
    wanted = {number for config in emails for number in config.attachments}
    return {file.pk: file.size for file in attachments_of(workspace, wanted)}


def get_attachment(workspace: Workspace, attachment_id: int) -> Attachment:
    """A file with its contents, or NotFound."""
    found = Attachment.objects.filter(workspace=workspace, pk=attachment_id).first()
    if found is None:
        raise NotFound("There is no such file in this workspace.")
    return found
