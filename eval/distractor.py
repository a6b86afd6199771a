"""Look-alike documents: the same subject in provinces, people and figures that were invented for it.

They are indexed beside the real documents to see that no answer changes. Never part of the bundled corpus.
"""

from pathlib import Path


def bundled_distractors() -> Path:
    """Give the folder of them beside this module."""
    return Path(__file__).resolve().parent / "distractors"
