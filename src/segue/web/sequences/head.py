"""The head that the three tabs of a sequence share."""

from dataclasses import dataclass
from typing import Any

from segue.domain.records import RecordType
from segue.domain.roles import Permission
from segue.models import Sequence
from segue.queries.sequences import has_changes
from segue.web.access import MemberRequest


@dataclass(frozen=True)
class Head:
    """What the head shows of a sequence to this member."""

    record_type: RecordType
    may_write: bool
    has_changes: bool
    state: str

    @property
    def is_archived(self) -> bool:
        return self.state == "archived"

    @property
    def can_edit(self) -> bool:
        return self.may_write and not self.is_archived

    @property
    def can_publish(self) -> bool:
        return self.can_edit and (self.has_changes or self.state == "draft")


def head_context(sequence: Sequence, request: MemberRequest) -> dict[str, Any]:
    """What `segue/sequences/_head.html` needs; the page includes it `with tab="enrollments"` (steps, settings)."""
    head = Head(
        record_type=RecordType(sequence.type),
        may_write=request.member.may(Permission.WRITE_SEQUENCES),
        has_changes=has_changes(sequence),
        state=sequence.state,
    )
    return {"sequence": sequence, "head": head}
