"""Fixtures that more than one test file needs."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared originals and benchmarks: beside the repository, or where ASSISTANT_SHARED says."""
    folder = Path(os.environ.get("ASSISTANT_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (folder / "corpus" / "sources.toml").is_file():
        message = f"the shared originals are not at {folder}; set ASSISTANT_SHARED"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
