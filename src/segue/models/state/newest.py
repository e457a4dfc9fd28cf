"""Which step a retry runs: the failed one, as the published version of its sequence has it now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from segue.models.sequence import Step


@dataclass(frozen=True)
class Place:
    """A step and where it stands; `note` says which version of it that is, where that needs saying."""

    step_id: int
    version_id: int
    position: int
    note: str = ""


def newest_places(step_ids: Collection[int]) -> dict[int, Place]:
    """For each step, where to go on: at its twin in the published version, else where it is."""
    own = {s.id: s for s in Step.objects.filter(id__in=step_ids).select_related("version__sequence")}
    published = {s.version.sequence.current_version_id for s in own.values()}
    versions: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(version__in={*published, *(s.version_id for s in own.values())} - {None}):
        versions[step.version_id].append(step)
    return {i: _newest(s, versions[s.version_id], versions[_published(s)]) for i, s in own.items()}


def _published(step: Step) -> int:
    return step.version.sequence.current_version_id or step.version_id


def _newest(step: Step, own: list[Step], published: list[Step]) -> Place:
    twin = next((s for s in published if s.key == step.key), step)
    chosen = twin if _same_way(step, own, twin, published) else step
    return Place(chosen.id, chosen.version_id, chosen.position, _note(step, chosen))


def _note(step: Step, chosen: Step) -> str:
    if chosen.id != step.id:
        return "It runs as the published version has it now."
    if step.version_id == _published(step):
        return ""
    return "The published version has no such step at this place; it runs as it was."


def _same_way(step: Step, own: list[Step], twin: Step, published: list[Step]) -> bool:
    """Whether going on at the twin does nothing a second time and skips nothing that was still to come."""
    done, to_do = _keys(own, before=step), _keys(own, after=step)
    return not (done & _keys(published, after=twin) or to_do & _keys(published, before=twin))


def _keys(steps: list[Step], *, before: Step | None = None, after: Step | None = None) -> set[str]:
    return {
        s.key
        for s in steps
        if (before is None or s.position < before.position) and (after is None or s.position > after.position)
    }
