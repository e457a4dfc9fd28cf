"""Made-up people: candidates, and the people at clients who hire them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """A person; `seniority` and `notice` are custom fields. No city and no address are there on purpose."""

    first: str
    last: str
    title: str
    company: str
    city: str
    seniority: str = ""
    notice: str = ""
    tags: tuple[str, ...] = ()
    has_email: bool = True

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


_BACKEND, _FRONTEND, _DATA, _PLATFORM = ("backend",), ("frontend",), ("data",), ("platform",)
_CLIENT = ("client contact",)

CANDIDATES = (
    DemoPerson("Ada", "Brouwer", "Staff Engineer", "Kestrel Robotics", "Amsterdam", "Staff", "2 months", _BACKEND),
    DemoPerson("Tomas", "Varga", "Senior Backend Engineer", "Quellwerk", "Berlin", "Senior", "3 months", _BACKEND),
    DemoPerson("Imani", "Mensah", "Senior Data Engineer", "Harrow Analytics", "London", "Senior", "1 month", _DATA),
    DemoPerson("Freya", "Dahl", "Engineering Lead", "Norrsken Studios", "Stockholm", "Lead", "3 months", _BACKEND),
    DemoPerson("Luca", "Ferrante", "Frontend Engineer", "Atelier Vernier", "Paris", "Mid", "1 month", _FRONTEND),
    DemoPerson("Nina", "Petrov", "Site Reliability Engineer", "Isar Mobility", "Munich", "Senior", "", _PLATFORM),
    DemoPerson("Owen", "Gallagher", "Senior Backend Engineer", "Pennine Health", "Manchester", "Senior", "", _BACKEND),
    DemoPerson("Sofie", "Janssens", "Machine Learning Engineer", "Tern Aerospace", "Utrecht", "Senior", "", _DATA),
    DemoPerson(
        "Priscilla", "Akande", "Principal Engineer", "Baymark Cloud", "San Francisco", "Principal", "", _PLATFORM
    ),
    DemoPerson("Daniel", "Hoekstra", "Senior Engineer", "Bluewater Grid", "", "Senior", "1 month", _BACKEND),
    DemoPerson("Yuki", "Tanabe", "Senior Frontend Engineer", "Hudson Ledger", "New York", "Senior", "", _FRONTEND),
    DemoPerson("Marta", "Kowal", "Platform Engineer", "Quellwerk", "Berlin", "Senior", "3 months", _PLATFORM),
    DemoPerson("Rhys", "Bevan", "Backend Engineer", "Vantage Legal", "London", "Mid", "1 month", _BACKEND),
    DemoPerson("Chloe", "Marchand", "Senior Data Engineer", "Atelier Vernier", "Paris", "Senior", "", _DATA),
    DemoPerson("Sam", "Whitlock", "Staff Engineer", "Coogee Logistics", "Sydney", "Staff", "1 month", _BACKEND),
    DemoPerson("Elif", "Demir", "Senior Engineer", "Kestrel Robotics", "Amsterdam", "Senior", "2 months", _BACKEND),
    DemoPerson("Jonas", "Ek", "Gameplay Engineer", "Norrsken Studios", "Stockholm", "Senior", "3 months", _FRONTEND),
    DemoPerson("Wren", "Castellan", "Senior Engineer", "Lumen & Oak", "", "Senior", "", _FRONTEND),
    DemoPerson("Amir", "Rahimi", "Security Engineer", "Harrow Analytics", "London", "Senior", "", _PLATFORM),
    DemoPerson("Bea", "Lindholm", "Senior Backend Engineer", "Tern Aerospace", "Utrecht", "Senior", "", _BACKEND),
    DemoPerson("Hugo", "Steyn", "Embedded Engineer", "Kestrel Robotics", "Rotterdam", "Senior", "2 months", _PLATFORM),
    DemoPerson("Ines", "Caldeira", "Data Scientist", "Pennine Health", "", "Mid", "1 month", _DATA),
    DemoPerson("Kofi", "Adjei", "Engineering Manager", "Hudson Ledger", "New York", "Lead", "", _PLATFORM),
    DemoPerson("Lena", "Vogel", "Senior Frontend Engineer", "Isar Mobility", "Munich", "Senior", "", _FRONTEND),
    DemoPerson("Mikko", "Laine", "Backend Engineer", "Norrsken Studios", "Stockholm", "Mid", "3 months", _BACKEND),
    DemoPerson("Noor", "van Dam", "Senior Engineer", "Bluewater Grid", "Rotterdam", "Senior", "1 month", _BACKEND),
    DemoPerson("Piotr", "Zielin", "Staff Engineer", "Baymark Cloud", "San Francisco", "Staff", "", _PLATFORM),
    DemoPerson("Rosa", "Quintero", "Senior Data Engineer", "Saltmarsh Foods", "", "Senior", "", _DATA, has_email=False),
    DemoPerson("Stefan", "Brandt", "Senior Backend Engineer", "Quellwerk", "Berlin", "Senior", "3 months", _BACKEND),
    DemoPerson("Tess", "Mulder", "Frontend Engineer", "Lumen & Oak", "Utrecht", "Mid", "1 month", _FRONTEND),
    DemoPerson("Umar", "Siddiqui", "Backend Engineer", "Vantage Legal", "London", "Mid", "", _BACKEND, has_email=False),
    DemoPerson("Vera", "Novak", "Senior Platform Engineer", "Isar Mobility", "Munich", "Senior", "", _PLATFORM),
    DemoPerson("Will", "Ashdown", "Graduate Engineer", "Harrow Analytics", "London", "Junior", "", _BACKEND),
    DemoPerson("Xanthe", "Moore", "Graduate Engineer", "Pennine Health", "Manchester", "Junior", "", _DATA),
    DemoPerson("Zoe", "Fairbairn", "Graduate Engineer", "Firth & Sons Brewing", "Edinburgh", "Junior", "", _FRONTEND),
)

CONTACTS = (
    DemoPerson("Anouk", "de Wit", "Head of Engineering", "Kestrel Robotics", "Amsterdam", tags=_CLIENT),
    DemoPerson("Bruno", "Keller", "CTO", "Quellwerk", "Berlin", tags=_CLIENT),
    DemoPerson("Carys", "Morgan", "Talent Partner", "Harrow Analytics", "London", tags=_CLIENT),
    DemoPerson("Dev", "Malhotra", "VP Engineering", "Baymark Cloud", "San Francisco", tags=_CLIENT),
    DemoPerson("Ewa", "Nowicka", "HR Director", "Isar Mobility", "Munich", tags=("prospect",)),
    DemoPerson("Finn", "Okoro", "Head of Data", "Pennine Health", "Manchester", tags=_CLIENT),
    DemoPerson("Greta", "Sandell", "Studio Director", "Norrsken Studios", "Stockholm", tags=_CLIENT),
    DemoPerson("Hana", "Bartos", "Operations Director", "Bluewater Grid", "Rotterdam", tags=("prospect",)),
    DemoPerson("Iain", "Firth", "Managing Director", "Firth & Sons Brewing", "Edinburgh", tags=("prospect",)),
    DemoPerson("Joelle", "Vernier", "Founder", "Atelier Vernier", "Paris", tags=("prospect",)),
    DemoPerson("Karim", "Haddad", "People Lead", "Hudson Ledger", "New York", tags=("prospect",)),
    DemoPerson("Liv", "Aalto", "Chief of Staff", "Tern Aerospace", "Utrecht", tags=_CLIENT),
    DemoPerson("Marcus", "Teale", "Fleet Director", "Coogee Logistics", "Sydney", tags=("prospect",)),
    DemoPerson("Nell", "Saltmarsh", "Owner", "Saltmarsh Foods", "", tags=("prospect",)),
    DemoPerson("Oscar", "Penrose", "Partner", "Vantage Legal", "London", tags=("prospect",)),
)

HALDEN_PEOPLE = (
    DemoPerson("Arabella", "Stroud", "Non-executive Director", "Meridian Shipping", "London"),
    DemoPerson("Callum", "Rennie", "Finance Director", "Corvid Capital", "Edinburgh"),
    DemoPerson("Delphine", "Aubert", "Chief Risk Officer", "Osier Insurance", "London"),
    DemoPerson("Edmund", "Lacey", "Chair", "Alder Materials", "Manchester"),
    DemoPerson("Fenella", "Gough", "Chief People Officer", "Meridian Shipping", "London"),
    DemoPerson("Gareth", "Pryce", "Chief Executive", "Alder Materials", "Manchester"),
    DemoPerson("Hester", "Vane", "General Counsel", "Corvid Capital", "Edinburgh"),
    DemoPerson("Ivo", "Marchetti", "Chief Operating Officer", "Osier Insurance", "London"),
    DemoPerson("Judith", "Kerr-Adams", "Audit Committee Chair", "Corvid Capital", "Edinburgh"),
    DemoPerson("Kenneth", "Boateng", "Chief Technology Officer", "Meridian Shipping", ""),
)
