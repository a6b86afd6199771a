"""Where documents lie: those that come with the program, and the office's own."""

from pathlib import Path


def bundled_documents() -> Path:
    """Give the folder of accounts beside this package."""
    return Path(__file__).resolve().parent / "documents"


def own_documents(data: Path, configured: str = "") -> Path:
    """Give the office's own folder: the configured one (``ASSISTANT_CORPUS``), or one inside ``data``."""
    return Path(configured) if configured else data / "documents"


def default_corpus(data: Path, configured: str = "") -> tuple[Path, ...]:
    """Give what is read when nobody names a corpus: the bundled documents, then the office's own if it has any."""
    own = own_documents(data, configured)
    return (bundled_documents(), own) if own.exists() else (bundled_documents(),)
