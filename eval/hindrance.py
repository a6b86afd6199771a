"""What stands in the way of a build: a full disk, a folder that may not be written, another build, readers.

Each must end in one clear line or in the right answer, with the previous build intact. The small disk is a tmpfs in
a mount namespace of the child, so that nothing has to be unmounted; where none may be made, files are limited in size.
"""

import ctypes
import os
import resource
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus.error import UserError
from eval.child import Child, Outcome, call
from eval.kill import OnProgress, Yard, leftovers, next_version, read, same_hits
from eval.probe import quick_probe
from eval.synthetic import SyllableEncoder, answers
from index.location import current_build, remove_leftovers
from index.search import Index

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
NOBODY = 65534
N_READERS = 8
SHARES = (0.02, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9)  # of the room that a build needs


@dataclass(frozen=True, slots=True)
class Trial:
    """One build that was hindered."""

    how: str
    outcome: Outcome
    faults: tuple[str, ...]


def hinder_builds(yard: Yard, n_rounds: int, on_progress: OnProgress) -> dict[str, Any]:
    """Try every hindrance; ``n_rounds`` pairs of builds at once, and builds under readers."""
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "full_disk": partial(full_disk, yard),
        "read_only": partial(read_only, yard),
        "two_builds": partial(two_builds, yard, n_rounds),
        "readers": partial(readers, yard, n_rounds),
    }
    report: dict[str, Any] = {}
    for name, work in works.items():
        report[name] = work()
        on_progress("Cản trở lượt lập chỉ mục", len(report), 4)
    return report


def full_disk(yard: Yard) -> dict[str, Any]:
    """Build on a disk with less and less room missing, or with a limit on the size of a file."""
    outcome = call(lambda: _full_tmpfs(yard))
    if outcome.kind == "done":
        return {"disk": "tmpfs", **_summary(outcome.value)}
    before = read_in_child(yard)
    trials = [limit_file_size(yard, kb) for kb in (4, 16, 64, 256)]
    report = {"disk": f"RLIMIT_FSIZE (tmpfs: {outcome.message})", **_summary(trials)}
    return report if read_in_child(yard) == before else report | {"n_bad": report["n"]}


def limit_file_size(yard: Yard, n_kilobytes: int) -> Trial:
    """Build while no file may grow beyond ``n_kilobytes``."""
    return _hindered(yard, f"tệp tối đa {n_kilobytes} kB", partial(_limited, yard, n_kilobytes))


def read_only(yard: Yard) -> dict[str, Any]:
    """Build into a disk mounted read-only, and as a user who may not write; readers must go on."""
    trials: list[Trial] = []
    outcome = call(lambda: _read_only_tmpfs(yard))
    if outcome.kind == "done":
        trials.append(outcome.value)
    trials.append(call(lambda: _forbidden(yard)).value)
    return {"mounted": outcome.kind == "done", "user": "nobody" if os.geteuid() == 0 else "same", **_summary(trials)}


def two_builds(yard: Yard, n_rounds: int) -> dict[str, Any]:
    """Start two builds at once, of different versions; one may be told to wait, none may disturb the other."""
    trials = []
    for _ in range(n_rounds):
        targets = [next_version(yard.version), next_version(next_version(yard.version))]
        children = [Child(partial(yard.build, target)) for target in targets]
        outcomes = [child.outcome() for child in children]
        done = [target for target, outcome in zip(targets, outcomes, strict=True) if outcome.kind == "done"]
        refused = [outcome for outcome in outcomes if outcome.kind == "refused"]
        found = read_in_child(yard)
        yard.version = next((version for version in done if yard.references[version] == found), yard.version)
        faults = [f"{one.kind}: {one.message}" for one in outcomes if one.kind not in ("done", "refused")]
        faults += [one.message for one in refused if "đang chạy" not in one.message]
        faults += leftovers(yard.data)
        if not done or found not in [yard.references[version] for version in done]:
            faults.append("kết quả không phải của lượt nào đã xong")
        trials.append(Trial("hai lượt", refused[0] if refused else outcomes[0], tuple(faults)))
    return _summary(trials) | {"n_told_to_wait": sum(trial.outcome.kind == "refused" for trial in trials)}


def readers(yard: Yard, n_builds: int) -> dict[str, Any]:
    """Let eight processes read while builds follow one another; each read gives a version's answer, whole."""
    stop = yard.data / "tmp" / "stop"
    children = [Child(partial(_read_on, yard, number, stop)) for number in range(N_READERS)]
    built: Counter[str] = Counter()
    for _ in range(n_builds):
        target = next_version(yard.version)
        outcome = call(partial(yard.build, target))
        built[outcome.kind] += 1
        if outcome.kind == "done":
            yard.version = target
    stop.write_bytes(b"")
    outcomes = [child.outcome() for child in children]
    stop.unlink()
    reads: Counter[str] = Counter()
    for outcome in outcomes:
        reads.update(outcome.value if outcome.kind == "done" else {f"{outcome.kind}: {outcome.message}": 1})
    n_right = reads.pop("right", 0)
    n_bad = reads.total() + n_builds - built["done"]
    return {"n": n_right + reads.total(), "n_bad": n_bad, "n_builds": built["done"], "bad": dict(reads)}


def read_in_child(yard: Yard) -> bytes:
    """Answer from the current build in another process."""
    outcome = call(lambda: read(yard.data))
    return outcome.value if outcome.kind == "done" else outcome.message.encode()


def mount_tmpfs(folder: Path, n_megabytes: int) -> None:
    """Put a small disk at ``folder``, seen by this process and its children only; ``OSError`` where that is refused."""
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS | (CLONE_NEWUSER if user else 0)):
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1", encoding="ascii")
    folder.mkdir(parents=True, exist_ok=True)
    _mount("--make-rprivate", "/")
    _mount("-t", "tmpfs", "-o", f"size={n_megabytes}m", "none", str(folder))


def _full_tmpfs(yard: Yard) -> list[Trial]:
    small = _copy_to_small_disk(yard)
    need = sum(path.stat().st_size for path in current_build(small.data).rglob("*") if path.is_file())
    filler = small.data / "filler"
    trials = []
    for share in SHARES:
        with filler.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(small.data).free - int(share * need))))
        trials.append(_hindered(small, f"còn {share:.0%} chỗ cần", small.build_next))
        filler.unlink()
    outcome = call(small.build_next)
    if outcome.kind != "done":
        raise RuntimeError(f"no build although there is room: {outcome.message}")
    return trials


def _read_only_tmpfs(yard: Yard) -> Trial:
    small = _copy_to_small_disk(yard)
    _mount("-o", "remount,ro", str(small.data))
    return _hindered(small, "ổ đĩa gắn chỉ đọc", small.build_next)


def _forbidden(yard: Yard) -> Trial:
    """Try as another user where this is root, whom no permission stops; else without the right to write."""
    read(yard.data)  # loads what is loaded late: the interpreter may lie where another user cannot read
    folders = [path for path in (yard.data, *yard.data.rglob("*")) if path.is_dir()]
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    else:
        for folder in folders:
            folder.chmod(0o555)
    try:
        return _hindered(yard, "không có quyền ghi", yard.build_next)
    finally:
        if os.geteuid() != NOBODY:
            for folder in folders:
                folder.chmod(0o755)


def _limited(yard: Yard, n_kilobytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_kilobytes * 1024, n_kilobytes * 1024))
    yard.build_next()


def _hindered(yard: Yard, how: str, build: Callable[[], None]) -> Trial:
    """Build in vain, and look whether it was said in one line and the old build answers, with Chroma and without."""
    outcome = call(build)
    faults = []
    if outcome.kind != "refused" or "\n" in outcome.message:
        faults.append(f"{outcome.kind}: {outcome.message}")
    expected = yard.references[yard.version]
    if read_in_child(yard) != expected:
        faults.append("chỉ mục cũ trả lời khác")
    opened = call(lambda: _open_as_server(yard.data))
    if opened.kind != "done" or not same_hits(opened.value, expected):
        faults.append(f"mở như máy chủ: {opened.kind} {opened.message}")
    faults += [f"còn sót {name}" for name in leftovers(yard.data)]
    return Trial(how, outcome, tuple(faults))


def _open_as_server(data: Path) -> bytes:
    import index.search

    with quick_probe(_nothing):
        index.search.start_mending = _nothing  # type: ignore[assignment]  # there is no room to mend in
        return answers(Index.open(data, encoder=SyllableEncoder()))


def _read_on(yard: Yard, number: int, stop: Path) -> Counter[str]:
    """Read until told to stop: an even reader opens anew each time, an odd one keeps its index while it is current."""
    found: Counter[str] = Counter()
    with quick_probe(_nothing):
        index = _open(yard.data, number)
        while not stop.exists():
            try:
                if number % 2 == 0 or not index.is_current():
                    _wait_a_little(number)
                    stale, index = index, _open(yard.data, number)
                    found[_judge(yard, stale)] += 1  # whose build may be gone by now
                found[_judge(yard, index)] += 1
            except (UserError, OSError, RuntimeError) as error:
                found[f"{type(error).__name__}: {error}"] += 1
    return found


def _open(data: Path, number: int) -> Index:
    return Index.open(data, chroma=number % 4 == 3, encoder=SyllableEncoder())


def _wait_a_little(number: int) -> None:
    time.sleep(0.02 * number)


def _judge(yard: Yard, index: Index) -> str:
    found = answers(index)
    is_right = any(same_hits(found, one) if index.uses_chroma else found == one for one in yard.references)
    return "right" if is_right else "wrong"


def _copy_to_small_disk(yard: Yard) -> Yard:
    data = yard.data.parent / "small"
    mount_tmpfs(data, 64)
    shutil.copytree(yard.data, data, dirs_exist_ok=True)
    remove_leftovers(data, keep={current_build(data).name})  # else the next build would make itself room
    return Yard(data, yard.n_documents, yard.version, yard.references)


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip())


def _summary(trials: list[Trial]) -> dict[str, Any]:
    bad = [{"how": trial.how, "faults": trial.faults} for trial in trials if trial.faults]
    messages = dict.fromkeys(trial.outcome.message for trial in trials if trial.outcome.kind == "refused")
    return {"n": len(trials), "n_bad": len(bad), "bad": bad, "messages": list(messages)}


def _nothing(_what: object) -> None:
    """Hear nothing."""
