"""A plain client of the public HTTP surface, which raises what is refused."""

from typing import Any, Final
from uuid import uuid4

import httpx

TRUSTED: Final = httpx.create_ssl_context()
"""Made once: to read the authorities takes longer than most calls."""


class ProblemError(Exception):
    """The gateway answered with a problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"HTTP {status} {problem.get('code')}: {problem.get('detail')}")
        self.status = status
        self.code = problem.get("code")
        self.problem = problem


class Client:
    """HTTP with a bearer token; anything but success raises ProblemError."""

    def __init__(self, base_url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=base_url, headers=headers, timeout=60, verify=TRUSTED)

    def call(self, method: str, path: str, **content: Any) -> Any:
        """The JSON of the answer; None when there is none."""
        answer = self.fetch(method, path, **content)
        return answer.json() if answer.content else None

    def fetch(self, method: str, path: str, **content: Any) -> httpx.Response:
        headers = content.pop("headers", {})
        if method == "POST":
            headers = {"Idempotency-Key": uuid4().hex, **headers}
        answer = self.http.request(method, path, headers=headers, **content)
        if answer.is_error:
            raise ProblemError(answer.status_code, _problem(answer))
        return answer

    def close(self) -> None:
        self.http.close()


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem: dict[str, Any] = answer.json()
    except ValueError:
        return {"code": None, "detail": answer.text[:200]}
    return problem
