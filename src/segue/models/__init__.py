"""Tables, constraints, indexes, and (in `state`) the one guarded write of an enrollment's state."""

from segue.models.activity import Activity
from segue.models.among import Among
from segue.models.customfield import CustomField
from segue.models.delivery import Delivery
from segue.models.enroll_run import EnrollRun
from segue.models.enrollment import Enrollment, Tally
from segue.models.event import Event
from segue.models.inbound import InboundMessage, Inbox
from segue.models.lane import SHARDS, Lane
from segue.models.mail_texts import Attachment, EmailTemplate
from segue.models.mailbox import Mailbox, MailUse, OutboxMessage
from segue.models.member import Invitation, Member
from segue.models.record import Company, Person, Record, RecordTag, Tag
from segue.models.sequence import Sequence, Step, Version
from segue.models.suppression import Suppression
from segue.models.token import ApiToken
from segue.models.user import User
from segue.models.worker import Worker
from segue.models.workspace import Workspace

__all__ = [
    "SHARDS",
    "Activity",
    "Among",
    "ApiToken",
    "Attachment",
    "Company",
    "CustomField",
    "Delivery",
    "EmailTemplate",
    "EnrollRun",
    "Enrollment",
    "Event",
    "InboundMessage",
    "Inbox",
    "Invitation",
    "Lane",
    "MailUse",
    "Mailbox",
    "Member",
    "OutboxMessage",
    "Person",
    "Record",
    "RecordTag",
    "Sequence",
    "Step",
    "Suppression",
    "Tag",
    "Tally",
    "User",
    "Version",
    "Worker",
    "Workspace",
]
