"""Trains the adapter of ``index.cross_encoder``: thin matrices (LoRA, Hu et al. 2021) beside the encoder's weights.

Question and text go through all layers together. Three things are learned of every token: that it is part of the
answer, against all other tokens that were shown and against "none"; averaged over a sentence, that the sentence
answers, likewise; and that it is part of what belies the question, likewise. A thousand steps take some twenty minutes
on two cores that multiply in half precision (AVX-512 BF16), and twice that on others.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor, nn

from eval.adapter_data import Asked, Training
from eval.adapter_model import Model
from eval.adapter_row import Row, Rows, Tokens
from index.onnx_engine import WEIGHTS

RATE, BATCH, WARM = 1e-3, 8, 30  # of AdamW; questions a step; steps until the rate is full
RANK = 16  # inner width of the thin matrices
OFTENER = 4  # times as often as the others one of the newest questions is drawn
HELD_OUT = 25  # one passage in so many is kept to measure on, told by its name: the same ones whatever is added


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of the held-out questions."""

    found: float  # of those with an answer: its sentence scores highest
    denied: float  # of those that a sentence belies: it scores highest, and above "none"
    denied_wrongly: float  # of all others: any sentence is said to belie them


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was said of one question: of every sentence that it answers and that it belies, with whether it does."""

    answers: list[tuple[float, bool]]
    belies: list[tuple[float, bool]]


def _loss(model: Model, batch: Sequence[Sequence[Row]]) -> tuple[Tensor, list[_Heard]]:
    """Give the mean loss, and what was said of every question."""
    rows = [row for question in batch for row in question]
    longest = max(len(row.ids) for row in rows)
    ids = torch.tensor([row.ids + [1] * (longest - len(row.ids)) for row in rows])
    is_text = torch.tensor([row.is_text + [0] * (longest - len(row.ids)) for row in rows])
    is_there = torch.tensor([[at < len(row.ids) for at in range(longest)] for row in rows])
    with torch.autocast("cpu", torch.bfloat16, enabled=torch.is_grad_enabled()):
        logits = model(ids, is_text, is_there)
    of_row = iter(logits.float())
    total, heard = torch.zeros(()), []
    for question in batch:
        tokens, answers, means, sums, right, others, truths, belies = [], [], [], [], [], [], [], []
        for row in question:
            found = next(of_row)
            tokens += [found[place, 0] for place in row.sentences]
            answers += [found[row.answer, 0]] if row.answer else []
            others += [found[place, 2] for place in row.sentences]
            truths += [found[row.truth, 2]] if row.truth else []
            for place in row.sentences:
                is_true = bool(row.truth) and place.start <= row.truth[0] < place.stop
                belies.append((float(found[place, 2].detach().logsumexp(0)), is_true))
            means += [found[place, 1].mean() for place in row.sentences if place.stop > place.start]
            sums += [found[place, 0].logsumexp(0) for place in row.sentences if place.stop > place.start]
            right += [at == row.right for at, place in enumerate(row.sentences) if place.stop > place.start]
        total = total + _missed(tokens, answers) + _missed(others, truths)
        total = total + _missed([torch.stack(means)], [means[right.index(True)][None]] if any(right) else [])
        scores = [(float((a + b).detach()), is_right) for a, b, is_right in zip(means, sums, right, strict=True)]
        heard.append(_Heard(scores, belies))
    return total / len(batch), heard


def _missed(tokens: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """Give the loss of finding the wanted ones among all tokens, or none where none is wanted."""
    everything = torch.cat([*tokens, torch.zeros(1)]).logsumexp(0)
    return everything - torch.cat(list(wanted)).logsumexp(0) if wanted else everything


def train(
    training: Training,
    model_folder: Path,
    tokens: Tokens,
    output: Path,
    *,
    steps: int,
    rank: int = RANK,
    start: Path | None = None,
    newest: int = 0,
    keep: float = 0.0,
    tell: Callable[[str], None],
) -> Measured:
    """Train for so many steps, on from the adapter ``start`` if given, and write the adapter.

    The last ``newest`` of the questions, which that one has not seen, are drawn more often. What is written lies
    between the two: ``keep`` is the share of ``start``, which knows some things better (Wortsman et al. 2022).
    """
    torch.manual_seed(0)
    tensors = {name: torch.from_numpy(value) for name, value in load_file(model_folder / WEIGHTS).items()}
    model = Model(tensors, rank)
    if start:
        model.load(start)
    rows = Rows(training, tokens, 0)
    seen = [one for one in training.questions if not _is_held_out(one.passage)]
    seen += [one for one in training.questions[len(training.questions) - newest :] if not _is_held_out(one.passage)] * (
        OFTENER - 1
    )
    unseen = [one for one in training.questions if _is_held_out(one.passage)]
    parameters = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
    left: list[Asked] = []
    for step in range(1, steps + 1):
        if len(left) < BATCH:
            left = rows.random.sample(seen, len(seen))
        batch = [rows.of(left.pop(), varied=True) for _ in range(min(BATCH, len(left)))]
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(step / WARM, max(0.02, 1 - step / steps))
        loss, _ = _loss(model, batch)
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


def _is_held_out(passage: str) -> bool:
    return crc32(passage.encode()) % HELD_OUT == 0


def _measured(model: Model, rows: Rows, asked: Sequence[Asked]) -> Measured:
    """Ask of each passage's sentences and one more segment's."""
    found, denied, wrongly = [], [], []
    with torch.no_grad():
        for one in asked:
            _, (heard,) = _loss(model, [rows.of(one, varied=False)])
            doubt, is_its = max(heard.belies)
            if one.is_belied:
                denied.append(doubt > 0 and is_its)
                continue
            wrongly.append(doubt > 0)
            if one.sentence is not None:
                found.append(max(heard.answers)[1])
    return Measured(*(float(np.mean(one)) if one else math.nan for one in (found, denied, wrongly)))
