"""Reading question and text together: which stretches are read, and what the real model says of them."""

from errno import ENOSPC
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.error import UserError
from index.cross_encoder import SUSPECTED, WINDOW, CrossEncoder, Text, windows
from index.encoder import Encoder


@given(st.lists(st.integers(0, 130), min_size=1, max_size=30), st.data())
def test_every_wanted_sentence_is_read_in_a_window_that_fits(sizes: list[int], data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.integers(0, len(sizes) - 1)))
    found = windows(sizes, wanted)
    assert wanted <= {at for window in found for at in window}
    for window in found:
        assert wanted & set(window)
        assert len(window) == 1 or sum(sizes[at] for at in window) <= WINDOW
    assert all(a.start < b.start for a, b in pairwise(found))


def test_a_sentence_is_read_between_its_neighbours() -> None:
    assert windows([30, 30, 30, 30, 30], {2}) == [range(1, 4)]
    assert windows([30, 30, 30], {0}) == [range(3)]
    assert windows([60, 100, 60], {1}) == [range(1, 2)]
    assert windows([50, 50, 50, 50], {0, 1}) == [range(2)]


def test_nothing_wanted_is_nothing_read() -> None:
    assert windows([10, 10], ()) == [] and windows([], ()) == []


@pytest.fixture(scope="module")
def reader(built: Path) -> CrossEncoder:
    """Give the real one, written anew."""
    for scorer in (built / "models").glob("scorer-*"):
        scorer.unlink()
    return CrossEncoder.open(built, Encoder.open(built))


LIBRARY = Text(
    "Thư viện huyện Bình Sơn đổi nhà",
    (
        "Thư viện huyện Bình Sơn mở cửa lần đầu ngày 2/9/1978 trong một gian nhà ba gian lợp ngói.",
        "Người trông coi kho sách suốt hai mươi năm đầu là ông Lê Văn Đạo, một thầy giáo về hưu.",
        "Năm 2016, thư viện chuyển sang toà nhà mới vì trận lụt năm trước làm hỏng phần lớn giá sách.",
        "Toà nhà này rộng 640 m2, có phòng đọc cho thiếu nhi và phòng máy tính.",
        "Từ đó, mỗi ngày có chừng 120 lượt bạn đọc, gấp đôi so với nơi cũ.",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ai là thủ thư đầu tiên của thư viện Bình Sơn?", 1),
        ("Vì sao thư viện huyện Bình Sơn phải dời đi nơi khác?", 2),
        ("Diện tích trụ sở hiện nay của thư viện là bao nhiêu?", 3),
        ("Bình quân một ngày thư viện đón mấy người tới đọc?", 4),
        ("thư viện huyện Bình Sơn ra đời khi nào", 0),
    ],
)
def test_the_answering_sentence_is_found_where_others_share_the_words(
    reader: CrossEncoder, question: str, expected: int
) -> None:
    (readings,) = reader.read(question, [LIBRARY], [range(5)])
    assert max(readings, key=lambda at: readings[at].answers) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Vì sao thư viện huyện Bình Sơn phải dời đi vào năm 2019?", 2),
        ("Bà Trần Thị Hạnh trông coi kho sách Bình Sơn suốt hai mươi năm đầu ra sao?", 1),
        ("Toà nhà mới của thư viện rộng 900 m2 có những phòng gì?", 3),
    ],
)
def test_the_sentence_that_belies_a_question_is_found(reader: CrossEncoder, question: str, expected: int) -> None:
    (readings,) = reader.read(question, [LIBRARY], [range(5)])
    assert max(readings, key=lambda at: readings[at].belies) == expected


@pytest.mark.slow
def test_the_words_that_answer_have_most_of_what_was_read(reader: CrossEncoder) -> None:
    (readings,) = reader.read("Toà nhà mới của thư viện rộng bao nhiêu?", [LIBRARY], [range(5)])
    for at, reading in readings.items():
        assert sum(word.answers for word in reading.words) == pytest.approx(1, abs=1e-5)
        text = LIBRARY.sentences[at]
        assert reading.words[-1].end == len(text)
        assert all(a.start <= a.end <= b.end for a, b in pairwise(reading.words))
    answer = LIBRARY.sentences[3].index("640 m2")
    assert sum(word.answers for word in readings[3].words if answer < word.end <= answer + len("640 m2")) > 0.8


class Says:
    """A session that says of the first tokens of a text that they belie the question, each so far."""

    def __init__(self, *belies: float) -> None:
        self.belies = belies
        self.n_runs = 0

    def run(self, _names: list[str], inputs: dict[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        self.n_runs += 1
        start = int((inputs["marks"][0] % 2).argmax())
        logits = np.full((*inputs["x"].shape[:2], 3), -30, np.float32)
        logits[..., :2] = self.belies[0]
        logits[0, start : start + len(self.belies), 2] = self.belies
        return [logits]


@pytest.mark.slow
def test_only_what_is_suspected_is_read_again_and_only_for_what_it_belies(
    reader: CrossEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Text("", ("Mưa", "Gió"))
    rest = [-30.0] * (len(reader._placed_tokens("Mưa")[0]) - 1)
    first, again = Says(SUSPECTED - 1, *rest, SUSPECTED), Says(5, *rest, 7)
    monkeypatch.setattr(reader, "_session", first)
    monkeypatch.setattr(reader, "_denier", again)
    (readings,) = reader.read("Trời ra sao?", [text], [(0, 1)])
    assert [round(readings[at].belies, 2) for at in (0, 1)] == [SUSPECTED - 1, 7]
    assert all(readings[at].answers < 0 for at in (0, 1))  # as the first has it
    first.belies = (SUSPECTED - 1,)
    assert reader.read("Trời ra sao?", [text], [(0, 1)])[0][0] == readings[0]
    assert (first.n_runs, again.n_runs) == (2, 1)


@pytest.mark.slow
def test_what_is_to_be_confirmed_is_read_by_the_second_adapter_alone(
    reader: CrossEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = Says(5), Says(SUSPECTED - 2)
    monkeypatch.setattr(reader, "_session", first)
    monkeypatch.setattr(reader, "_denier", again)
    (readings,) = reader.read("Trời mưa phải không?", [Text("", ("Mưa",))], [(0,)], second=True)
    assert round(readings[0].belies, 2) == SUSPECTED - 2 and (first.n_runs, again.n_runs) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Thư viện Bình Sơn có kho sách do ông Lê Văn Đạo trông, đúng không?", "bà Trần Thị Hạnh"),
        ("Toà nhà mới của thư viện Bình Sơn rộng 640 m2 phải không?", "900 m2"),
        ("Có phải thư viện huyện Bình Sơn mở cửa năm 1978 không?", "năm 1985"),
    ],
)
def test_a_true_statement_is_belied_less_than_a_false_one(reader: CrossEncoder, true: str, false: str) -> None:
    (word,) = [one for one in ("ông Lê Văn Đạo", "640 m2", "năm 1978") if one in true]
    doubts = []
    for question in (true, true.replace(word, false)):
        (readings,) = reader.read(question, [LIBRARY], [range(5)], second=True)
        doubts.append(max(one.belies for one in readings.values()) - max(one.answers for one in readings.values()))
    assert doubts[0] < doubts[1]


@pytest.mark.slow
def test_texts_are_read_apart_and_their_order_changes_nothing(reader: CrossEncoder) -> None:
    other = Text("", ("Trạm bơm Đồng Nai chạy bằng điện.", "Trạm có bốn máy."))
    question = "Trạm bơm có mấy máy?"
    alone = [reader.read(question, [text], [range(len(text.sentences))])[0] for text in (LIBRARY, other)]
    assert reader.read(question, [other, LIBRARY], [range(2), range(5)]) == alone[::-1]


@pytest.mark.slow
def test_the_graphs_are_written_once_and_a_full_disk_is_one_sentence(
    reader: CrossEncoder, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorers = sorted((built / "models").glob("scorer-*"))
    written = [one.stat().st_mtime_ns for one in scorers]
    CrossEncoder.open(built, Encoder.open(built))
    assert len(written) == 2 and [one.stat().st_mtime_ns for one in scorers] == written

    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("index.cross_encoder.write_scorer", full)
    for scorer in scorers:
        kept = scorer.rename(scorer.with_suffix(".kept"))
        try:
            with pytest.raises(UserError, match="Không ghi được"):
                CrossEncoder.open(built, Encoder.open(built))
            assert sorted((built / "models").glob("scorer-*")) == sorted({*scorers, kept} - {scorer})
        finally:
            kept.rename(scorer)


@pytest.mark.slow
def test_what_is_too_long_or_empty_is_read_as_far_as_it_goes(reader: CrossEncoder) -> None:
    (readings,) = reader.read("rất dài " * 5_000, [Text("x" * 5_000, ("", "dài " * 9_000, "Ngắn."))], [(0, 1, 2)])
    assert set(readings) == {0, 1, 2} and min(readings[1][:2]) > float("-inf")
    assert reader.read("Không có gì?", [], []) == []
