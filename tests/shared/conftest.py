"""Tests on real data, which is no part of the repository."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data: ``EARMARK_SHARED``, else ``shared`` beside the repository."""
    folder = Path(os.environ.get("EARMARK_SHARED", BESIDE))
    if not folder.is_dir():
        pytest.skip(f"the shared data folder is absent: {folder}")
    return folder
