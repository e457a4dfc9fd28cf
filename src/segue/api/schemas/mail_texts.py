"""E-mail templates and attachments, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from segue.api.inputs import Body, OptionalText
from segue.domain.records import RecordType
from segue.models import Attachment as AttachmentModel
from segue.models import EmailTemplate as TemplateModel

Html = Annotated[str, Field(description="HTML; plain text becomes paragraphs. Takes merge fields.")]


class EmailTemplateInput(Body):
    """A new template."""

    type: RecordType
    name: str
    subject: str = ""
    body: Html = ""


class EmailTemplateChange(Body):
    """What is not given stays as it is."""

    name: OptionalText
    subject: OptionalText
    body: Annotated[str, Field(default_factory=str, description="HTML; plain text becomes paragraphs.")]


class EmailTemplate(BaseModel):
    """An e-mail to begin a step with: copy its subject and body into the step."""

    id: int
    type: RecordType
    name: str
    subject: str
    body: Html
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, template: TemplateModel) -> Self:
        return cls(**{name: getattr(template, name) for name in cls.model_fields})


class EmailTemplates(BaseModel):
    """Templates by name."""

    items: list[EmailTemplate]


class AttachmentInput(Body):
    """A file to keep."""

    name: str = Field(description="With its ending, which says what kind of file it is.")
    content: str = Field(description="The file in base64. A body has 5 MB at most, so a file 3.5 MB.")


class Attachment(BaseModel):
    """A file. An email step attaches it by its id, in `config.attachments`."""

    id: int
    name: str
    content_type: str
    size: int = Field(description="In bytes.")
    created_at: datetime

    @classmethod
    def of(cls, file: AttachmentModel) -> Self:
        return cls(**{name: getattr(file, name) for name in cls.model_fields})
