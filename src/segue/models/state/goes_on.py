"""Where an enrollment goes on after a step that runs again: behind every step that has run already."""

from collections.abc import Mapping

from segue.domain.deliveries import DeliveryState
from segue.domain.events import EventKind
from segue.models.delivery import Delivery
from segue.models.event import Event
from segue.models.sequence import Step
from segue.models.state.newest import Place

# A message that may have left counts as having run: nothing is sent twice.
_LEFT = (DeliveryState.OPEN, DeliveryState.SENT, DeliveryState.UNKNOWN)


def places_after(places: Mapping[int, Place]) -> dict[int, int]:
    """By enrollment: the position behind the furthest step that has run, where that is beyond the next one."""
    if not places:
        return {}
    done = _done(places)
    positions = _positions({place.version_id for place in places.values()})
    furthest = {
        i: max((positions.get((place.version_id, key), 0) for key in done.get(i, ())), default=0)
        for i, place in places.items()
    }
    return {i: position + 1 for i, position in furthest.items() if position > places[i].position}


def _done(places: Mapping[int, Place]) -> dict[int, set[str]]:
    """The keys of the steps that each enrollment has run, in whichever version."""
    events = Event.objects.filter(enrollment__in=places, kind=EventKind.STEP_DONE, step__isnull=False)
    left = Delivery.objects.filter(enrollment__in=places, state__in=_LEFT)
    keys: dict[int, set[str]] = {}
    for rows in (events.values_list("enrollment_id", "step__key"), left.values_list("enrollment_id", "step__key")):
        for enrollment_id, key in rows:
            keys.setdefault(enrollment_id, set()).add(key)
    return keys


def _positions(version_ids: set[int]) -> dict[tuple[int, str], int]:
    steps = Step.objects.filter(version__in=version_ids)
    return {(version, key): position for version, key, position in steps.values_list("version_id", "key", "position")}
