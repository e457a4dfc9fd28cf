"""Test connection: whether a provider takes the key, asked for something that changes nothing."""

from urllib.parse import urljoin

import requests

from segue.channels.provider.backend import backend_options
from segue.channels.provider.judging import words_of
from segue.domain.mailboxes import ProviderSettings
from segue.domain.providers import PROVIDERS

Options = dict[str, str]

# Mailgun's sending keys and SparkPost's transmission keys may look at nothing: only a message tells whether they work.
_QUESTIONS = {
    "brevo": ("https://api.brevo.com/v3/", "account"),
    "mailjet": ("https://api.mailjet.com/v3.1/", "../v3/REST/sender?Limit=1"),
    "postmark": ("https://api.postmarkapp.com/", "server"),
    "resend": ("https://api.resend.com/", "domains"),
    "sendgrid": ("https://api.sendgrid.com/v3/", "scopes"),
}
_ONLY_SENDS = "restricted"  # Resend's words for a key that may send and nothing else


class KeyRefused(Exception):
    """It was not taken. The message says why, `server` are the provider's own words."""

    def __init__(self, words: str, server: str = "") -> None:
        super().__init__(words)
        self.server = server


def can_be_asked(settings: ProviderSettings) -> bool:
    return settings.name in _QUESTIONS


def check_key(settings: ProviderSettings, timeout: float) -> None:
    """Ask the provider who we are. Raises KeyRefused."""
    options, (base, question) = backend_options(settings), _QUESTIONS[settings.name]
    label = PROVIDERS[settings.name].label
    try:
        answer = requests.get(
            urljoin(options.get("api_url", base), question),
            headers=_headers(settings.name, options),
            auth=(options["api_key"], options["secret_key"]) if settings.name == "mailjet" else None,
            timeout=timeout,
        )
    except requests.Timeout as error:
        raise KeyRefused(f"{label} did not answer in time. Try again in a moment.") from error
    except requests.exceptions.SSLError as error:
        raise KeyRefused(
            f"The certificate of {label}’s address is not valid. Does something stand in between?"
        ) from error
    except requests.ConnectionError as error:
        raise KeyRefused(
            f"{label} cannot be reached. Check this server’s way to the internet, then try again."
        ) from error
    except (requests.RequestException, UnicodeError, KeyError) as error:
        raise KeyRefused("Part of the key is missing or has characters that no key has. Paste it again.") from error
    words = words_of(answer)
    if answer.status_code in {401, 403} and not (settings.name == "resend" and _ONLY_SENDS in words):
        raise KeyRefused(f"{label} does not take this key.", words)
    if answer.status_code >= 400 and answer.status_code not in {401, 403}:
        raise KeyRefused(f"{label} is not well.", words)


def _headers(name: str, options: Options) -> dict[str, str]:
    key = options.get("api_key", "")
    own = {
        "brevo": {"api-key": key},
        "postmark": {"X-Postmark-Server-Token": options.get("server_token", "")},
        "resend": {"Authorization": f"Bearer {key}"},
        "sendgrid": {"Authorization": f"Bearer {key}"},
    }
    return {"Accept": "application/json", **own.get(name, {})}
