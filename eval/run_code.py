"""Which code answered: the commit, and a digest of the files where they are not the commit's."""

import subprocess
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "index", "assistant", "eval")
WRITTEN = ("eval/REPORT.md", "eval/result")  # of what was answered: writing it down changes no answer
SUFFIXES = (".py", ".toml", ".md", ".jsonl")  # code, word lists, documents and questions


def code_version(root: Path = ROOT) -> str:
    """Name the code under ``root``: "1a2b3c4", with "+digest" where files were changed, without git the digest."""
    commit = _git(root, "rev-parse", "--short=9", "HEAD")
    if commit is None:
        return _digest(root)
    is_clean = _git(root, "status", "--porcelain", "--", *PACKAGES, *(f":!{one}" for one in WRITTEN)) == ""
    return commit if is_clean else f"{commit}+{_digest(root)}"


def _digest(root: Path) -> str:
    total = sha256()
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in SUFFIXES and not path.relative_to(root).as_posix().startswith(WRITTEN):
                total.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:9]


def _git(root: Path, *arguments: str) -> str | None:
    try:
        told = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return told.stdout.strip()
