"""Who does something, and from where: given to every action, written into every event."""

from dataclasses import dataclass

from segue.domain.events import Source
from segue.domain.refusals import NotAllowed, TierRequired
from segue.domain.roles import Permission, Role
from segue.domain.tiers import TIER_EXPLANATION
from segue.models.member import Member
from segue.models.workspace import Workspace

_WORDS = {
    Permission.ADMINISTER: "change the settings of the workspace",
    Permission.WRITE_SEQUENCES: "write sequences",
    Permission.SUPPRESS: "change the suppression list",
    Permission.ENROLL: "manage enrollments",
    Permission.WRITE_RECORDS: "change records",
}


@dataclass(frozen=True)
class Actor:
    """A member acting through a page, the API or the command line."""

    member: Member
    source: Source

    @property
    def workspace(self) -> Workspace:
        return self.member.workspace

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless the member's role permits this."""
        if not self.member.may(permission):
            label = Role(self.member.role).label
            raise NotAllowed(f"Your role, {label}, may not {_WORDS[permission]}. Ask an admin of the workspace.")

    def require_sequences(self, permission: Permission) -> None:
        """Raise TierRequired on Basic, then NotAllowed unless the role permits this."""
        if not self.workspace.has_sequences:
            raise TierRequired(TIER_EXPLANATION)
        self.require(permission)
