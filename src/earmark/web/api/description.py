"""The OpenAPI as we answer: the framework's own shape of errors is none of ours."""

from __future__ import annotations

from fastapi import FastAPI

_NOT_OURS = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Takes what never happens out of the description: wrong values are answered with 400."""
    description = app.openapi()
    for calls in description["paths"].values():
        for call in calls.values():
            call["responses"].pop("422", None)
    for name in _NOT_OURS:
        description["components"]["schemas"].pop(name, None)
