"""What the people of the example do: one line of a story each, by name, through the actions of the product."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import cycle

from django.db.models import QuerySet

from segue.actions.add_note import add_note
from segue.actions.add_task import add_task
from segue.actions.complete_task import complete_task
from segue.actions.enroll import enroll
from segue.actions.log_reply import log_reply
from segue.actions.opt_out import opt_out
from segue.actions.receive_message import receive_message
from segue.actions.remove import remove
from segue.actions.resume import resume
from segue.actions.retry import retry
from segue.actions.save_record import update_record
from segue.actions.stop import stop
from segue.demo import post
from segue.demo.team import Team
from segue.domain.activities import ActivityKind, ActivityState
from segue.domain.receiving.message import Received
from segue.domain.steps import StepKind
from segue.models import Activity, Delivery, Enrollment, Mailbox, Record, Sequence

OUTCOMES = {
    ActivityKind.CALL: ("Spoke for ten minutes, open to a chat", "Left a voicemail", "Asked to call again next month"),
    ActivityKind.MESSAGE: ("Sent", "Sent, and they accepted the invitation"),
    ActivityKind.TODO: ("Done",),
}


@dataclass
class Cast:
    """A workspace's people at work. `left_open` are the records whose tasks nobody gets round to."""

    team: Team
    records: Mapping[str, Record]
    sequences: Mapping[str, Sequence]
    left_open: frozenset[str] = field(default_factory=frozenset)

    def enroll(self, who: str, sequence: str, names: tuple[str, ...], now: datetime) -> None:
        ids = [self.records[name].pk for name in names]
        refused = [r for r in enroll(self.team[who], self._sequence(sequence), ids, now) if r.refusal]
        assert not refused, refused

    def stop(self, who: str, sequence: str, name: str, now: datetime) -> None:
        assert stop(self.team[who], self._enrollment(sequence, name), now).ids, name

    def remove(self, who: str, sequence: str, name: str, now: datetime) -> None:
        assert remove(self.team[who], self._enrollment(sequence, name), now).ids, name

    def retry(self, who: str, sequence: str, name: str, now: datetime) -> None:
        assert retry(self.team[who], self._enrollment(sequence, name), now).ids, name

    def resume(self, who: str, sequence: str, name: str, now: datetime) -> None:
        assert resume(self.team[who], self._enrollment(sequence, name), now).ids, name

    def reply(self, who: str, name: str, text: str, now: datetime) -> None:
        log_reply(self.team[who], self.records[name], text, now)

    def answer(self, sequence: str, name: str, text: str, now: datetime) -> None:
        email = self._last_email(sequence, name)
        _arrive(email, post.answer(email, text, now), now)

    def be_away(self, sequence: str, name: str, back: date, now: datetime) -> None:
        email = self._last_email(sequence, name)
        _arrive(email, post.absence(email, back, now), now)

    def bounce(self, sequence: str, name: str, now: datetime) -> None:
        email = self._last_email(sequence, name)
        _arrive(email, post.bounce(email, now), now)

    def opt_out(self, sequence: str, name: str, now: datetime) -> None:
        opt_out(post.opt_out_token(self._last_email(sequence, name)), now)

    def note(self, who: str, name: str, text: str, now: datetime) -> None:
        add_note(self.team[who], self.records[name], text, now)

    def task(self, who: str, name: str, title: str, due_at: datetime, now: datetime) -> None:
        add_task(self.team[who], self.records[name], title, due_at, now)

    def change(self, who: str, name: str, now: datetime, **data: object) -> None:
        update_record(self.team[who], self.records[name], data, now)

    def work_tasks(self, now: datetime) -> None:
        """Everybody does what is open for them, but for the records that are left open."""
        by_member = {actor.member.pk: actor for actor in self.team.values()}
        outcomes = {kind: cycle(texts) for kind, texts in OUTCOMES.items()}
        open_ones = Activity.objects.filter(workspace=self._workspace_id, state=ActivityState.OPEN, due_at__lte=now)
        for activity in open_ones.exclude(record__name__in=self.left_open).order_by("id"):
            actor = by_member[activity.assignee_id or 0]
            complete_task(actor, activity, now, next(outcomes[ActivityKind(activity.kind)]))

    def _sequence(self, name: str) -> Sequence:
        return Sequence.objects.select_related("workspace", "current_version").get(pk=self.sequences[name].pk)

    def _enrollment(self, sequence: str, name: str) -> "QuerySet[Enrollment]":
        return Enrollment.objects.filter(sequence=self.sequences[sequence], record=self.records[name])

    def _last_email(self, sequence: str, name: str) -> Delivery:
        enrolled = self._enrollment(sequence, name)
        return Delivery.objects.filter(enrollment__in=enrolled, kind=StepKind.EMAIL).latest("id")

    @property
    def _workspace_id(self) -> int:
        return next(iter(self.team.values())).workspace.pk


def _arrive(email: Delivery, received: Received, now: datetime) -> None:
    """It comes in where the email left from."""
    mailbox = Mailbox.objects.get(pk=email.payload["mailbox"])
    assert receive_message(mailbox, received, f"demo:{received.message_id}", now), received
