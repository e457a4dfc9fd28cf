"""Made-up companies. Their domains end in .example, which belongs to nobody (RFC 2606)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoCompany:
    """A company; `headcount` is a custom field."""

    name: str
    host: str
    industry: str
    city: str
    headcount: str
    tags: tuple[str, ...] = ()
    has_email: bool = True

    @property
    def domain(self) -> str:
        return f"{self.host}.example"

    @property
    def email(self) -> str:
        return f"hello@{self.domain}" if self.has_email else ""


NORTHWIND_COMPANIES = (
    DemoCompany("Kestrel Robotics", "kestrel", "Robotics", "Amsterdam", "120", ("client", "hiring")),
    DemoCompany("Bluewater Grid", "bluewater", "Energy", "Rotterdam", "450", ("prospect",)),
    DemoCompany("Lumen & Oak", "lumenoak", "Furniture", "Utrecht", "80", ("prospect",)),
    DemoCompany("Harrow Analytics", "harrow", "Data", "London", "240", ("client", "hiring")),
    DemoCompany("Pennine Health", "pennine", "Healthcare", "Manchester", "900", ("client",)),
    DemoCompany(
        "Firth & Sons Brewing", "firthbrewing", "Food and drink", "Edinburgh", "60", ("prospect",), has_email=False
    ),
    DemoCompany("Quellwerk", "quellwerk", "Software", "Berlin", "75", ("client", "hiring")),
    DemoCompany("Isar Mobility", "isarmobility", "Transport", "Munich", "1,300", ("prospect", "hiring")),
    DemoCompany("Norrsken Studios", "norrskenstudios", "Games", "Stockholm", "95", ("client",)),
    DemoCompany("Atelier Vernier", "vernier", "Design", "Paris", "35", ("prospect",)),
    DemoCompany("Hudson Ledger", "hudsonledger", "Finance", "New York", "310", ("prospect", "hiring")),
    DemoCompany("Baymark Cloud", "baymark", "Software", "San Francisco", "520", ("client",)),
    DemoCompany("Coogee Logistics", "coogeelogistics", "Transport", "Sydney", "210", ("prospect",)),
    DemoCompany("Tern Aerospace", "tern", "Aerospace", "Utrecht", "170", ("client", "hiring")),
    DemoCompany("Saltmarsh Foods", "saltmarsh", "Food and drink", "", "140", ("prospect",)),
    DemoCompany("Vantage Legal", "vantagelegal", "Law", "London", "55", ("prospect",)),
)

HALDEN_COMPANIES = (
    DemoCompany("Meridian Shipping", "meridianshipping", "Transport", "London", "2,100", ("board search",)),
    DemoCompany("Corvid Capital", "corvid", "Finance", "Edinburgh", "140", ("board search",)),
    DemoCompany("Alder Materials", "aldermaterials", "Chemicals", "Manchester", "640"),
    DemoCompany("Osier Insurance", "osier", "Insurance", "London", "380", has_email=False),
)
