"""Two weeks at Northwind Talent: who enrolled whom, who replied, what went wrong and what was done about it."""

from datetime import datetime, timedelta
from functools import partial

from segue.actions.archive_sequence import archive_sequence
from segue.actions.create_token import create_token
from segue.actions.invite import invite
from segue.actions.publish import publish
from segue.demo.cast import Cast
from segue.demo.northwind_mail import mail_story
from segue.demo.northwind_sequences import FAIR, INTERVIEW, OUTREACH, OUTREACH_WEBHOOK, SENIOR, TOUR
from segue.demo.stage import Calendar, Scene
from segue.demo.team import BEN, MARA, PRIYA
from segue.demo.writing import add
from segue.domain.roles import Role
from segue.queries.today import end_of_day

LEFT_OPEN = frozenset({"Amir Rahimi", "Bea Lindholm", "Mikko Laine", "Noor van Dam", "Lumen & Oak", "Coogee Logistics"})
BACK_AT_WORK = 9  # working days before today on which the story begins


def northwind_story(cast: Cast, calendar: Calendar) -> list[Scene]:
    """All scenes, in no particular order."""
    return [
        *_sourcing(cast, calendar),
        *_replies(cast, calendar),
        *mail_story(cast, calendar),
        *_troubles(cast, calendar),
        *_interviews(cast, calendar),
        *_clients(cast, calendar),
        *_graduates(cast, calendar),
        *_today(cast, calendar),
        *_office(cast, calendar),
    ]


def _sourcing(cast: Cast, calendar: Calendar) -> list[Scene]:
    first = ("Ada Brouwer", "Tomas Varga", "Imani Mensah", "Freya Dahl", "Luca Ferrante", "Nina Petrov",
             "Owen Gallagher", "Daniel Hoekstra")  # fmt: skip
    second = ("Sofie Janssens", "Priscilla Akande", "Yuki Tanabe", "Marta Kowal", "Rhys Bevan", "Wren Castellan",
              "Chloe Marchand")  # fmt: skip
    third = ("Elif Demir", "Jonas Ek", "Amir Rahimi", "Bea Lindholm")
    fourth = ("Hugo Steyn", "Lena Vogel", "Mikko Laine", "Noor van Dam", "Vera Novak")
    # From Sydney to San Francisco: whenever this is, somebody's send window is closed.
    today = ("Piotr Zielin", "Stefan Brandt", "Tess Mulder", "Ines Caldeira", "Kofi Adjei", "Sam Whitlock")
    return [
        Scene(calendar.workday(9, "10:05"), partial(cast.enroll, PRIYA, SENIOR, first)),
        Scene(calendar.workday(7, "09:40"), partial(cast.enroll, BEN, SENIOR, second)),
        Scene(calendar.workday(4, "14:20"), partial(cast.enroll, PRIYA, SENIOR, third)),
        Scene(calendar.workday(2, "11:05"), partial(cast.enroll, BEN, SENIOR, fourth)),
        Scene(calendar.ago(minutes=95), partial(cast.enroll, MARA, SENIOR, today)),
    ]


def _replies(cast: Cast, calendar: Calendar) -> list[Scene]:
    return [
        Scene(
            calendar.workday(7, "15:20"),
            partial(cast.reply, PRIYA, "Freya Dahl", "Happy where I am, but do ask me again in spring."),
        ),
        Scene(calendar.workday(5, "12:15"), partial(cast.stop, PRIYA, SENIOR, "Nina Petrov")),
        Scene(
            calendar.workday(5, "12:16"),
            partial(cast.note, PRIYA, "Nina Petrov", "Signed elsewhere last week. Ask again in a year."),
        ),
        Scene(calendar.workday(1, "15:10"), partial(cast.stop, BEN, SENIOR, "Lena Vogel")),
        Scene(
            calendar.workday(4, "17:10"),
            partial(cast.note, PRIYA, "Ada Brouwer", "Good call. Asks about the on-call rota first."),
        ),
        Scene(
            calendar.workday(6, "16:55"),
            partial(cast.note, BEN, "Marta Kowal", "Prefers LinkedIn to email."),
        ),
    ]  # fmt: skip


def _troubles(cast: Cast, calendar: Calendar) -> list[Scene]:
    """A missing city that was filled in, an address that was taken away, and a second round."""
    return [
        Scene(calendar.workday(5, "10:02"), lambda now: cast.change(BEN, "Chloe Marchand", now, email="")),
        Scene(
            calendar.workday(5, "10:04"),
            partial(cast.note, BEN, "Chloe Marchand", "Her work address bounces. Looking for another one."),
        ),
        Scene(calendar.workday(2, "09:31"), lambda now: cast.change(MARA, "Wren Castellan", now, city="Utrecht")),
        Scene(calendar.workday(2, "09:32"), partial(cast.retry, MARA, SENIOR, "Wren Castellan")),
        Scene(calendar.workday(3, "10:20"), partial(cast.remove, BEN, SENIOR, "Rhys Bevan")),
        Scene(calendar.workday(3, "10:24"), partial(cast.enroll, BEN, SENIOR, ("Rhys Bevan",))),
    ]


def _interviews(cast: Cast, calendar: Calendar) -> list[Scene]:
    return [
        Scene(calendar.workday(6, "13:30"), partial(cast.enroll, MARA, INTERVIEW, ("Ada Brouwer", "Tomas Varga"))),
        Scene(calendar.workday(5, "09:15"), partial(cast.enroll, BEN, INTERVIEW, ("Owen Gallagher", "Imani Mensah"))),
        Scene(calendar.workday(3, "11:50"), partial(cast.enroll, PRIYA, INTERVIEW, ("Marta Kowal", "Hugo Steyn"))),
        Scene(calendar.workday(2, "14:40"), partial(cast.enroll, BEN, INTERVIEW, ("Elif Demir", "Luca Ferrante"))),
        Scene(calendar.workday(2, "15:30"), partial(cast.reply, BEN, "Elif Demir", "Thank you! Where do I park?")),
        Scene(calendar.workday(2, "15:55"), partial(cast.resume, BEN, INTERVIEW, "Elif Demir")),
        Scene(calendar.ago(hours=5), partial(cast.enroll, MARA, INTERVIEW, ("Tess Mulder", "Stefan Brandt"))),
    ]


def _clients(cast: Cast, calendar: Calendar) -> list[Scene]:
    first = ("Kestrel Robotics", "Harrow Analytics", "Pennine Health", "Quellwerk", "Norrsken Studios")
    second = ("Isar Mobility", "Atelier Vernier", "Hudson Ledger")
    third = ("Bluewater Grid", "Lumen & Oak", "Coogee Logistics", "Tern Aerospace")
    return [
        Scene(calendar.workday(9, "09:20"), partial(cast.enroll, PRIYA, OUTREACH, first)),
        Scene(calendar.workday(5, "17:05"), partial(_add_webhook, cast)),
        Scene(calendar.workday(4, "09:25"), partial(cast.enroll, BEN, OUTREACH, second)),
        Scene(calendar.workday(1, "09:10"), partial(cast.enroll, MARA, OUTREACH, third)),
        Scene(calendar.workday(1, "14:45"), partial(cast.stop, MARA, OUTREACH, "Tern Aerospace")),
        Scene(
            calendar.workday(1, "16:30"),
            partial(cast.reply, MARA, "Bluewater Grid", "Call me after the summer budget round, please."),
        ),
        Scene(
            calendar.workday(7, "14:05"),
            partial(cast.note, PRIYA, "Quellwerk", "Bruno Keller decides. Two backend roles from next quarter."),
        ),
    ]  # fmt: skip


def _add_webhook(cast: Cast, now: datetime) -> None:
    add(cast.team[PRIYA], cast.sequences[OUTREACH], OUTREACH_WEBHOOK, now)
    publish(cast.team[PRIYA], cast.sequences[OUTREACH], now)


def _graduates(cast: Cast, calendar: Calendar) -> list[Scene]:
    private = {
        "Will Ashdown": "will@ashdown.example",
        "Xanthe Moore": "xm@moore.example",
        "Zoe Fairbairn": "see her card",
    }
    graduates = tuple(private)
    return [
        Scene(calendar.workday(9, "10:40"), lambda now: _type_in_cards(cast, private, now)),
        Scene(calendar.workday(9, "10:50"), partial(cast.enroll, BEN, FAIR, graduates)),
        Scene(
            calendar.workday(8, "09:30"),
            lambda now: archive_sequence(cast.team[PRIYA], cast.sequences[FAIR], now),
        ),
        Scene(calendar.workday(3, "11:00"), partial(cast.enroll, MARA, TOUR, (*graduates, "Finn Okoro"))),
        Scene(calendar.workday(3, "11:00") + timedelta(seconds=12), partial(cast.stop, MARA, TOUR, "Finn Okoro")),
    ]  # fmt: skip


def _type_in_cards(cast: Cast, private: dict[str, str], now: datetime) -> None:
    for name, address in private.items():
        cast.change(BEN, name, now, fields={"private_email": address})


def _today(cast: Cast, calendar: Calendar) -> list[Scene]:
    now = calendar.now
    later = min(now + timedelta(hours=2), end_of_day(cast.team[MARA].workspace, now) - timedelta(minutes=1))
    return [
        Scene(
            calendar.workday(1, "16:50"),
            partial(cast.task, MARA, "Anouk de Wit", "Send Anouk the shortlist", later),
        ),
        Scene(
            calendar.workday(2, "16:45"),
            partial(cast.task, BEN, "Carys Morgan", "Ask Carys for feedback on Imani", calendar.workday(1, "12:00")),
        ),
        Scene(calendar.ago(minutes=12), partial(cast.enroll, BEN, TOUR, ("Liv Aalto",))),
        # These two are still on their way when the worker starts, so there is something to watch.
        Scene(calendar.ago(seconds=4), partial(cast.enroll, MARA, TOUR, ("Carys Morgan", "Dev Malhotra"))),
    ]  # fmt: skip


def _office(cast: Cast, calendar: Calendar) -> list[Scene]:
    """Twice a day everybody works through their tasks; and an invitation and a token, for the pages that list them."""
    mornings = [calendar.workday(back, f"11:{10 + 4 * back}") for back in range(1, BACK_AT_WORK)]
    afternoons = [calendar.workday(back, "16:40") for back in range(1, BACK_AT_WORK + 1)]
    admin = cast.team[MARA]
    return [
        *(Scene(at, cast.work_tasks) for at in (*mornings, *afternoons)),
        Scene(calendar.workday(8, "11:05"), lambda now: create_token(admin, "Careers site", now)),
        Scene(calendar.workday(1, "10:00"), lambda now: invite(admin, "sanne@northwind.example", Role.MEMBER, now)),
    ]
