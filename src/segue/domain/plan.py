"""What to do with a due enrollment: the decision, pure and repeatable. The engine carries it out."""

from dataclasses import dataclass, field
from datetime import datetime

from segue.domain.addresses import is_email
from segue.domain.errors import ErrorCode, StepError
from segue.domain.html import to_text
from segue.domain.naming import one_line
from segue.domain.schedule import schedule
from segue.domain.snapshot import Snapshot
from segue.domain.status import Reason
from segue.domain.steps import EmailConfig, FieldConfig, MessageConfig, StepKind, TagConfig, TaskConfig
from segue.domain.suppressions import SuppressionReason
from segue.domain.template import MissingValueError, TemplateTextError, render, render_html
from segue.domain.values import BadValueError, check_value


@dataclass(frozen=True)
class Wait:
    """Not now: look again at `until`."""

    until: datetime
    reason: Reason


@dataclass(frozen=True)
class Fail:
    """The step cannot be done as things are."""

    error: StepError


@dataclass(frozen=True)
class Halt:
    """The record must not be written to: no further step runs."""

    reason: Reason


@dataclass(frozen=True)
class Do:
    """Do the step. `title` and `body` describe its activity; `effect` is what the channel or the writer needs."""

    title: str
    body: str = ""
    effect: dict[str, str] = field(default_factory=dict)


Decision = Wait | Fail | Halt | Do


@dataclass(frozen=True)
class Move:
    """Where an enrollment stands after a step: at the next one from `due_at`, or (no step) completed."""

    step_id: int | None
    position: int
    due_at: datetime | None
    reason: Reason


def decide(snapshot: Snapshot, now: datetime) -> Decision:
    """What to do with this enrollment at `now`."""
    if snapshot.suppressed and snapshot.step.kind is StepKind.EMAIL:
        return refuse(snapshot.suppressed)
    window = snapshot.sequence.window
    if window and snapshot.step.kind.obeys_window:
        opens = window.next_open(now, snapshot.zones.of(window))
        if opens > now:
            return Wait(opens, Reason.WAITING_FOR_WINDOW)
    try:
        return _do(snapshot)
    except MissingValueError as error:
        return Fail(StepError(ErrorCode.MISSING_VALUE, str(error)))
    except TemplateTextError as error:
        return Fail(StepError(ErrorCode.TEMPLATE_ERROR, str(error)))
    except BadValueError as error:
        return Fail(StepError(ErrorCode.BAD_VALUE, str(error)))


def refuse(why: SuppressionReason) -> Halt | Fail:
    """What becomes of an e-mail step whose address must not be written to.

    A bounce is put right by another address; what a person asked for is not.
    """
    if why is SuppressionReason.BOUNCE:
        return Fail(StepError(ErrorCode.SUPPRESSED))
    asked = why in {SuppressionReason.OPT_OUT, SuppressionReason.COMPLAINT}
    return Halt(Reason.STOPPED_BY_OPT_OUT if asked else Reason.STOPPED_BY_SUPPRESSION)


def move_on(snapshot: Snapshot, now: datetime) -> Move:
    """Where the enrollment stands once its step is done at `now`."""
    following = snapshot.following
    if following is None:
        return Move(None, len(snapshot.sequence.steps) + 1, None, Reason.ALL_STEPS_DONE)
    window = snapshot.sequence.window if following.kind.obeys_window else None
    slot = schedule(now, following.delay, window, snapshot.zones)
    reason = Reason.WAITING_FOR_WINDOW if slot.waits_for_window else Reason.SCHEDULED
    return Move(following.id, following.position, slot.due_at, reason)


def _do(snapshot: Snapshot) -> Do | Fail:
    config = snapshot.step.config
    if isinstance(config, EmailConfig):
        return _email(snapshot, config)
    if isinstance(config, TaskConfig):
        return _task(snapshot, config)
    if isinstance(config, FieldConfig):
        return _field(snapshot, config)
    if isinstance(config, TagConfig):
        verb = "Added" if config.operation == "add" else "Removed"
        return Do(f"{verb} tag “{config.tag}”", effect={"operation": config.operation.value, "tag": config.tag})
    return Do(f"Posted to {config.url}", effect={"url": config.url})


def _email(snapshot: Snapshot, config: EmailConfig) -> Do | Fail:
    if snapshot.sender is None:
        return Fail(StepError(ErrorCode.NO_MAILBOX))
    if not snapshot.email:
        return Fail(StepError(ErrorCode.NO_ADDRESS))
    if not is_email(snapshot.email):
        return Fail(StepError(ErrorCode.BAD_ADDRESS, snapshot.email))
    texts = texts_of(snapshot, config)
    return Do(texts["subject"], texts["body"], {"to": snapshot.email, **texts})


def texts_of(snapshot: Snapshot, config: EmailConfig) -> dict[str, str]:
    """The subject, the body as text and as HTML, filled in. Raises MissingValueError or TemplateTextError."""
    return {
        "subject": _subject(snapshot, config),
        "body": render(to_text(config.body), snapshot.values),
        "html": render_html(config.body, snapshot.values),
    }


def _subject(snapshot: Snapshot, config: EmailConfig) -> str:
    """The subject, filled in; of a reply without one, that of the e-mail it answers."""
    if config.subject or not config.in_thread:
        return _subject_line(snapshot, config.subject)
    answered = snapshot.thread.subject if snapshot.thread else _subject_line(snapshot, _subject_before(snapshot))
    return answered if answered.lower().startswith("re:") else f"Re: {answered}".rstrip()


def _subject_before(snapshot: Snapshot) -> str:
    """The subject of the last step before this one that has one."""
    before = [step.config for step in snapshot.sequence.steps if step.position < snapshot.step.position]
    return next((c.subject for c in reversed(before) if isinstance(c, EmailConfig) and c.subject), "")


def _subject_line(snapshot: Snapshot, text: str) -> str:
    """A subject is one line: a line break in a value would end the header (RFC 5322 §2.2)."""
    return " ".join(render(text, snapshot.values).split())


def _task(snapshot: Snapshot, config: TaskConfig) -> Do:
    effect = {"channel": config.channel.value} if isinstance(config, MessageConfig) else {}
    return Do(render(config.title, snapshot.values), render(config.body, snapshot.values), effect)


def _field(snapshot: Snapshot, config: FieldConfig) -> Do | Fail:
    known = snapshot.fields.of(snapshot.sequence.type).get(config.field)
    if known is None or not known.writable:
        return Fail(StepError(ErrorCode.UNKNOWN_FIELD, config.field))
    text = render(config.value, snapshot.values)
    value = check_value(known, one_line(text) if known.built_in else text.strip())
    if known.key == "name" and not value:
        return Fail(StepError(ErrorCode.BAD_VALUE, "A company cannot be without a name."))
    title = f"Set {known.label} to “{value}”" if value else f"Cleared {known.label}"
    return Do(title, effect={"field": known.key, "value": value})


def holds(snapshot: Snapshot) -> bool:
    """Whether the sequence waits until a person has done this step's task."""
    config = snapshot.step.config
    return snapshot.step.kind.is_manual and isinstance(config, TaskConfig) and config.wait
