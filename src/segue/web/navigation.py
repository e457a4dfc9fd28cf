"""Where one can go: the rail on the left and the Settings panel, as data."""

from dataclasses import dataclass

from segue.domain.roles import Permission
from segue.models import Member
from segue.templatetags.addresses import address


@dataclass(frozen=True)
class Place:
    """A page, by the name of its URL. With a permission, only those who have it are shown the way."""

    label: str
    url_name: str
    icon: str = ""
    permission: Permission | None = None


@dataclass(frozen=True)
class Section:
    """A group of the Settings panel."""

    label: str
    icon: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Link:
    """A place as one page shows it."""

    place: Place
    url: str
    is_current: bool


@dataclass(frozen=True)
class OpenSection:
    """A section as one page shows it: open where the current page is in it."""

    section: Section
    links: list[Link]

    @property
    def is_open(self) -> bool:
        return any(link.is_current for link in self.links)


@dataclass(frozen=True)
class Navigation:
    """The navigation of one page."""

    rail: list[Link]
    settings: list[OpenSection]


RAIL = (
    Place("Today", "today", "sun"),
    Place("People", "people", "users"),
    Place("Companies", "companies", "building-2"),
)
ADMINS = Permission.ADMINISTER
SETTINGS = (
    Section("Account", "circle-user-round", (Place("Profile", "profile"),)),
    Section(
        "Workspace",
        "building",
        (Place("General", "workspace-settings", permission=ADMINS), Place("Members", "members")),
    ),
    Section("Data model", "database", (Place("Fields", "fields"),)),
    Section(
        "Automation and Sequencing",
        "workflow",
        (
            Place("Sequencing", "sequencing"),
            Place("Templates", "email-templates"),
            Place("Mailboxes", "mailboxes"),
            Place("Suppressions", "suppressions"),
            Place("Ledger", "ledger", permission=ADMINS),
            Place("Health", "health", permission=ADMINS),
        ),
    ),
    Section(
        "Developers",
        "code-xml",
        (Place("API tokens", "api-tokens"), Place("Webhooks", "webhooks", permission=ADMINS)),
    ),
)


def navigation_at(path: str, member: Member) -> Navigation:
    """This member's navigation, with the place of this path marked: the one whose address begins it the longest."""
    urls = {place: address(place.url_name) for place in (*RAIL, *(place for s in SETTINGS for place in s.places))}
    current = max((url for url in urls.values() if _leads_to(url, path)), key=len, default="")
    links = {
        place: Link(place, url, url == current)
        for place, url in urls.items()
        if place.permission is None or member.may(place.permission)
    }
    return Navigation(
        rail=[links[place] for place in RAIL],
        settings=[OpenSection(s, [links[place] for place in s.places if place in links]) for s in SETTINGS],
    )


def _leads_to(url: str, path: str) -> bool:
    """Today's address begins every path, so it leads to itself only."""
    return url == path or (url != "/" and path.startswith(url))
