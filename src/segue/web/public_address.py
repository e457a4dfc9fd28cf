"""Whether the people who are written to can reach Segue, said where links to unsubscribe are set up."""

from dataclasses import dataclass

from django.conf import settings

from segue.domain.opt_out import reach_problem


@dataclass(frozen=True)
class ReachNotice:
    """What `segue/parts/_reach.html` shows."""

    address: str
    problem: str


def reach_notice() -> ReachNotice | None:
    """None where all is well."""
    problem = reach_problem(settings.SEGUE_PUBLIC_URL)
    return ReachNotice(settings.SEGUE_PUBLIC_URL, problem) if problem else None
