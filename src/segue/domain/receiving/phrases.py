"""Words by which an automatic reply is known where no header says so, in five languages."""

import re

_SUBJECTS = (
    "out of office", "out of the office", "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response",
    "on vacation", "on holiday", "on leave", "away from the office",
    "abwesenheit", "automatische antwort", "nicht im büro", "außer haus", "im urlaub",
    "absence", "réponse automatique", "absent du bureau", "absente du bureau", "en congé",
    "automatisch antwoord", "afwezig", "niet op kantoor", "buiten kantoor", "met vakantie", "op vakantie",
    "respuesta automática", "fuera de la oficina", "ausente", "de vacaciones",
)  # fmt: skip
_STARTS = (
    "i am out of the office", "i am out of office", "i am currently out", "i'm out of the office",
    "i’m out of the office", "i'm currently out", "i am on vacation", "i am on holiday", "i am on leave",
    "i am away from the office",
    "ich bin derzeit nicht", "ich bin zurzeit nicht", "ich bin nicht im büro", "ich bin im urlaub",
    "derzeit bin ich nicht",
    "je suis absent", "je suis actuellement absent", "je suis en congé",
    "ik ben afwezig", "ik ben niet op kantoor", "ik ben op vakantie", "ik ben met vakantie", "ik ben momenteel",
    "estoy fuera de la oficina", "estoy de vacaciones", "me encuentro fuera",
)  # fmt: skip
_ANSWERED = re.compile(r"^(re|aw|antw|sv|rv|ref)\s?:", re.IGNORECASE)
_WRAPPING = " \t*[(<-–—"
_BEGINNING = 200


def subject_phrase(subject: str) -> str:
    """The phrase with which this subject begins, "" for none."""
    start = subject.lower().lstrip(_WRAPPING)
    return next((phrase for phrase in _SUBJECTS if start.startswith(phrase)), "")


def body_phrase(subject: str, text: str) -> str:
    """The phrase near the beginning of the text, "" for none.

    Not asked of what a person answers by hand (the subject begins with Re:): "I am on leave, but yes" is an answer.
    """
    if _ANSWERED.match(subject):
        return ""
    start = " ".join(text[: 2 * _BEGINNING].lower().split())[:_BEGINNING]
    return next((phrase for phrase in _STARTS if phrase in start), "")
