"""Trains the adapter of ``index.cross_encoder``: thin matrices (LoRA, Hu et al. 2021) beside the encoder's weights.

Question and text go through all layers together. Three things are learned of every token: that it is part of the
answer, against all other tokens that were shown and against "none"; averaged over a sentence, that the sentence
answers, likewise; and that it is part of what belies the question, likewise. A thousand steps take some twenty minutes
on two cores that multiply in half precision (AVX-512 BF16), and twice that on others.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar
from zlib import crc32

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor, nn
from torch.nn.functional import softplus

from assistant.yesno import asks_to_confirm
from eval.adapter_data import Asked, Training
from eval.adapter_model import Model
from eval.adapter_row import Fours, Row, Rows
from eval.adapter_twin import find_twins
from index.cross_encoder import PlacedTokens
from index.onnx_engine import WEIGHTS

RATE, BATCH, WARM = 1e-3, 8, 30  # of AdamW; questions a step; steps until the rate is full
SHORTER = 0.6  # share of the rows of a step, the shorter ones, that are read apart from the others
RANK = 16  # inner width of the thin matrices
OF_MARKS = 5.0  # times the rate, of what is added for a mark: it starts from nothing
MARGIN = 1.0  # by which a false question is to be doubted more than a true one
HELD_OUT = 25  # one passage in so many is kept to measure on, told by its name: the same ones whatever is added

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of the held-out questions."""

    found: float  # of those that one sentence answers: it scores highest
    complete: float  # of those that several answer: all of these, and no other, score above "none"
    denied: float  # of those that a sentence belies: it scores highest, and above "none"
    denied_wrongly: float  # of all others: any sentence is said to belie them


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was said of one question: of every sentence that it answers and that it belies, with whether it does."""

    answers: list[tuple[float, bool]]
    belies: list[tuple[float, bool]]
    loss: Tensor
    doubt: Tensor  # that any belies it


def _read(model: Model, questions: Sequence[Sequence[Row]]) -> list[_Heard]:
    """Read every question beside its rows, all at once."""
    of_row = iter(_logits(model, [row for question in questions for row in question]))
    return [_heard(question, [next(of_row) for _ in question]) for question in questions]


def _heard(question: Sequence[Row], logits: Sequence[Tensor]) -> _Heard:
    sentences: list[Tensor] = []
    answers: dict[int, Tensor] = {}
    said: tuple[list[tuple[float, bool]], list[tuple[float, bool]]] = [], []
    for row, found in zip(question, logits, strict=True):
        for at, place in enumerate(row.sentences):
            if place.stop == place.start:
                continue
            if at in row.answers:
                answers[len(sentences)] = found[row.answers[at]]
            sentences.append(found[place])
            score = (found[place, 0].logsumexp(0) + found[place, 1].mean()).detach()
            said[0].append((float(score), at in row.answers))
            is_true = bool(row.truth) and place.start <= row.truth[0] < place.stop
            said[1].append((float(found[place, 2].detach().logsumexp(0)), is_true))
    others = [one[:, 2] for one in sentences]
    truths = [found[row.truth, 2] for row, found in zip(question, logits, strict=True) if row.truth]
    loss = _unfound(sentences, answers) + _missed(others, truths)
    return _Heard(*said, loss, torch.cat(others).logsumexp(0))


def _logits(model: Model, rows: Sequence[Row]) -> list[Tensor]:
    """Give the logits of every row; the longer rows are read apart, so that the others are not filled up to them."""
    by_length = sorted(range(len(rows)), key=lambda number: len(rows[number].ids))
    shorter = round(SHORTER * len(rows))
    found: dict[int, Tensor] = {}
    for part in filter(None, (by_length[:shorter], by_length[shorter:])):
        longest = len(rows[part[-1]].ids)
        ids = torch.tensor([rows[at].ids + [1] * (longest - len(rows[at].ids)) for at in part])
        marks = torch.tensor([rows[at].marks + [0] * (longest - len(rows[at].ids)) for at in part])
        is_there = torch.tensor([[token < len(rows[at].ids) for token in range(longest)] for at in part])
        with torch.autocast("cpu", torch.bfloat16, enabled=torch.is_grad_enabled()):
            logits = model(ids, marks, is_there)
        found |= dict(zip(part, logits.float(), strict=True))
    return [found[at] for at in range(len(rows))]


def _unfound(sentences: Sequence[Tensor], answers: Mapping[int, Tensor]) -> Tensor:
    """Give the loss of what answers: each such sentence, by itself, against those that do not and against "none".

    ``answers`` has the logits of the answering words, by the number of their sentence.
    """
    right = list(answers)
    wrong = [text for number, text in enumerate(sentences) if number not in right]
    total = torch.zeros(())
    for one in [[number] for number in right] or [[]]:
        shown = [*wrong, *(sentences[number] for number in one)]
        words = [answers[number][:, 0] for number in one]
        means = torch.stack([text[:, 1].mean() for text in shown])
        total = total + _missed([text[:, 0] for text in shown], words)
        total = total + _missed([means], [sentences[number][:, 1].mean()[None] for number in one])
    return total / max(1, len(right))


def _missed(tokens: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """Give the loss of finding the wanted ones among all tokens, or none where none is wanted."""
    everything = torch.cat([*tokens, torch.zeros(1)]).logsumexp(0)
    return everything - torch.cat(list(wanted)).logsumexp(0) if wanted else everything


def train(
    training: Training,
    model_folder: Path,
    placed_tokens: PlacedTokens,
    output: Path,
    *,
    steps: int,
    rank: int = RANK,
    start: Path | None = None,
    newest: int = 0,
    oftener: int = 4,
    denied: int = 1,
    twins: int = 0,
    batch_size: int = BATCH,
    keep: float = 0.0,
    seed: int = 0,
    tell: Callable[[str], None],
) -> Measured:
    """Train for so many steps, on from the adapter ``start`` if given, and write the adapter.

    The last ``newest`` questions, which that one has not seen, are drawn ``oftener`` times as often; those that a
    sentence belies, and what is rightly to be confirmed, ``denied`` times; each adds to the other. So many ``twins`` a
    step take the place of two questions each (``eval.adapter_twin``). What is written lies between the two: ``keep`` is
    the share of ``start``, which knows some things better (Wortsman et al. 2022). Another ``seed`` draws them in
    another order.
    """
    torch.manual_seed(seed)
    tensors = {name: torch.from_numpy(value) for name, value in load_file(model_folder / WEIGHTS).items()}
    model = Model(tensors, rank)
    if start:
        model.load(start)
    rows = Rows(training, placed_tokens, seed)
    newer = {id(one) for one in training.questions[len(training.questions) - newest :]}
    drawn = _drawn(training.questions, newer, oftener=oftener, denied=denied)
    pairs = [one for one in find_twins(training) if not _is_held_out(one.belied)] if twins else []
    pairs += [one for one in pairs if id(one.belied) in newer] * (oftener - 1)
    unseen = [one for one in training.questions if _is_held_out(one)]
    parameters = [one for one in model.parameters() if one.requires_grad]
    optimizer = _optimizer(parameters, model.sides)
    plain, paired = _endlessly(drawn, rows.random), _endlessly(pairs, rows.random)
    for step in range(1, steps + 1):
        batch = [rows.of(next(plain), varied=True) for _ in range(batch_size - 2 * twins)]
        for group in optimizer.param_groups:
            group["lr"] = group["times"] * RATE * min(step / WARM, max(0.02, 1 - step / steps))
        loss = _loss(model, batch, [rows.of_twins(next(paired)) for _ in range(twins)])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if step % 25 == 0:
            tell(f"{step}/{steps} bước, sai số {float(loss.detach()):.3f}")
    if start:
        model.mix(start, keep)
    model.save(output)
    return _measured(model, rows, unseen)


def _drawn(questions: Sequence[Asked], newer: set[int], *, oftener: int, denied: int) -> list[Asked]:
    """Give the questions to learn from, each as many times as it is drawn in one round."""
    seen = [one for one in questions if not _is_held_out(one)]
    doubtful = [one for one in seen if one.is_belied or (one.places and asks_to_confirm(one.question))]
    of_newer = [one for one in seen if id(one) in newer]
    return [*seen, *doubtful * (denied - 1), *of_newer * (oftener - 1)]


def _optimizer(parameters: Sequence[nn.Parameter], sides: nn.Parameter) -> torch.optim.Optimizer:
    groups = [
        {"params": [one for one in parameters if one is not sides], "times": 1.0},
        {"params": [sides], "times": OF_MARKS},
    ]
    return torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))


def _endlessly(drawn: Sequence[T], random: Random) -> Iterator[T]:
    """Give all of them in one order after another."""
    while drawn:
        yield from random.sample(drawn, len(drawn))


def _loss(model: Model, batch: Sequence[Sequence[Row]], twins: Sequence[Fours]) -> Tensor:
    """Give the mean loss of the questions, that of the twins, and that of setting these against each other."""
    flat = [rows for pair in twins for both in pair for rows in both]
    heard = iter(_read(model, [*batch, *flat]))
    losses = [next(heard).loss for _ in batch]
    total = torch.stack(losses).mean() if losses else torch.zeros(())
    theirs, apart = [], []
    for pair in twins:
        belied, answered = ([next(heard) for _ in both] for both in pair)
        theirs += [one.loss for one in (*belied, *answered)]
        apart += [softplus(MARGIN - one.doubt + other.doubt) for one in belied for other in answered]
    return total + torch.stack(theirs).mean() + torch.stack(apart).mean() if twins else total


def _is_held_out(asked: Asked) -> bool:
    return any(crc32(passage.encode()) % HELD_OUT == 0 for passage in asked.passages)


def _measured(model: Model, rows: Rows, asked: Sequence[Asked]) -> Measured:
    """Ask of each passage's sentences and one more segment's."""
    found, complete, denied, wrongly = [], [], [], []
    with torch.no_grad():
        for one in asked:
            (heard,) = _read(model, [rows.of(one, varied=False)])
            doubt, is_its = max(heard.belies)
            if one.is_belied:
                denied.append(doubt > 0 and is_its)
                continue
            wrongly.append(doubt > 0)
            if len(one.places) > 1:
                complete.append(all((score > 0) == is_right for score, is_right in heard.answers))
            elif one.places:
                found.append(max(heard.answers)[1])
    return Measured(*(float(np.mean(one)) if one else math.nan for one in (found, complete, denied, wrongly)))
