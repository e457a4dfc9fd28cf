"""Tables, constraints, indexes, and (in `state`) the one guarded write of an enrollment's state."""

from segue.models.activity import Activity
from segue.models.customfield import CustomField
from segue.models.delivery import Delivery
from segue.models.enrollment import Enrollment, Tally
from segue.models.event import Event
from segue.models.lane import SHARDS, Lane
from segue.models.mailbox import Mailbox, OutboxMessage
from segue.models.member import Invitation, Member
from segue.models.record import Company, Person, Record, RecordTag, Tag
from segue.models.sequence import Sequence, Step, Version
from segue.models.token import ApiToken
from segue.models.user import User
from segue.models.worker import Worker
from segue.models.workspace import Workspace

__all__ = [
    "SHARDS",
    "Activity",
    "ApiToken",
    "Company",
    "CustomField",
    "Delivery",
    "Enrollment",
    "Event",
    "Invitation",
    "Lane",
    "Mailbox",
    "Member",
    "OutboxMessage",
    "Person",
    "Record",
    "RecordTag",
    "Sequence",
    "Step",
    "Tag",
    "Tally",
    "User",
    "Version",
    "Worker",
    "Workspace",
]
