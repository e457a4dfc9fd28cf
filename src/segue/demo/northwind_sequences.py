"""The sequences of Northwind Talent: their steps and texts."""

from segue.actions.save_email_template import TemplateTexts
from segue.demo.writing import SequencePlan, StepPlan
from segue.domain.delay import DelayUnit
from segue.domain.records import RecordType
from segue.domain.replies import OnReply
from segue.domain.steps import StepKind
from segue.domain.window import WindowZone

SENIOR = "Source a senior engineer"
INTERVIEW = "Interview reminders"
TOUR = "Try it out: one minute tour"
OUTREACH = "Client outreach"
THANKS = "Referral thank-you"
FAIR = "Graduate fair follow-up"

WORKING_DAYS, EVERY_DAY = [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6]


def _email(subject: str, body: str, amount: int = 0, unit: DelayUnit = DelayUnit.DAYS) -> StepPlan:
    return StepPlan(StepKind.EMAIL, {"subject": subject, "body": body}, amount, unit)


def _letter(*paragraphs: str) -> str:
    return "\n\n".join(("Hi {{ person.first_name }},", *paragraphs, "{{ sender.name }}"))


_FIRST_MAIL = _letter(
    'I came across your work at {{ company.name | default: "your company" }} and thought of you for a senior role not '
    "far from {{ person.city }}: a small team, a product people rely on, and time to do it well.",
    "Would a quarter of an hour this week suit you? No CV needed.",
)
_SECOND_MAIL = _letter(
    "A short follow-up, since mail gets lost. Coffee is on me if you would like to hear more, and a plain "
    '"no, thanks" is just as welcome.',
)

_SENIOR = SequencePlan(
    SENIOR,
    RecordType.PERSON,
    "Four touches in a week, for people we have not spoken to yet. Stops when they reply.",
    (
        _email("{{ person.first_name }}, a role you might like", _FIRST_MAIL),
        StepPlan(
            StepKind.MESSAGE,
            {"channel": "linkedin", "title": "Invite {{ person.name }} on LinkedIn",
             "body": "Mention the email, and one thing from their profile. Two sentences at most."},
            1, DelayUnit.BUSINESS_DAYS,
        ),
        StepPlan(StepKind.EMAIL, {"body": _SECOND_MAIL, "in_thread": True}, 2, DelayUnit.BUSINESS_DAYS),
        StepPlan(
            StepKind.CALL,
            {"title": "Call {{ person.name }}", "body": "Ask about notice period and what would make them move."},
            2, DelayUnit.BUSINESS_DAYS,
        ),
    ),
    {"on_reply": OnReply.STOP, "window_days": WORKING_DAYS, "window_start": "08:30", "window_end": "18:00",
     "window_zone": WindowZone.RECORD},
)  # fmt: skip

_CONFIRMATION = _letter(
    "Your first interview is set. It takes about an hour, with two people from the team; bring questions of your own.",
)
_REMINDER = _letter(
    "Tomorrow is the day. You told us your notice period is {{ person.notice_period }}; they will ask about it, so do "
    "say so if that has changed.",
)

_INTERVIEW = SequencePlan(
    INTERVIEW,
    RecordType.PERSON,
    "From the invitation to the first debrief. Pauses when the candidate replies.",
    (
        _email("Your interview, {{ person.first_name }}", _CONFIRMATION),
        StepPlan(
            StepKind.TODO,
            {"title": "Send {{ person.first_name }} the briefing", "body": "The one-pager and who they will meet.",
             "wait": False},
            1, DelayUnit.HOURS,
        ),
        _email("Tomorrow: your interview", _REMINDER, 1),
        StepPlan(StepKind.CALL, {"title": "Ask {{ person.first_name }} how it went"}, 1),
        StepPlan(StepKind.FIELD, {"field": "stage", "value": "First interview done"}),
    ),
    {"on_reply": OnReply.PAUSE, "window_days": EVERY_DAY, "window_start": "07:00", "window_end": "21:00"},
)  # fmt: skip

_TOUR = SequencePlan(
    TOUR,
    RecordType.PERSON,
    "Enroll somebody and watch: four steps within a minute.",
    (
        _email("Hello from the tour, {{ person.first_name }}",
               _letter("This message went to the Outbox: Settings, Mailboxes. Nothing leaves your machine."),
               5, DelayUnit.SECONDS),
        StepPlan(
            StepKind.TODO, {"title": "Have a look at {{ person.first_name }}'s Timeline", "wait": False},
            5, DelayUnit.SECONDS,
        ),
        StepPlan(StepKind.FIELD, {"field": "stage", "value": "In touch"}, 10, DelayUnit.SECONDS),
        StepPlan(StepKind.TAG, {"operation": "add", "tag": "toured"}, 20, DelayUnit.SECONDS),
    ),
)  # fmt: skip

_CLIENT_MAIL = """<p>Hello {{ company.name }},</p>
<p>Thank you for your time on the phone. We place engineers who stay:</p>
<ul><li>nine out of ten are <strong>still there after two years</strong></li>
<li>everybody has met somebody of your team before the first interview</li></ul>
<p>Shall I send three profiles that would fit you{% if company.city %} in {{ company.city }}{% endif %}?</p>
<p>{{ sender.name }}</p>"""

_OUTREACH = SequencePlan(
    OUTREACH,
    RecordType.COMPANY,
    "A call, an email the day after, and a note to our own systems. Replies do not stop it.",
    (
        StepPlan(StepKind.CALL, {"title": "Call {{ company.name }}", "body": "Ask who decides on hiring engineers."}),
        _email("Engineers for {{ company.name }}", _CLIENT_MAIL, 1, DelayUnit.BUSINESS_DAYS),
        StepPlan(StepKind.TAG, {"operation": "add", "tag": "contacted"}),
    ),
    {"window_days": WORKING_DAYS, "window_start": "09:00", "window_end": "17:00"},
)
# Added later, by a colleague who copied the address out of a chat that had shortened it.
OUTREACH_WEBHOOK = StepPlan(StepKind.WEBHOOK, {"url": "https://hooks.north…/outreach"})

_THANKS = SequencePlan(
    THANKS,
    RecordType.PERSON,
    "For everybody who sent somebody our way.",
    (
        _email("Thank you, {{ person.nickname }}", _letter("Thank you for thinking of us.")),
        StepPlan(StepKind.CALL, {"title": ""}, 3),
        StepPlan(StepKind.TAG, {"operation": "add", "tag": "referrer"}),
    ),
    published=False,
)

_FAIR = SequencePlan(
    FAIR,
    RecordType.PERSON,
    "For people we met at the fair.",
    (
        _email("Good to meet you, {{ person.first_name }}", _letter("Let us stay in touch.")),
        StepPlan(StepKind.FIELD, {"field": "email", "value": "{{ person.private_email }}"}, 1, DelayUnit.HOURS),
    ),
)

NORTHWIND_TEMPLATES = (
    (RecordType.PERSON, TemplateTexts("First word", "{{ person.first_name }}, a role you might like", _FIRST_MAIL)),
    (RecordType.PERSON, TemplateTexts("Thank you", "Thank you, {{ person.first_name }}", _letter("Thank you."))),
    (RecordType.COMPANY, TemplateTexts("After a call", "Engineers for {{ company.name }}", _CLIENT_MAIL)),
)

NORTHWIND_SEQUENCES = (_SENIOR, _INTERVIEW, _TOUR, _OUTREACH, _THANKS, _FAIR)
