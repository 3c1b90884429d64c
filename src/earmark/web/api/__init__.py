"""The JSON API, ``/api/v1``: the same answers as the pages, for programs. It only reads."""

from __future__ import annotations

from fastapi import APIRouter

from earmark.web.api.description import describe
from earmark.web.api.index import index
from earmark.web.api.shelf import shelf
from earmark.web.api.topics import topics

__all__ = ["ENDPOINTS", "describe", "router"]

ENDPOINTS = (index, shelf, topics)
router = APIRouter()
for endpoints in ENDPOINTS:
    router.include_router(endpoints.router)
