"""Webhooks: a signed POST (Standard Webhooks, https://www.standardwebhooks.com) to an address the step names."""

import asyncio
import contextlib
import json
from collections.abc import Sequence

import httpx
import structlog
from django.conf import settings
from standardwebhooks import Webhook

from segue.channels.address_guard import PrivateAddressError, UnknownHostError, public_address
from segue.channels.contract import Effect, Start
from segue.domain.errors import ErrorCode, StepError
from segue.domain.outcome import NotTried, Outcome, Permanent, Sent, Temporary, Unknown
from segue.models import Workspace

log = structlog.get_logger("segue.webhook")

TIMEOUT = httpx.Timeout(10, connect=5)
LONGEST_CALL = 15.0  # seconds for one call in all, whatever its parts take
LONGEST_LOOK_UP = 5.0  # of the host's name
LONGEST_ANSWER = 3.0  # for the text of an answer, once its status is known
MOST_OF_AN_ANSWER = 2_000  # bytes of an answer that are read; the rest is cut off


class WebhookChannel:
    """Posts effects, a few at a time. Redirects are not followed: they could lead into a private network."""

    batch = 50

    def perform(self, effects: Sequence[Effect], start: Start) -> list[Outcome]:
        """Post each effect once."""
        # First: once they are started, nothing but posting them may go wrong.
        secrets = dict(
            Workspace.objects.filter(id__in={e.workspace_id for e in effects}).values_list("id", "webhook_secret")
        )
        started = start(effects)
        posted = [e for e in effects if e.delivery_id in started]
        outcomes = dict(zip((e.delivery_id for e in posted), asyncio.run(_post_all(posted, secrets)), strict=True))
        return [outcomes.get(e.delivery_id, NotTried()) for e in effects]

    def look_up(self, effects: Sequence[Effect]) -> list[Outcome]:
        """Nobody can be asked whether a webhook arrived."""
        return [Unknown("The worker stopped while it was being posted.") for _ in effects]


async def _post_all(effects: Sequence[Effect], secrets: dict[int, str]) -> list[Outcome]:
    async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        return list(await asyncio.gather(*(_post(client, e, secrets[e.workspace_id]) for e in effects)))


async def _post(client: httpx.AsyncClient, effect: Effect, secret: str) -> Outcome:
    try:
        async with asyncio.timeout(LONGEST_CALL):
            return await _try_post(client, effect, secret)
    except PrivateAddressError as error:
        return Permanent(StepError(ErrorCode.WEBHOOK_PRIVATE_ADDRESS, str(error)))
    except UnknownHostError as error:
        return Temporary(StepError(ErrorCode.WEBHOOK_UNREACHABLE, str(error)))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return Temporary(StepError(ErrorCode.WEBHOOK_UNREACHABLE, str(error) or "No connection."))
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
        return Permanent(StepError(ErrorCode.WEBHOOK_BAD_ADDRESS, str(error)))
    except (httpx.HTTPError, TimeoutError) as error:
        return Unknown(f"The connection broke while waiting for the answer ({type(error).__name__}).")
    except Exception as error:
        # Whatever it was, it is this call's own: the others of the batch go on, and nothing is said to have arrived.
        log.exception("webhook failed", delivery=effect.delivery_id)
        return Unknown(f"Segue met an error of its own while posting ({type(error).__name__}).")


async def _try_post(client: httpx.AsyncClient, effect: Effect, secret: str) -> Outcome:
    url = httpx.URL(effect.payload["url"])
    address = await _checked_address(url)
    body = json.dumps(effect.payload["event"], separators=(",", ":"), sort_keys=True)
    # The connection goes to the address that was checked: a second look-up could answer with a private one.
    request = client.build_request(
        "POST",
        url.copy_with(host=address),
        content=body,
        headers={"host": url.netloc.decode(), **_headers(effect, body, secret)},
        extensions={"sni_hostname": url.host},
    )
    response = await client.send(request, stream=True)
    try:
        return _judge(response, await _some_of(response))
    finally:
        await response.aclose()


async def _checked_address(url: httpx.URL) -> str:
    try:
        async with asyncio.timeout(LONGEST_LOOK_UP):
            return await public_address(url.host, url.port, settings.SEGUE_WEBHOOK_ALLOWED_NETWORKS)
    except TimeoutError as error:
        raise UnknownHostError(f"The name {url.host} could not be resolved in time.") from error


def _headers(effect: Effect, body: str, secret: str) -> dict[str, str]:
    message_id = effect.key.idempotency_key
    return {
        "content-type": "application/json",
        "user-agent": "Segue",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(effect.opened_at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, effect.opened_at, body),
    }


async def _some_of(response: httpx.Response) -> str:
    """The beginning of the answer's text. Its status is known already, so that the text breaks off is no error."""
    text = b""
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(LONGEST_ANSWER):
            async for part in response.aiter_raw():
                text += part
                if len(text) >= MOST_OF_AN_ANSWER:
                    break
    return text[:MOST_OF_AN_ANSWER].decode("utf-8", "replace")


def _judge(response: httpx.Response, answer: str) -> Outcome:
    words = f"{response.status_code} {response.reason_phrase}: {answer[:300]}".rstrip(": ")
    if response.is_success:
        return Sent(words)
    if response.status_code in (408, 425, 429) or response.is_server_error:
        return Temporary(StepError(ErrorCode.WEBHOOK_BUSY, words))
    return Permanent(StepError(ErrorCode.WEBHOOK_REJECTED, words))
