"""Why an action was refused. Pages, API and CLI each say it their way; the words come from here."""

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """An action was not carried out, and nothing was changed. The message says what to do."""

    status = 400


class NotFound(Refused):
    """There is no such thing in this workspace."""

    status = 404


class NotAllowed(Refused):
    """The member's role does not permit this."""

    status = 403


class TierRequired(Refused):
    """The workspace's tier does not include this."""

    status = 403


class Conflict(Refused):
    """The thing is not in a state that allows this, or somebody else was first."""

    status = 409


class Invalid(Refused):
    """Input that cannot be taken. `problems` maps a field's name ("" for the whole) to what is wrong with it."""

    status = 422

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(text for texts in problems.values() for text in texts))
        self.problems = {name: list(texts) for name, texts in problems.items()}
