"""The name and description of a sequence: what creating and changing one both ask of them."""

from segue.domain.refusals import Invalid
from segue.models import Sequence, Workspace

LONGEST_NAME, LONGEST_DESCRIPTION = 100, 250


def name_problem(workspace: Workspace, name: str, *, besides: int = 0) -> str:
    """What is wrong with this name; "" if nothing. `besides` is the id of the sequence that may have it already."""
    if not name:
        return "Give the sequence a name."
    if len(name) > LONGEST_NAME:
        return f"A name has {LONGEST_NAME} characters at most; this one has {len(name)}."
    if Sequence.objects.filter(workspace=workspace, name__iexact=name).exclude(pk=besides).exists():
        return f"There is already a sequence named “{name}”. Choose another name; archived sequences keep theirs."
    return ""


def description_problem(description: str) -> str:
    """What is wrong with this description; "" if nothing."""
    if len(description) > LONGEST_DESCRIPTION:
        return f"A description has {LONGEST_DESCRIPTION} characters at most; this one has {len(description)}."
    return ""


def refuse(problems: dict[str, str]) -> None:
    """Raise Invalid if any of these is a problem."""
    found = {name: [text] for name, text in problems.items() if text}
    if found:
        raise Invalid(found)
