"""The JSON API, ``/api/v1``: the same answers as the pages, for programs."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1")
