"""Which version of its failed step a retry would run, in words."""

from segue.models import Enrollment, Step
from segue.models.state.newest import newest_places


def retry_note(enrollment: Enrollment) -> str:
    """What the history says of a retry now: "" where the step is as it was."""
    return newest_places({enrollment.step_id})[enrollment.step_id].note if enrollment.step_id else ""


def left_behind(enrollment: Enrollment) -> str:
    """Said before Retry where the published version would not take this step; "" where it would."""
    published = enrollment.sequence.current_version_id
    if not enrollment.step_id or enrollment.version_id == published:
        return ""
    if newest_places({enrollment.step_id})[enrollment.step_id].version_id != enrollment.version_id:
        return ""
    keys = Step.objects.filter(id=enrollment.step_id).values("key")
    moved = Step.objects.filter(version=published, key__in=keys).exists()
    where = " at this place" if moved else ""
    return (
        f"The published version no longer has this step{where}. Retry runs it as it was; "
        "to take the new steps, Remove and enroll again."
    )
