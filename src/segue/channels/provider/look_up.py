"""What left, by the provider's own records: for messages whose worker died before it heard the answer."""

from collections.abc import Callable, Collection
from typing import Any

import requests
import structlog

from segue.channels.provider.backend import UnusableSettings, backend_options
from segue.channels.provider.message import NAME, short_name
from segue.domain.mailboxes import ProviderSettings

log = structlog.get_logger("segue.provider")

Options = dict[str, str]
Asked = tuple[str, dict[str, str], dict[str, str], tuple[str, str] | None]  # address, parameters, headers, login


def find_left(settings: ProviderSettings, message_ids: Collection[str], timeout: float) -> dict[str, str]:
    """Those of these messages that the provider has, with its names for them. Only some providers can be asked."""
    found: dict[str, str] = {}
    if settings.name not in _WAYS:
        return found
    ask, read = _WAYS[settings.name]
    try:
        options = backend_options(settings)
        for message_id in message_ids:
            name = read(_answer(ask(options, message_id), timeout))
            if name:
                found[message_id] = name
    except (requests.RequestException, UnusableSettings, ValueError, KeyError, TypeError, IndexError) as error:
        log.warning("the provider could not be asked", provider=settings.name, error=type(error).__name__)
    return found


def _answer(asked: Asked, timeout: float) -> Any:
    address, parameters, headers, login = asked
    response = requests.get(address, params=parameters, headers=headers, auth=login, timeout=timeout)
    response.raise_for_status()
    return response.json()


def _ask_postmark(options: Options, message_id: str) -> Asked:
    address = options.get("api_url", "https://api.postmarkapp.com/").rstrip("/") + "/messages/outbound"
    parameters = {"count": "1", "offset": "0", f"metadata_{NAME}": short_name(message_id)}
    headers = {"Accept": "application/json", "X-Postmark-Server-Token": options["server_token"]}
    return address, parameters, headers, None


def _read_postmark(answer: Any) -> str:
    return str(answer["Messages"][0]["MessageID"]) if answer["Messages"] else ""


def _ask_mailgun(options: Options, message_id: str) -> Asked:
    base = options.get("api_url", "https://api.mailgun.net/v3").rstrip("/")
    parameters = {"message-id": message_id.strip("<>"), "limit": "1"}
    return f"{base}/{options['sender_domain']}/events", parameters, {}, ("api", options["api_key"])


def _read_mailgun(answer: Any) -> str:
    return f"<{answer['items'][0]['message']['headers']['message-id']}>" if answer["items"] else ""


_WAYS: dict[str, tuple[Callable[[Options, str], Asked], Callable[[Any], str]]] = {
    "postmark": (_ask_postmark, _read_postmark),
    "mailgun": (_ask_mailgun, _read_mailgun),
}
