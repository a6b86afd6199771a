"""Whether an index can be lost: everything measured about kills, damage, full disks and changes, in one report.

Knows how much of each is done and how the figures are written for a person; what is measured is the business of the
modules it calls. Nothing here opens Chroma in its own process, because that process is forked.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from eval.change import change_documents
from eval.damage import OUTCOMES, damage_builds
from eval.hindrance import hinder_builds
from eval.in_place import BROKEN, kill_in_place
from eval.kill import OnProgress, kill_builds, open_yard
from eval.real import kill_commands

SMALL, LARGE = 5, 50  # documents of 21 passages; above 1,000 rows Chroma keeps its graph in files of its own
LARGE_SHARE = 15  # one kill in fifteen strikes a large build
IN_PLACE_SHARE = 6  # one kill in place for six of ours
N_ROUNDS = 5  # pairs of builds at once, and builds under readers
N_DOCUMENTS = 1_000  # of which one is changed


def endure(
    folder: Path, *, kills: int, damages: int, real: int, seed: int, model: Path, on_progress: OnProgress
) -> dict[str, Any]:
    """Measure everything below ``folder``, an empty one; ``real`` of the kills strike the command with the model."""
    random = Random(seed)
    started = time.monotonic()
    large = open_yard(folder / "large", LARGE)
    small = open_yard(folder / "small-builds", SMALL)
    n_large = (kills - real) // LARGE_SHARE
    report: dict[str, Any] = {"seed": seed}
    report["kills_small"] = kill_builds(small, kills - real - n_large, random, on_progress)
    report["kills_large"] = kill_builds(large, n_large, random, on_progress)
    report["kills_real"] = kill_commands(folder / "real", real, random, model, on_progress)
    report["in_place"] = kill_in_place(folder / "place", LARGE, max(1, kills // IN_PLACE_SHARE), random, on_progress)
    report["damages"] = damage_builds(small, large, damages, random, on_progress)
    report["hindrances"] = hinder_builds(small, N_ROUNDS, on_progress)
    report["change"] = change_documents(folder / "change", N_DOCUMENTS, on_progress)
    report["seconds"] = round(time.monotonic() - started)
    return report


def describe(report: Mapping[str, Any]) -> str:
    """Write the report for a terminal."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"Chỉ mục không thể mất (seed {report['seed']}, {report['seconds']} giây)"
    yield "\nLượt lập chỉ mục bị SIGKILL"
    for name, what in (
        ("kills_small", "105 đoạn, vectơ băm âm tiết"),
        ("kills_large", "1.050 đoạn, vectơ băm âm tiết"),
        ("kills_real", "lệnh thật, mô hình thật"),
    ):
        yield from _kills(what, report[name])
    yield from _in_place(report["in_place"])
    yield from _damages(report["damages"])
    yield from _hindrances(report["hindrances"])
    yield from _change(report["change"])


def _kills(what: str, figures: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"  {what}: {figures['n']} lần dừng ({figures['n_named']} lần ở {figures['n_steps']} bước có tên, "
        f"{figures['n_random']} lần ngẫu nhiên; {figures['n_after_swap']} lần đã đổi xong): "
        f"{figures['n_bad']} lần trả lời khác, lượt sau hỏng hoặc còn sót tệp"
    )
    for one in figures["bad"]:
        yield f"    {one['at']}: {'; '.join(one['faults'])}"


def _in_place(figures: Mapping[str, Any]) -> Iterator[str]:
    n = figures["n"]
    yield f"\nĐể so sánh, ghi thẳng vào một thư mục Chroma ({figures['n_rows']} dòng), {n} lần dừng ngẫu nhiên"
    yield f"  hỏng ngay sau khi dừng: {figures['n_broken']} / {n} ({_counts(figures['at_once'])})"
    yield f"  ghi lại từ đầu vẫn hỏng: {figures['n_broken_after_rewrite']} / {n} ({_counts(figures['after_rewrite'])})"


def _counts(found: Mapping[str, int]) -> str:
    names = {**BROKEN, "old": "còn nguyên bản cũ", "new": "đã là bản mới"}
    return ", ".join(f"{names[name]} {found[name]}" for name in names if found.get(name))


def _damages(figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"\nLàm hỏng {figures['n']} bản ({figures['n_files']} tệp, {figures['n_chroma']} lần trong Chroma)"
    for name, words in OUTCOMES.items():
        yield f"  {words}: {figures['outcomes'][name]}"
    yield f"  lệnh sửa đưa về kết quả đúng: {figures['n_mended']} / {figures['n']}"
    for one in figures["bad"]:
        yield f"    {one['file']}, {one['damage']}: {OUTCOMES[one['outcome']]} {one['message']}"


def _hindrances(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "\nCản trở (số lần sai / số lần thử)"
    names = {
        "full_disk": f"đĩa đầy ({figures['full_disk']['disk']})",
        "read_only": "thư mục chỉ đọc"
        + (", gắn chỉ đọc" if figures["read_only"]["mounted"] else "")
        + f", người dùng {figures['read_only']['user']}",
        "two_builds": f"hai lượt cùng lúc (bị bảo đợi {figures['two_builds']['n_told_to_wait']})",
        "readers": f"8 tiến trình đọc dưới {figures['readers']['n_builds']} lượt lập",
    }
    for name, words in names.items():
        yield f"  {words}: {figures[name]['n_bad']} / {figures[name]['n']}"
        for message in figures[name].get("messages", ()):
            yield f"    báo: {message}"
        if figures[name]["bad"]:
            yield f"    lỗi: {figures[name]['bad']}"


def _change(figures: Mapping[str, Any]) -> Iterator[str]:
    edit, removal = figures["after_edit"], figures["after_removal"]
    yield f"\nSửa 1 trong {figures['n_documents']} tài liệu ({figures['n_passages']} đoạn)"
    yield f"  phải mã hoá {edit['embedded']} (đoạn và câu), dùng lại {edit['reused']}"
    yield f"  bỏ 1 tài liệu: phải mã hoá {removal['embedded']}, dùng lại {removal['reused']}"
    n_stale = sum(map(len, figures["stale"].values()))
    yield f"  chữ cũ còn thấy trong tệp hoặc kết quả tìm: {n_stale}; chữ mới tìm thấy: {figures['found_new']}"
