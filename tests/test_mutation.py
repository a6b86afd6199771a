"""The harness that checks the checker: each operator spoils what it says, and the check sees it."""

import json
from pathlib import Path
from random import Random

import pytest

from assistant.verify import check
from corpus.document import Document
from eval import cli
from eval.mutation import Case, Operator, Trial, cases_of, run_operator, summarize
from eval.mutation_harmless import HARMLESS
from eval.mutation_planned import PLANNED

SENTENCE = (
    "Ngày 14/3/2018, ông Nguyễn Văn An, Phó Bí thư Tỉnh ủy, cho biết huyện Lâm Hà có khoảng 1.500 hộ, "
    "tăng 45 % so với huyện Đạ Tẻh - nơi chưa có đề án, nếu tính cả 12 hộ mới, đồng thời xã cũng hoà vào dòng chung."
)
CASE = Case(SENTENCE, SENTENCE, "Bí thư Huyện ủy Đạ Tẻh nói có 1.500 hộ.")
# The condition must stand at a place where the sentence can go on without it.
PLAN = "Nếu đủ kinh phí, Chủ tịch tỉnh sẽ xây 5 cầu."
CONDITIONAL = Case(PLAN, PLAN, "Tỉnh có 5 cầu.")
CUT = "Huyện có 12 hộ nghèo trong năm đó, đồng thời xã giao thêm 3 cán bộ."
CUTTABLE = Case("Huyện có 12 hộ nghèo trong năm đó.", CUT, "Xã có 3 cán bộ.")


def trial_of(operator: Operator, seed: int = 0) -> Trial:
    made = [trial for case in (CASE, CONDITIONAL, CUTTABLE) if (trial := operator(case, Random(seed)))]
    assert made, "the operator finds nothing to change"
    return made[0]


@pytest.mark.parametrize("kind", ["quote", "prose"])
@pytest.mark.parametrize("name", PLANNED)
def test_every_planned_error_is_caught(name: str, kind: str) -> None:
    for seed in range(5):
        trial = trial_of(PLANNED[name], seed)
        assert check(trial.claim, kind, [trial.quote]).state == "unsupported", trial.claim  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["quote", "prose"])
@pytest.mark.parametrize("name", HARMLESS)
def test_no_harmless_edit_is_flagged(name: str, kind: str) -> None:
    for seed in range(5):
        trial = trial_of(HARMLESS[name], seed)
        assert (trial.claim, trial.quote) != (SENTENCE, SENTENCE)
        assert check(trial.claim, kind, [trial.quote]).state != "unsupported", trial.claim  # type: ignore[arg-type]


def test_a_sentence_and_what_is_left_of_it_are_both_cases() -> None:
    document = Document("a", f"{CUT} Đề án được duyệt ngày 14/3/2018.", "A")
    assert [case.claim for case in cases_of([document])] == [
        CUT,
        "Huyện có 12 hộ nghèo trong năm đó.",
        "Đề án được duyệt ngày 14/3/2018.",
    ]


def test_an_operator_that_finds_nothing_counts_no_trial() -> None:
    tallies = run_operator("planned", "x", lambda _case, _random: None, [CASE])
    assert {tally.n for tally in tallies} == {0}
    assert summarize("a", 1, tallies)["without_case"] == ["x"]


def test_an_error_that_passes_and_an_edit_that_is_flagged_are_shown() -> None:
    unchanged = run_operator("planned", "x", lambda case, _random: Trial(case.claim, case.sentence), [CASE])
    flagged = run_operator("harmless", "y", lambda case, _random: Trial("Khác hẳn.", case.sentence), [CASE])
    rows = summarize("a", 1, [*unchanged, *flagged])["operators"]
    assert [(row["unsupported"], len(row["wrong"])) for row in rows] == [(0, 1), (0, 1), (1, 1), (1, 1)]


def test_the_command_prints_every_family_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(f"{SENTENCE} {CUT} Đề án được duyệt ngày 14/3/2018.\n", encoding="utf-8")
    assert cli.main(["mutations", str(tmp_path)], {}) == 0
    printed = capsys.readouterr().out
    assert "Lỗi định trước" in printed and "Lỗi giữ riêng" in printed and "Sửa vô hại" in printed
    assert cli.main(["mutations", str(tmp_path), "--json"], {}) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["n_sentences"] == 4
    assert {row["family"] for row in report["all"]} == {"planned", "heldout", "harmless"}
