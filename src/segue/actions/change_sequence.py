"""Change the settings of a sequence."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from segue.actions.sequence_lock import lock_in_use
from segue.actions.sequence_name import description_problem, name_problem, refuse
from segue.domain.naming import one_line
from segue.domain.replies import OnReply
from segue.domain.senders import SenderRule
from segue.domain.window import WindowZone
from segue.models import Mailbox, Sequence
from segue.models.actor import Actor
from segue.models.locks import take_turn


@transaction.atomic
def change_sequence(actor: Actor, sequence: Sequence, data: Mapping[str, Any], now: datetime) -> Sequence:
    """Change the given settings and no others; no window days means any time. Raises Invalid."""
    take_turn(actor.workspace.pk)
    locked = lock_in_use(actor, sequence.pk)
    refuse(dict.fromkeys(data.keys() - _CLEAN.keys(), "There is no such setting."))
    refuse(_take(locked, data))
    refuse(_problems(locked))
    if data:
        locked.save(update_fields=sorted(data))
    return locked


def _take(sequence: Sequence, data: Mapping[str, Any]) -> dict[str, str]:
    """Put the cleaned values on the (unsaved) sequence; the problems of those that cannot be read."""
    problems = {}
    for name, value in data.items():
        try:
            setattr(sequence, name, _CLEAN[name](value))
        except ValueError as error:
            problems[name] = str(error)
    return problems


def _problems(sequence: Sequence) -> dict[str, str]:
    return {
        "name": name_problem(sequence.workspace, sequence.name, besides=sequence.pk),
        "description": description_problem(sequence.description),
        "window_end": _window_problem(sequence),
        "sender_mailbox_id": _mailbox_problem(sequence),
    }


def _mailbox_problem(sequence: Sequence) -> str:
    number, fixed = sequence.sender_mailbox_id, sequence.sender_rule == SenderRule.FIXED
    if number is None:
        return "Choose the mailbox that all mail of this sequence leaves from." if fixed else ""
    # One that was removed since may stay where it is not used.
    own = Mailbox.objects.filter(pk=number, workspace_id=sequence.workspace_id)
    there = own.filter(removed_at__isnull=True) if fixed else own
    return "" if there.exists() else "There is no such mailbox in this workspace."


def _window_problem(sequence: Sequence) -> str:
    try:
        _ = sequence.window
    except ValueError as error:
        return str(error)
    return ""


def _on_reply(value: object) -> OnReply:
    if value not in set(OnReply):
        raise ValueError("Choose what a reply does: continue, stop or pause.")
    return OnReply(str(value))


def _sender_rule(value: object) -> SenderRule:
    if value not in set(SenderRule):
        raise ValueError(f"Choose whose mailbox sends: {', '.join(SenderRule)}.")
    return SenderRule(str(value))


def _mailbox_id(value: object) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not str(value).isdecimal() or len(str(value)) > 18:
        raise ValueError("There is no such mailbox in this workspace.")
    return int(str(value))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Say true or false.")
    return value


def _zone(value: object) -> WindowZone:
    if value not in set(WindowZone):
        raise ValueError("Choose whose clock the window follows: workspace or record.")
    return WindowZone(str(value))


def _days(value: object) -> list[int]:
    if not isinstance(value, list) or any(type(day) is not int or not 0 <= day <= 6 for day in value):
        raise ValueError("Days of a send window are 0 (Monday) to 6 (Sunday).")
    return sorted(set(value))


def _time(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:00)?", value):
        raise ValueError("Write the time as 09:00.")
    return time.fromisoformat(value)


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "name": lambda value: one_line(str(value)),
    "description": lambda value: str(value).strip(),
    "on_reply": _on_reply,
    "window_days": _days,
    "window_start": _time,
    "window_end": _time,
    "window_zone": _zone,
    "sender_rule": _sender_rule,
    "sender_mailbox_id": _mailbox_id,
    "opt_out_link": _flag,
}
