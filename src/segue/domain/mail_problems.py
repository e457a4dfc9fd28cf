"""What keeps the e-mails of a sequence from being published, looked at together and with their files."""

from collections.abc import Mapping

from segue.domain.files import problem_beside
from segue.domain.steps import EmailConfig

NOTHING_TO_ANSWER = "There is no earlier email to reply to. Untick it, or add an email before this step."


def mail_problems(emails: Mapping[str, EmailConfig], sizes: Mapping[int, int]) -> dict[str, list[tuple[str, str]]]:
    """By the key of the step: the setting at fault, and words. `emails` in their order; `sizes` of the files there are.

    Steps without a problem are left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for place, (key, config) in enumerate(emails.items()):
        problems = [("in_thread", NOTHING_TO_ANSWER)] if config.in_thread and place == 0 else []
        problems += [("attachments", words) for words in _file_problems(config, sizes)]
        if problems:
            found[key] = problems
    return found


def _file_problems(config: EmailConfig, sizes: Mapping[int, int]) -> list[str]:
    if any(number not in sizes for number in config.attachments):
        return ["An attachment is gone. Take it out, or attach the file again."]
    problem = problem_beside(len(config.attachments), sum(sizes[number] for number in config.attachments))
    return [problem] if problem else []
