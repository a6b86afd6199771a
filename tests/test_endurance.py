"""An index that cannot be lost: builds killed, damaged and hindered for real, in a size that fits a test run."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from eval.change import change_documents
from eval.child import Child, Outcome, call
from eval.damage import DAMAGES, OUTCOMES, cases, classify, try_cases
from eval.endurance import describe
from eval.hindrance import full_disk, limit_file_size, read_only, readers, two_builds
from eval.in_place import kill_in_place
from eval.kill import Step, Yard, kill_builds, open_yard, plan, read, steps_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Not pytest's: nobody but its owner may look into that, and one test reads as another user.
    with tempfile.TemporaryDirectory(prefix="endure-") as name:
        Path(name).chmod(0o755)
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def yard(folder: Path) -> Yard:
    return open_yard(folder / "builds", 2)


def silent(_what: str, _n_done: int, _n_all: int) -> None:
    """Report nothing."""


def test_builds_killed_at_every_named_step_and_at_random_moments_cost_nothing(yard: Yard) -> None:
    n_steps = len({step.name for step in steps_of(yard)[0]})
    report = kill_builds(yard, n_steps + 3, Random(0), silent)
    assert n_steps >= 20
    assert (report["n_steps"], report["n_random"]) == (n_steps, 2)
    assert report["n_after_swap"] >= 1
    assert report["bad"] == []


def test_every_kind_of_damage_is_told_and_mended(yard: Yard, folder: Path) -> None:
    large = Yard(folder / "large", 50)
    (large.data / "tmp").mkdir(parents=True)
    assert call(lambda: large.build(0)).kind == "done"
    large.references.append(call(lambda: read(large.data)).value)
    families: dict[str, tuple[Yard, str, str]] = {}
    for case in cases(yard, large, 400, Random(0)):  # every file with every damage; one of each family is tried
        families.setdefault(case[1].split("/")[0] if case[0] is yard else case[1], case)
    report = try_cases(list(families.values()), Random(0), silent)
    assert set(report["kinds"]) == set(DAMAGES)
    assert report["n_chroma"] == 6
    assert report["bad"] == []


def test_a_full_disk_leaves_the_old_build_answering_and_says_so(yard: Yard) -> None:
    report = full_disk(yard)
    assert report["n"] > 1
    assert report["bad"] == []
    assert all("Chỉ mục cũ vẫn nguyên" in message for message in report["messages"])


def test_a_limit_on_the_size_of_a_file_leaves_the_old_build_answering(yard: Yard) -> None:
    trial = limit_file_size(yard, 16)
    assert trial.faults == ()
    assert "Chỉ mục cũ vẫn nguyên" in trial.outcome.message


def test_a_folder_that_may_only_be_read_is_read_and_not_written(yard: Yard) -> None:
    report = read_only(yard)
    assert report["bad"] == []
    assert any("không có quyền ghi" in message for message in report["messages"])


def test_of_two_builds_at_once_none_disturbs_the_other(yard: Yard) -> None:
    assert two_builds(yard, 2)["bad"] == []


def test_readers_get_a_whole_answer_while_builds_follow_one_another(yard: Yard) -> None:
    report = readers(yard, 2)
    assert (report["bad"], report["n_builds"]) == ({}, 2)
    assert report["n"] > 8


def test_one_changed_document_of_a_thousand_is_encoded_alone_and_leaves_no_old_word(folder: Path) -> None:
    report = change_documents(folder / "change", 1_000, silent)
    assert report["after_edit"]["embedded"] == 2  # its passage and its sentence
    assert report["after_removal"]["embedded"] == 0
    assert report["found_new"]
    assert all(found == [] for found in report["stale"].values())


def test_the_comparison_sees_a_write_in_place_that_was_cut_short(folder: Path) -> None:
    report = kill_in_place(folder / "place", 50, 1, Random(0), silent)
    assert report["n"] == sum(report["at_once"].values()) == 1


class TestHarness:
    """That the harness itself sees what it is there to see."""

    def test_kills_are_spread_over_all_steps_and_the_rest_over_time(self) -> None:
        steps = [Step("đọc"), Step("đọc", 1), Step("ghi")]
        kills = plan(steps, 2.0, 12, Random(0))
        assert sorted(kill.name for kill in kills if isinstance(kill, Step)) == [*["ghi"] * 4, "đọc", "đọc"]
        assert all(0 <= kill <= 2 for kill in kills if isinstance(kill, float))
        assert len(kills) == 12

    def test_too_few_kills_for_all_steps_are_random(self) -> None:
        assert all(isinstance(kill, float) for kill in plan([Step("đọc"), Step("ghi")], 2.0, 1, Random(0)))

    def test_a_child_that_dies_is_told_from_one_that_fails(self) -> None:
        def die() -> None:
            os.abort()

        def fail() -> None:
            raise ValueError("hỏng")

        assert call(die).kind == "killed"
        assert call(fail).message == "ValueError: hỏng"
        assert call(lambda: 7).value == 7

    def test_a_child_can_be_killed(self) -> None:
        child = Child(lambda: time.sleep(60))
        child.kill()
        assert child.outcome().kind == "killed"

    @pytest.mark.parametrize(
        ("outcome", "expected"),
        [
            (Outcome("killed"), "died"),
            (Outcome("crashed", message="KeyError"), "crashed"),
            (Outcome("refused", message="Hỏng. Hãy chạy lại `python -m index build`."), "told"),
            (Outcome("refused", message="Hỏng."), "unhelpful"),
            (Outcome("done", (False, b"[[]]")), "chroma"),
            (Outcome("done", (True, b"[[]]")), "harmless"),
            (Outcome("done", (False, b'[[["a", "b", 0.5, 1]]]')), "wrong"),
        ],
    )
    def test_what_opening_led_to_has_one_name(self, outcome: Outcome, expected: str) -> None:
        assert classify(outcome, b"[[]]") == expected

    def test_a_build_that_answers_otherwise_and_leaves_a_file_is_reported(self, yard: Yard, folder: Path) -> None:
        spoiled = Yard(folder / "spoiled", yard.n_documents, yard.version, [b"", b"", b"", b""])
        shutil.copytree(yard.data, spoiled.data)
        (spoiled.data / "tmp" / "stray").write_bytes(b"")
        report = kill_builds(spoiled, 1, Random(0), silent)
        assert report["n_bad"] == 1
        assert "còn sót stray" in report["bad"][0]["faults"]
        assert any("trả lời khác" in fault for fault in report["bad"][0]["faults"])


def test_the_report_is_written_in_vietnamese_with_every_count() -> None:
    kills = {"n": 9, "n_named": 5, "n_steps": 5, "n_random": 4, "n_after_swap": 1, "n_bad": 0, "bad": []}
    hindrance = {"n": 2, "n_bad": 0, "bad": [], "messages": ["ổ đĩa đã đầy"]}
    report = {
        "seed": 0,
        "seconds": 60,
        "kills_small": kills,
        "kills_large": kills,
        "kills_real": kills,
        "in_place": {
            "n": 3,
            "n_rows": 1050,
            "n_broken": 2,
            "n_broken_after_rewrite": 0,
            "at_once": {"mixed": 2, "old": 1},
            "after_rewrite": {"new": 3},
        },
        "damages": {
            "n": 1,
            "n_files": 1,
            "n_chroma": 0,
            "outcomes": dict.fromkeys(OUTCOMES, 0),
            "n_mended": 1,
            "bad": [],
        },
        "hindrances": {
            "full_disk": {"disk": "tmpfs", **hindrance},
            "read_only": {"mounted": True, "user": "nobody", **hindrance},
            "two_builds": {"n_told_to_wait": 1, **hindrance},
            "readers": {"n_builds": 5, **hindrance},
        },
        "change": {
            "n_documents": 1000,
            "n_passages": 1002,
            "after_edit": {"embedded": 2, "reused": 2002},
            "after_removal": {"embedded": 0, "reused": 2000},
            "stale": {"cũ": []},
            "found_new": True,
        },
    }
    printed = describe(report)
    for expected in (
        "9 lần dừng",
        "hỏng ngay sau khi dừng: 2 / 3",
        "nửa cũ nửa mới 2",
        "đĩa đầy (tmpfs): 0 / 2",
        "phải mã hoá 2",
    ):
        assert expected in printed
