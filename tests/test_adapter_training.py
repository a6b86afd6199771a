"""The questions that the adapter is trained on, and that training learns, on a toy model of five layers."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from assistant.yesno import asks_to_confirm
from corpus.document import Span
from corpus.error import UserError
from eval.adapter_data import Asked, Near, Place, Segment, Training, _even, read_training, words
from eval.cli import main
from index.cross_encoder import WINDOW
from index.marking import N_MARKS
from index.model import LAYER
from index.onnx_engine import WEIGHTS

WIDTH, INNER, N_TOKENS = 24, 48, 60


def by_word(text: str) -> tuple[list[int], list[Span]]:
    """Give each word the number it ends in, else its length; and where it stands."""
    found = list(re.finditer(r"\S+", text))
    numbers = [5 + int(one[0][1:]) if one[0][1:].isdecimal() else 3 for one in found]
    return numbers, [one.span() for one in found]


@pytest.fixture(scope="module")
def training(shared: Path) -> Training:
    return read_training(shared, lambda text: len(text.split()))


def test_every_answer_stands_in_its_sentence_and_in_no_question(training: Training) -> None:
    assert len(training.questions) > 12_000 and len(training.sentences) > 1_600
    for asked in training.questions:
        assert asked.passages and all(len(asked.in_passage(name)) < 12 for name in asked.passages)
        for place in asked.places:
            assert place.passage in asked.passages, asked
            assert place.answer and place.answer in training.sentences[place.passage][place.sentence], asked
            if len(asked.places) > 1 or asks_to_confirm(asked.question):
                continue  # what is to be confirmed holds its answer, and so may what compares
            held = words(place.answer)
            is_said = f" {' '.join(held)} " in f" {' '.join(words(asked.question))} "
            assert len(held) == 1 or len(asked.passages) > 1 or not is_said, asked


def test_of_what_is_to_be_confirmed_as_much_is_true_as_false(training: Training) -> None:
    asked = [one for one in training.questions if one.places and asks_to_confirm(one.question)]
    assert len(asked) > 1_500
    assert 0.45 < np.mean([one.is_belied for one in asked]) < 0.55


def test_one_question_in_six_is_a_near_miss(training: Training) -> None:
    share = np.mean([not asked.places for asked in training.questions])
    assert 0.15 < share < 0.25


def test_nothing_is_learned_from_what_is_measured_on(training: Training, shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(text)
        return {tuple(found[at : at + 12]) for at in range(len(found) - 11)}

    measured = runs((shared / "bench" / "viquad-dev" / "corpus.jsonl").read_text(encoding="utf-8"))
    texts = {name: runs(" ".join(sentences)) for name, sentences in training.sentences.items()}
    shared_runs = [name for name, found in texts.items() if len(found & measured) > 0.2 * len(found)]
    assert shared_runs == []


def test_a_missing_bench_is_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Không đọc được"):
        read_training(tmp_path, len)


@pytest.mark.parametrize("sizes", [[], [300], [50, 50, 50], [10] * 40, [100, 5, 100, 5]])
def test_parts_cover_all_sentences_once_and_fit_where_they_can(sizes: Sequence[int]) -> None:
    parts = list(_even(sizes))
    assert [at for part in parts for at in part] == list(range(len(sizes)))
    assert all(len(part) == 1 or sum(sizes[at] for at in part) <= WINDOW for part in parts)


def test_what_is_near_comes_from_other_passages_and_does_not_answer() -> None:
    sentences = {
        name: (text,)
        for name, text in {
            "a": "Ông Bình giữ kho thóc.",
            "b": "Kho thóc cháy năm ngoái.",
            "c": "Ông Bình trông kho thóc.",
            **{f"x{n}": f"Câu thứ {n}." for n in range(30)},
        }.items()
    }
    near = Near(sentences, {name: (Segment(name, range(1)),) for name in sentences})
    asked = Asked("Ai giữ kho thóc?", ("a",), (Place("a", 0, "Ông Bình"),), False)
    assert [one.passage for one in near.find(asked)] == ["b"]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """Write a model of five layers whose values are random but always the same."""
    random = np.random.default_rng(3)
    shapes = {
        "embeddings.word_embeddings.weight": (N_TOKENS, WIDTH),
        "embeddings.position_embeddings.weight": (64, WIDTH),
        "embeddings.token_type_embeddings.weight": (N_MARKS, WIDTH),
    }
    for layer in range(5):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            rows, columns = {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}.get(part, (WIDTH, WIDTH))
            shapes[f"encoder.layer.{layer}.{LAYER[part]}.weight"] = (rows, columns)
            shapes[f"encoder.layer.{layer}.{LAYER[part]}.bias"] = (rows,)
    tensors = {name: random.standard_normal(shape).astype(np.float32) * 0.3 for name, shape in shapes.items()}
    norms = ["embeddings.LayerNorm", *(f"encoder.layer.{n}.{LAYER[part]}" for n in range(5) for part in ("aln", "oln"))]
    for name in norms:
        tensors |= {f"{name}.weight": np.ones(WIDTH, np.float32), f"{name}.bias": np.zeros(WIDTH, np.float32)}
    save_file(tensors, tmp_path / WEIGHTS)
    return tmp_path


def test_every_place_that_answers_is_learned_by_itself() -> None:
    import torch

    from eval.adapter_training import _unfound

    def said(*logits: float) -> list[torch.Tensor]:
        return [torch.full((3, 3), one) for one in logits]

    def loss(*logits: float) -> float:
        sentences = said(*logits)
        return float(_unfound(sentences, {0: sentences[0], 1: sentences[1]}))

    both, one, neither = loss(6.0, 6.0, -6.0), loss(9.0, -6.0, -6.0), loss(-6.0, -6.0, 6.0)
    assert both < 0.1 and 5 < one < neither


def test_the_last_questions_are_drawn_oftener_whatever_passages_they_are_on() -> None:
    from eval.adapter_training import _drawn, _is_held_out

    old = Asked("w1", ("p0",), (Place("p0", 0, "w11"),), False)
    false, newer = Asked("w2", ("p0",), (Place("p0", 0, "w11"),), True), Asked("w3", ("p0",), (), False)
    assert not _is_held_out(old)
    drawn = _drawn((old, false, newer), {id(false), id(newer)}, oftener=4, denied=2)
    assert [drawn.count(one) for one in (old, false, newer)] == [1, 5, 4]


@pytest.mark.parametrize("wrong", [["--batch", "0"], ["--twins", "-1"], ["--batch", "3", "--twins", "2"]])
def test_a_step_without_room_for_its_questions_is_a_clear_sentence(
    wrong: Sequence[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(tmp_path), "--output", str(tmp_path / "a.safetensors"), *wrong], {}) == 1
    assert "ít nhất một câu hỏi" in capsys.readouterr().err


@pytest.mark.slow
def test_training_learns_which_sentence_holds_the_words_that_answer(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eval import adapter_training

    monkeypatch.setattr(adapter_training, "RATE", 0.01)  # so narrow a model learns slowly
    places = np.random.default_rng(4).integers(0, 4, 100)
    sentences = {
        f"p{n}": tuple(f"w{n % 40} w{50 if at == place else 49} w{40 + at}" for at in range(4))
        for n, place in enumerate(places)
    }
    segments: dict[str, tuple[Segment, ...]] = {name: (Segment(name, range(4)),) for name in sentences}
    questions = tuple(
        Asked("w48" if n % 4 else "w47", (name,), (Place(name, int(place), "w50"),), n % 4 == 0)
        for n, (name, place) in enumerate(zip(sentences, places, strict=True))
    )
    told: list[str] = []
    output = tmp_path / "adapter.safetensors"
    training = Training({}, sentences, segments, questions, Near(sentences, segments))
    adapter_training.train(training, toy, by_word, output, steps=900, tell=told.append)
    losses = [float(line.rpartition(" ")[2]) for line in told]
    assert len(losses) == 36 and np.mean(losses[-4:]) < losses[0] / 2
    changes = load_file(output)
    assert changes["l4.q.w.up"].any() and "l3.q.w.up" not in changes
    assert changes["sides"].shape == (N_MARKS, WIDTH) and changes["head.w"].dtype == np.float16


@pytest.mark.slow
def test_training_on_twins_tells_them_apart_by_the_passage(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from eval import adapter_training
    from eval.adapter_model import Model
    from eval.adapter_row import Rows
    from eval.adapter_twin import find_twins

    monkeypatch.setattr(adapter_training, "RATE", 0.01)
    sentences = {"p0": ("w6 w7 w11", "w8 w9")}
    segments: dict[str, tuple[Segment, ...]] = {"p0": (Segment("p0", range(2)),)}
    belied = Asked("w1 w2 w3 w12 w4", ("p0",), (Place("p0", 0, "w11"),), True)
    answered = Asked("w1 w2 w3 w11 w4", ("p0",), (Place("p0", 1, "w9"),), False)
    training = Training({}, sentences, segments, (belied, answered), Near(sentences, segments))
    output = tmp_path / "adapter.safetensors"
    adapter_training.train(training, toy, by_word, output, steps=300, twins=2, tell=lambda _: None)

    model = Model({name: torch.from_numpy(value) for name, value in load_file(toy / WEIGHTS).items()}, 16)
    model.load(output)
    (pair,) = find_twins(training)
    read = [adapter_training._read(model, both) for both in Rows(training, by_word, 0).of_twins(pair)]
    assert min(one.doubt for one in read[0]) > max(one.doubt for one in read[1])
