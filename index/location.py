"""Where an index lies under ``data``, which build is current, and how a build becomes current."""

import os
import re
import shutil
import time
from pathlib import Path
from uuid import uuid4

from corpus.error import UserError

CURRENT = "CURRENT"
LOCK = "build.lock"
BUILD_NAME = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
UNFINISHED = ".unfinished"  # suffix of a build that is being written


def index_folder(data: Path) -> Path:
    """The folder of all builds."""
    return data / "index"


def lock_file(data: Path) -> Path:
    """The file whose lock the one writer holds."""
    return index_folder(data) / LOCK


def current_build(data: Path) -> Path:
    """The folder of the build that answers; ``UserError`` when there is none."""
    try:
        name = (index_folder(data) / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise UserError(f"Chưa có chỉ mục trong {data}. Hãy chạy `python -m index build`.") from None
    except (OSError, ValueError) as error:
        raise UserError(
            f"Không đọc được {index_folder(data) / CURRENT}: {error}. Hãy chạy lại `python -m index build`."
        ) from error
    folder = index_folder(data) / name
    if not BUILD_NAME.fullmatch(name) or not folder.is_dir():
        raise UserError(f"Chỉ mục hiện hành “{name}” không còn trong {data}. Hãy chạy lại `python -m index build`.")
    return folder


def finished_builds(data: Path) -> list[str]:
    """Name the builds that were finished, the oldest first, whether one is current or not."""
    return sorted(path.name for path in index_folder(data).iterdir() if BUILD_NAME.fullmatch(path.name))


def new_build(data: Path) -> Path:
    """Make the folder of a new build; it gets its final name from ``finish_build``."""
    name = f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{uuid4().hex[:6]}"
    folder = index_folder(data) / (name + UNFINISHED)
    folder.mkdir(parents=True)
    return folder


def finish_build(folder: Path) -> Path:
    """Put everything on the disk, name the build, and make it current in one step."""
    sync_tree(folder)
    final = folder.with_name(folder.name.removesuffix(UNFINISHED))
    folder.rename(final)
    sync(final.parent)
    pointer = final.parent / f".{CURRENT}-{final.name}"
    pointer.write_text(final.name + "\n", encoding="ascii")
    sync(pointer)
    pointer.replace(final.parent / CURRENT)  # os.replace: the one step that other processes see
    sync(final.parent)
    return final


def remove_leftovers(data: Path, *, keep: set[str]) -> None:
    """Remove what killed builds left and the builds not named in ``keep``; the caller holds the lock."""
    for path in index_folder(data).iterdir():
        if path.name.startswith(f".{CURRENT}-"):
            path.unlink(missing_ok=True)
        elif BUILD_NAME.fullmatch(path.name.removesuffix(UNFINISHED)) and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below ``folder`` to the disk, the folder itself last."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Flush one file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
