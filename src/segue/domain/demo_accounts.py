"""Who can sign in to the demo. Shown on the sign-in page in demo mode only, and made by `segue demo`."""

from dataclasses import dataclass

from segue.domain.roles import Role

DEMO_PASSWORD = "segue-demo"  # noqa: S105  # public on purpose: it opens made-up data
NORTHWIND = "Northwind Talent"
HALDEN = "Halden Partners"


@dataclass(frozen=True)
class DemoAccount:
    """A made-up user."""

    name: str
    email: str
    role: Role
    workspace: str


DEMO_ACCOUNTS = (
    DemoAccount("Mara Lindqvist", "mara@northwind.example", Role.ADMIN, NORTHWIND),
    DemoAccount("Ben Okafor", "ben@northwind.example", Role.MEMBER, NORTHWIND),
    DemoAccount("Olga Halden", "olga@halden.example", Role.ADMIN, HALDEN),
)
