"""Halden Partners: a workspace that went back to Basic with records still under way, which now hold."""

from datetime import datetime
from functools import partial

from segue.actions.set_tier import set_tier
from segue.demo.cast import Cast
from segue.demo.stage import Calendar, Scene
from segue.demo.team import OLGA
from segue.demo.writing import SequencePlan, StepPlan
from segue.domain.delay import DelayUnit
from segue.domain.records import RecordType
from segue.domain.steps import StepKind
from segue.domain.tiers import Tier

BOARD = "Board search: first approach"
INTRODUCTIONS = "Company introductions"

_LETTER = """Dear {{ person.first_name }},

I advise a board that is looking for somebody with your experience. May I call you this week, in confidence?

{{ sender.name }}"""

HALDEN_SEQUENCES = (
    SequencePlan(
        BOARD,
        RecordType.PERSON,
        "A letter, a call, and a word of thanks.",
        (
            StepPlan(StepKind.EMAIL, {"subject": "In confidence: a board seat", "body": _LETTER}),
            StepPlan(StepKind.CALL, {"title": "Call {{ person.name }}"}, 1, DelayUnit.BUSINESS_DAYS),
            StepPlan(
                StepKind.EMAIL,
                {"subject": "Thank you", "body": "Dear {{ person.first_name }},\n\nthank you for your time.\n"},
                2,
                DelayUnit.BUSINESS_DAYS,
            ),
        ),
    ),
    SequencePlan(
        INTRODUCTIONS,
        RecordType.COMPANY,
        "A first word with companies we would like to work for.",
        (
            StepPlan(StepKind.TODO, {"title": "Read up on {{ company.name }}"}),
            StepPlan(StepKind.CALL, {"title": "Call {{ company.name }}"}, 1, DelayUnit.BUSINESS_DAYS),
        ),
    ),
)


def halden_story(cast: Cast, calendar: Calendar) -> list[Scene]:
    """All scenes, in no particular order."""
    first = ("Arabella Stroud", "Callum Rennie", "Delphine Aubert", "Edmund Lacey")
    second = ("Fenella Gough", "Gareth Pryce", "Hester Vane")
    companies = ("Meridian Shipping", "Alder Materials", "Corvid Capital")
    return [
        Scene(calendar.workday(7, "10:30"), partial(cast.enroll, OLGA, BOARD, first)),
        Scene(calendar.workday(6, "14:00"), cast.work_tasks),
        Scene(calendar.workday(5, "09:50"), partial(cast.stop, OLGA, BOARD, "Delphine Aubert")),
        Scene(calendar.workday(4, "15:00"), partial(cast.enroll, OLGA, BOARD, second)),
        Scene(calendar.workday(4, "15:10"), partial(cast.enroll, OLGA, INTRODUCTIONS, companies)),
        Scene(calendar.workday(3, "15:30"), cast.work_tasks),
        Scene(calendar.workday(2, "10:00"), partial(_go_basic, cast)),
    ]


def _go_basic(cast: Cast, now: datetime) -> None:
    set_tier(cast.team[OLGA].workspace, Tier.BASIC)
