"""The mail of Northwind Talent: what it ends with, what came in, and who is not written to any more."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from segue.actions.change_mailbox import change_mailbox
from segue.actions.change_workspace import WorkspaceSettings, change_workspace
from segue.actions.suppress import suppress_by_hand
from segue.demo.cast import Cast
from segue.demo.northwind_sequences import INTERVIEW, SENIOR
from segue.demo.stage import Calendar, Scene
from segue.demo.team import BEN, MARA, PRIYA
from segue.domain.tiers import Tier
from segue.models import Mailbox

FOOTER = "Northwind Talent, Voorbeeldkade 12, Amsterdam, the Netherlands"
SIGNATURE = '<p><strong>Engineers who stay</strong><br><a href="https://northwind-talent.example">northwind-talent.example</a></p>'
LIMITS = {"hour_limit": 40, "day_limit": 200, "domain_day_limit": 20}


def mail_story(cast: Cast, calendar: Calendar) -> list[Scene]:
    """All scenes, in no particular order."""
    return [
        Scene(calendar.workday(9, "08:50"), partial(_set_up, cast)),
        *_answers(cast, calendar),
        *_ways_out(cast, calendar),
    ]


def _set_up(cast: Cast, now: datetime) -> None:
    """What every email ends with, and how many may leave."""
    admin = cast.team[MARA]
    workspace = admin.workspace
    settings = WorkspaceSettings(workspace.name, workspace.time_zone, Tier(workspace.tier))
    change_workspace(admin, replace(settings, mail_footer=FOOTER))
    change_mailbox(admin, Mailbox.objects.get(workspace=workspace), {"signature": SIGNATURE, **LIMITS}, now)


def _answers(cast: Cast, calendar: Calendar) -> list[Scene]:
    return [
        Scene(
            calendar.workday(2, "13:05"),
            partial(cast.answer, SENIOR, "Jonas Ek", "Interesting! Could you send the salary range first?"),
        ),
        Scene(
            calendar.workday(3, "16:05"), partial(cast.answer, INTERVIEW, "Marta Kowal", "Can we move it to Thursday?")
        ),
        # Nobody has looked at this one yet: the drawer offers to pause until then.
        Scene(calendar.workday(2, "11:07"), partial(cast.be_away, SENIOR, "Vera Novak", calendar.working_day_ahead(8))),
    ]


def _ways_out(cast: Cast, calendar: Calendar) -> list[Scene]:
    """An opt-out, a bounce whose address was found anew (so Retry works), and a house that wants no mail."""
    note = "Nell asked on the phone: no mail to anybody there."
    return [
        Scene(calendar.workday(6, "19:40"), partial(cast.opt_out, SENIOR, "Sofie Janssens")),
        Scene(calendar.workday(7, "16:32"), partial(cast.bounce, SENIOR, "Yuki Tanabe")),
        Scene(
            calendar.workday(1, "11:40"),
            lambda now: cast.change(BEN, "Yuki Tanabe", now, email="yuki@tanabe.example"),
        ),
        Scene(
            calendar.workday(1, "11:42"),
            partial(cast.note, BEN, "Yuki Tanabe", "Her work address bounced. Her own is on her site: Retry."),
        ),
        Scene(
            calendar.workday(3, "14:10"),
            lambda now: suppress_by_hand(cast.team[PRIYA], "saltmarsh.example", note, now),
        ),
    ]
