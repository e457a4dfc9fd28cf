"""The names of the months in the languages that automatic replies are read in."""

_NAMES = (
    "january jan januar jänner janvier januari enero ene",
    "february feb februar février fevrier févr février februari febrero",
    "march mar märz maerz mrz mars maart mrt marzo",
    "april apr avril avr abril abr",
    "may mai mei mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août aout augustus agosto ago",
    "september sep sept septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic",
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
