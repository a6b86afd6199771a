"""Trains the adapter of ``index.cross_encoder``: thin matrices (LoRA, Hu et al. 2021) beside the encoder's weights.

Question and text go through all layers together. Two things are learned of every token: that it is part of the answer,
against all other tokens that were shown and against "none", and, averaged over a sentence, that the sentence answers,
likewise. A thousand steps take some twenty minutes on two cores that multiply in half precision (AVX-512 BF16), and
twice that on others.
"""

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from corpus.orthography import fold
from eval.adapter_data import Asked, Segment, Training, parts
from index.cross_encoder import BOS, EOS, QUESTION, SENTENCE, TITLE, WINDOW
from index.model import LAYER, PROMPTS
from index.onnx_engine import WEIGHTS

FIRST, RANK = 4, 16  # the first layer that is changed; inner width of the thin matrices
HEADS = 12
NARROW = 0.4  # a window is cut at least this full, so that what is read begins anywhere
RATE, BATCH, WARM = 1e-3, 8, 30  # of AdamW; questions a step; steps until the rate is full
LINEAR = ("q", "k", "v", "ao", "fi", "fo")
# How often, of the questions: without marks, as typed in a hurry, another passage shown, the title shown, and the
# answering segment left out, so that "none" is right.
UNMARKED, HURRIED, FOREIGN, TITLED, LOST = 0.07, 0.13, 0.5, 0.6, 0.06
HELD_OUT = 25  # one passage in so many is kept to measure on, told by its name: the same ones whatever is added
Tokens = Callable[[str], list[int]]


class _Thin(nn.Module):
    """A linear layer that stays as it is, and the thin matrices beside it; a layer before the first has none."""

    def __init__(self, weight: Tensor, bias: Tensor, *, is_changed: bool) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.is_changed = is_changed
        self.bias = nn.Parameter(bias.clone(), requires_grad=is_changed)
        if is_changed:
            self.down = nn.Parameter(torch.randn(RANK, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.up = nn.Parameter(torch.zeros(weight.shape[0], RANK))

    def forward(self, x: Tensor) -> Tensor:
        y = functional.linear(x, self.get_buffer("weight"), self.bias)
        return y + (x @ self.down.T) @ self.up.T if self.is_changed else y


class _Layer(nn.Module):
    def __init__(self, tensors: dict[str, Tensor], number: int) -> None:
        super().__init__()
        is_changed = number >= FIRST
        at = f"encoder.layer.{number}."
        self.linear = nn.ModuleDict(
            {
                part: _Thin(
                    tensors[f"{at}{LAYER[part]}.weight"], tensors[f"{at}{LAYER[part]}.bias"], is_changed=is_changed
                )
                for part in LINEAR
            }
        )
        self.norm = nn.ModuleDict()
        for part in ("aln", "oln"):
            norm = nn.LayerNorm(tensors["embeddings.LayerNorm.weight"].shape[0], 1e-12)
            norm.weight = nn.Parameter(tensors[f"{at}{LAYER[part]}.weight"].clone(), requires_grad=is_changed)
            norm.bias = nn.Parameter(tensors[f"{at}{LAYER[part]}.bias"].clone(), requires_grad=is_changed)
            self.norm[part] = norm

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        n_texts, n_tokens, width = x.shape
        query, key, value = (
            self.linear[part](x).view(n_texts, n_tokens, HEADS, -1).transpose(1, 2) for part in ("q", "k", "v")
        )
        context = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2)
        x = self.norm["aln"](x + self.linear["ao"](context.reshape(n_texts, n_tokens, width)))
        return self.norm["oln"](x + self.linear["fo"](functional.gelu(self.linear["fi"](x))))  # type: ignore[no-any-return]


class _Model(nn.Module):
    def __init__(self, tensors: dict[str, Tensor]) -> None:
        super().__init__()
        self.tensors = tensors
        n_layers = sum(name.endswith("intermediate.dense.bias") for name in tensors)
        self.layers = nn.ModuleList(_Layer(tensors, number) for number in range(n_layers))
        width = tensors["embeddings.LayerNorm.weight"].shape[0]
        self.sides = nn.Parameter(torch.zeros(2, width))
        self.head = nn.Linear(width, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        self.head.bias.data = torch.tensor([-3.0, -1.0])

    def forward(self, ids: Tensor, is_text: Tensor, is_there: Tensor) -> Tensor:
        """Give the logits, (n_texts, n_tokens, 2)."""
        mask = is_there[:, None, None, :]
        with torch.no_grad():
            x = self.tensors["embeddings.word_embeddings.weight"][ids]
            x = x + self.tensors["embeddings.position_embeddings.weight"][: ids.shape[1]]
            x = x + self.tensors["embeddings.token_type_embeddings.weight"][0]
            scale, shift = (self.tensors[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
            x = functional.layer_norm(x, scale.shape, scale, shift, 1e-12)
            for layer in self.layers[:FIRST]:
                x = layer(x, mask)
        x = x + self.sides[is_text]
        for layer in self.layers[FIRST:]:
            x = layer(x, mask)
        return self.head(x)  # type: ignore[no-any-return]

    def save(self, path: Path) -> None:
        """Write what was learned, in half precision."""
        save_file({name: value.detach().numpy().astype(np.float16) for name, value in self._learned().items()}, path)

    def load(self, path: Path) -> None:
        """Go on from what was written."""
        written = load_file(path)
        with torch.no_grad():
            for name, value in self._learned().items():
                value.copy_(torch.from_numpy(written[name].astype(np.float32)))

    def _learned(self) -> dict[str, Tensor]:
        """Everything that is learned, under the names of the packed file."""
        found: dict[str, Tensor] = {"sides": self.sides, "head.w": self.head.weight, "head.b": self.head.bias}
        for number in range(FIRST, len(self.layers)):
            learned = dict(self.layers[number].named_parameters())
            for part in LINEAR:
                at = f"l{number}.{part}"
                found |= {f"{at}.w.{side}": learned[f"linear.{part}.{side}"] for side in ("down", "up")}
                found[f"{at}.b"] = learned[f"linear.{part}.bias"]
            for part in ("aln", "oln"):
                found[f"l{number}.{part}.w"] = learned[f"norm.{part}.weight"]
                found[f"l{number}.{part}.b"] = learned[f"norm.{part}.bias"]
        return found


class _Row:
    """One question beside one segment, as tokens."""

    def __init__(self, asked: list[int], title: list[int], sentences: Sequence[list[int]]) -> None:
        self.ids = [*asked, *title, *(token for one in sentences for token in one), EOS]
        self.is_text = [0] * len(asked) + [1] * (len(self.ids) - len(asked))
        starts = np.cumsum([len(asked) + len(title), *map(len, sentences)])
        self.sentences = [slice(int(a), int(b)) for a, b in pairwise(starts)]
        self.answer: list[int] = []  # positions of the answer's tokens
        self.right: int | None = None  # which of the sentences answers


class _Rows:
    """Makes rows of questions, in ever new variants."""

    def __init__(self, training: Training, tokens: Tokens, seed: int) -> None:
        self.training = training
        self.tokens = tokens
        self.random = random.Random(seed)
        self._known: dict[str, list[int]] = {}

    def of(self, asked: Asked, *, varied: bool) -> list[_Row]:
        question = self._typed(asked.question) if varied else asked.question
        head = [BOS, *self._kept(PROMPTS["query"] + question)[:QUESTION], EOS, EOS]
        return [self._row(asked, head, segment, varied=varied) for segment in self._shown(asked, varied=varied)]

    def _typed(self, question: str) -> str:
        draw = self.random.random()
        if draw < UNMARKED:
            return fold(question)
        return question.lower().rstrip("?") if draw < UNMARKED + HURRIED else question

    def _shown(self, asked: Asked, *, varied: bool) -> list[Segment]:
        """The segment that answers (or could), others of its passage, and one of another passage."""
        own = self._cut(asked.passage) if varied else list(self.training.segments[asked.passage])
        first = next((one for one in own if asked.sentence in one.sentences), own[0])
        own.remove(first)
        if not varied:
            return [first, *own, *asked.others[:1]]
        self.random.shuffle(own)
        foreign = [self.random.choice(asked.others)] if asked.others and self.random.random() < FOREIGN else []
        shown = [first, *own[:1], *foreign]
        is_lost = asked.sentence is not None and len(shown) > 1 and self.random.random() < LOST
        return shown[1:] if is_lost else shown

    def _cut(self, passage: str) -> list[Segment]:
        """Part a passage at random places."""
        sizes = [len(self._kept(text)[:SENTENCE]) for text in self.training.sentences[passage]]
        return [Segment(passage, part) for part in parts(sizes, lambda: self.random.uniform(NARROW, 1) * WINDOW)]

    def _row(self, asked: Asked, head: list[int], segment: Segment, *, varied: bool) -> _Row:
        texts = [self.training.sentences[segment.passage][at] for at in segment.sentences]
        title = self.training.titles.get(segment.passage, "")
        shows_title = title and (not varied or self.random.random() < TITLED)
        row = _Row(
            head,
            self._kept(f"{title}.")[:TITLE] if shows_title else [],
            [self._kept(text)[:SENTENCE] for text in texts],
        )
        if segment.passage == asked.passage and asked.sentence is not None and asked.sentence in segment.sentences:
            row.right = segment.sentences.index(asked.sentence)
            row.answer = self._positions(row, texts[row.right], asked.answer)
        return row

    def _positions(self, row: _Row, text: str, answer: str) -> list[int]:
        """Where the answer's tokens stand: what is between the tokens before it and those after; else all of them."""
        assert row.right is not None
        place = row.sentences[row.right]
        before = len(self.tokens(text[: text.find(answer)].rstrip())) if answer in text else 0
        until = len(self.tokens(text[: text.find(answer) + len(answer)])) if answer in text else 0
        found = [at for at in range(place.start + before, place.start + until) if at < place.stop]
        return found or list(range(place.start, place.stop))

    def _kept(self, text: str) -> list[int]:
        return self._known.setdefault(text, self.tokens(text))


def _loss(model: _Model, batch: Sequence[Sequence[_Row]]) -> tuple[Tensor, list[list[tuple[float, bool]]]]:
    """Give the mean loss, and of every question its sentences' scores, each with whether it is the right one."""
    rows = [row for question in batch for row in question]
    longest = max(len(row.ids) for row in rows)
    ids = torch.tensor([row.ids + [1] * (longest - len(row.ids)) for row in rows])
    is_text = torch.tensor([row.is_text + [0] * (longest - len(row.ids)) for row in rows])
    is_there = torch.tensor([[at < len(row.ids) for at in range(longest)] for row in rows])
    with torch.autocast("cpu", torch.bfloat16, enabled=torch.is_grad_enabled()):
        found = model(ids, is_text, is_there)
    logits = iter(found.float())
    total, scores = torch.zeros(()), []
    none = torch.zeros(1)
    for question in batch:
        tokens, answers, means, sums, right = [], [], [], [], []
        for row in question:
            found = next(logits)
            tokens += [found[place, 0] for place in row.sentences]
            answers += [found[row.answer, 0]] if row.answer else []
            means += [found[place, 1].mean() for place in row.sentences if place.stop > place.start]
            sums += [found[place, 0].logsumexp(0) for place in row.sentences if place.stop > place.start]
            right += [at == row.right for at, place in enumerate(row.sentences) if place.stop > place.start]
        all_tokens = torch.cat([*tokens, none]).logsumexp(0)
        total = total + all_tokens - (torch.cat(answers).logsumexp(0) if answers else 0)
        mean = torch.stack(means)
        total = total + torch.cat([mean, none]).logsumexp(0) - (mean[right.index(True)] if any(right) else 0)
        scores.append([(float((a + b).detach()), is_right) for a, b, is_right in zip(means, sums, right, strict=True)])
    return total / len(batch), scores


def train(
    training: Training,
    model_folder: Path,
    tokens: Tokens,
    output: Path,
    *,
    steps: int,
    start: Path | None = None,
    tell: Callable[[str], None],
) -> float:
    """Train for so many steps, on from the adapter ``start`` if given, and write the adapter.

    Gives the share of held-out questions whose sentence it finds.
    """
    torch.manual_seed(0)
    tensors = {name: torch.from_numpy(value) for name, value in load_file(model_folder / WEIGHTS).items()}
    model = _Model(tensors)
    if start:
        model.load(start)
    rows = _Rows(training, tokens, 0)
    seen = [one for one in training.questions if not _is_held_out(one.passage)]
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
    model.save(output)
    return _found(model, rows, unseen)


def _is_held_out(passage: str) -> bool:
    return crc32(passage.encode()) % HELD_OUT == 0


def _found(model: _Model, rows: _Rows, asked: Sequence[Asked]) -> float:
    """Share of the answerable questions whose sentence scores highest among its passage's and one more segment's."""
    hits = []
    with torch.no_grad():
        for one in asked:
            if one.sentence is not None:
                _, (scores,) = _loss(model, [rows.of(one, varied=False)])
                hits.append(max(scores)[1])
    return float(np.mean(hits)) if hits else math.nan
