"""What the commands of the evaluation read from the environment: where the data lies, and the one model."""

from collections.abc import Mapping
from pathlib import Path

from eval.system import QueryMemory
from index.encoder import Encoder


def data_folder(environ: Mapping[str, str]) -> Path:
    """Give the folder of everything that is built."""
    return Path(environ.get("ASSISTANT_DATA") or "data")


def chosen_model(environ: Mapping[str, str]) -> Path | None:
    """Give the folder of the model that was set; ``None`` for the embedded one."""
    chosen = environ.get("ASSISTANT_MODEL")
    return Path(chosen) if chosen else None


def open_encoder(environ: Mapping[str, str]) -> Encoder:
    """One model for all test sets: it lies where the assistant has it, not once more under each set's index."""
    return QueryMemory.open(data_folder(environ), chosen_model(environ))
