"""What a customer does outside the browser: make records and sequences through the API."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
from playwright.sync_api import StorageState

PASSWORD = "correct horse battery"
_numbers = count(1)

Json = dict[str, Any]


def step(kind: str, *, delay: int = 0, unit: str = "seconds", **config: Any) -> Json:
    """A step as the API takes it."""
    return {"kind": kind, "delay_amount": delay, "delay_unit": unit, "config": config}


def email(subject: str = "Hello {{ person.first_name }}", body: str = "A word with you?", **when: Any) -> Json:
    return step("email", subject=subject, body=body, **when)


def todo(title: str, *, wait: bool = False, **when: Any) -> Json:
    return step("todo", title=title, wait=wait, **when)


@dataclass(frozen=True)
class Customer:
    """An admin: where their Segue is, their API token, and the browser state of being signed in."""

    url: str
    token: str
    signed_in: StorageState

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API; the answer's JSON. A refusal fails the test with the API's words."""
        headers = {"authorization": f"Bearer {self.token}"}
        answer = httpx.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=20)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def person(self, name: str = "", **values: Any) -> Json:
        """A person, by a name that no other has unless one is given."""
        first, _, last = (name or f"Robin {_word()}").partition(" ")
        values.setdefault("email", f"{first}.{last}.{next(_numbers)}@larkfield.example".lower().replace(" ", ""))
        found: Json = self.call("POST", "/people", {"first_name": first, "last_name": last, **values})
        return {**found, "type": "person"}

    def company(self, name: str = "", **values: Any) -> Json:
        found: Json = self.call("POST", "/companies", {"name": name or f"{_word()} Works", **values})
        return {**found, "type": "company"}

    def sequence(self, *steps: Json, type: str = "person", **values: Any) -> Json:
        """A published sequence."""
        body = {"name": f"Sequence {_word()}", "type": type, "steps": list(steps), "publish": True, **values}
        found: Json = self.call("POST", "/sequences", body)
        return found

    def enroll(self, sequence: Json, *records: Json) -> list[Json]:
        answer = self.call(
            "POST", f"/sequences/{sequence['id']}/enrollments", {"record_ids": [r["id"] for r in records]}
        )
        results: list[Json] = answer["results"]
        assert all(result["enrollment_id"] for result in results), results
        return results

    def activities(self, record: Json) -> list[Json]:
        items: list[Json] = self.call("GET", f"/records/{record['id']}/activities")["items"]
        return items

    def enrollment(self, result: Json) -> Json:
        found: Json = self.call("GET", f"/enrollments/{result['enrollment_id']}")
        return found


def _word() -> str:
    """A different pronounceable word each time: records and sequences need names of their own."""
    number, word = next(_numbers) + 1_000, ""
    while number:
        number, digit = divmod(number, 20)
        word = "bdfgklmnprstvzbdfgkl"[digit] + "aeiouaeiouaeiouaeiou"[digit] + word
    return word.capitalize()
