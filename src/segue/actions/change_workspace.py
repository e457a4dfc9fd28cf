"""Change the settings of the workspace: its name, time zone, tier, and what its e-mails end with."""

from dataclasses import dataclass

from django.db import transaction

from segue.actions.create_workspace import LONGEST_NAME
from segue.domain.problems import Problems
from segue.domain.roles import Permission
from segue.domain.tiers import Tier
from segue.models import Workspace
from segue.models.actor import Actor
from segue.models.signals import announce_work

LONGEST_FOOTER = 1_000


@dataclass(frozen=True)
class WorkspaceSettings:
    """What an admin may set."""

    name: str
    time_zone: str
    tier: Tier
    mail_footer: str = ""


@transaction.atomic
def change_workspace(actor: Actor, given: WorkspaceSettings) -> Workspace:
    """Raises Invalid. On Basic the engine holds the workspace's enrollments; on Professional they go on."""
    actor.require(Permission.ADMINISTER)
    problems = Problems()
    name = problems.text("name", given.name, label="The name", longest=LONGEST_NAME)
    problems.time_zone("time_zone", given.time_zone)
    footer = given.mail_footer.replace("\r\n", "\n").strip()
    if len(footer) > LONGEST_FOOTER:
        problems.add("mail_footer", f"The footer is longer than {LONGEST_FOOTER:,} characters.")
    problems.raise_any()
    workspace = Workspace.objects.get(pk=actor.workspace.pk)
    workspace.name, workspace.time_zone, workspace.tier = name, given.time_zone, given.tier
    workspace.mail_footer = footer
    workspace.save(update_fields=["name", "time_zone", "tier", "mail_footer"])
    announce_work()  # an upgrade frees what was held
    return workspace
