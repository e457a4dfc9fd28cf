"""/attachments: files that e-mail steps attach."""

from base64 import b64decode
from binascii import Error

from django.utils import timezone
from ninja import Router

from segue.actions.add_attachment import add_attachment
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.mail_texts import Attachment, AttachmentInput
from segue.domain.refusals import Invalid
from segue.queries.attachments import get_attachment

router = Router(tags=["Attachments"])


@router.post("", response={201: Attachment})
def create_attachment(request: ApiRequest, body: AttachmentInput) -> Attachment:
    """Keep a file that steps can attach: up to 10 each, 10 MB together. No program: mail servers refuse those."""
    return Attachment.of(add_attachment(request.auth, body.name, _decoded(body.content), timezone.now()))


@router.get("/{int:attachment_id}", response=Attachment)
def read_attachment(request: ApiRequest, attachment_id: Id) -> Attachment:
    """What is known of a file; its contents are for members, in the step's editor."""
    return Attachment.of(get_attachment(request.auth.workspace, attachment_id))


def _decoded(content: str) -> bytes:
    try:
        return b64decode(content, validate=True)
    except (Error, ValueError) as error:
        raise Invalid({"content": ["Send the contents of the file in base64."]}) from error
