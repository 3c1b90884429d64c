"""The API held to its own description: cases made from the OpenAPI, good and bad ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

CHECKS = [
    not_a_server_error,
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
HELD = {
    "phrase": ("TRC", "copper", "copper pots", "発酵", "ac/dc", "c++", "the", "zibeline"),
    "podcast": tuple(range(1, 18)),
    "episode": tuple(range(1, 85)),
}
"""What the library holds, so that not every answer is an error."""
OWNER = (("127.0.0.1", 50000), b"localhost:8017")
VISITOR = (("203.0.113.9", 50000), b"earmark.example")


class AskedBy:
    """ASGI: the application as somebody asks it."""

    def __init__(self, app: ASGIApp, asker: tuple[tuple[str, int], bytes]):
        self._app = app
        self._peer, self._host = asker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [pair for pair in scope["headers"] if pair[0].lower() != b"host"]
            scope = scope | {"client": self._peer, "headers": [*headers, (b"host", self._host)]}
        await self._app(scope, receive, send)


def operations(app: FastAPI, asker: tuple[tuple[str, int], bytes]) -> Iterator[APIOperation]:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", AskedBy(app, asker))
    for found in schema.get_all_operations():
        yield found.ok()


def cases(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Any that the description allows, any that it doesn't, and some of what is there."""
    made = [operation.as_strategy()]
    if operation.path_parameters or operation.query:
        made.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    names = [parameter.name for parameter in operation.path_parameters]
    if names:
        made += [operation.as_strategy(path_parameters=known) for known in _known(names)]
    return st.one_of(made)


def _known(names: list[str]) -> Iterator[dict[str, Any]]:
    (name,) = names
    for value in HELD[name]:
        yield {name: value}


def hold(operation: APIOperation, many: int) -> Counter[int]:
    """Asks; raises at the first breach. Statuses of the answers."""
    statuses: Counter[int] = Counter()

    @seed(20261120)
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(operation))
    def ask(case: Case) -> None:
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        statuses[answer.status_code] += 1

    ask()
    return statuses


def held(app: FastAPI, asker: tuple[tuple[str, int], bytes], many: int) -> Counter[int]:
    statuses: Counter[int] = Counter()
    for operation in operations(app, asker):
        statuses += hold(operation, many)
    return statuses


class Said(BaseModel):
    count: int


def test_a_breach_is_seen() -> None:
    app = FastAPI(openapi_url="/api/v1/openapi.json")

    @app.get("/wrong", response_model=Said)
    def wrong() -> JSONResponse:
        return JSONResponse({"count": "many"})

    with pytest.raises(BaseExceptionGroup, match="schema"):
        held(app, VISITOR, many=1)


@pytest.mark.parametrize("asker", [OWNER, VISITOR], ids=["owner", "visitor"])
def test_a_few_cases_of_every_call_answer_as_described(app: FastAPI, asker: Any) -> None:
    statuses = held(app, asker, many=12)
    assert statuses.total() >= 80
    assert statuses[200]
    assert statuses[400]


@pytest.mark.long
@pytest.mark.parametrize("asker", [OWNER, VISITOR], ids=["owner", "visitor"])
def test_thousands_of_cases_answer_as_described(
    app: FastAPI, asker: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = held(app, asker, many=400)
    with capsys.disabled():
        print(f"\nAPI: {statuses.total()} cases, by status {dict(statuses)}")  # noqa: T201
    assert statuses.total() >= 2500
    assert statuses[200] > 500
