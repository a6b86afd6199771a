"""Hybrid search: one ``search(query, k)`` over the dense and the keyword half of the current build.

The score of a passage is a cosine plus a share of its BM25: neither half is stretched to a fixed range, so a
lone or a poor match stays what it is. Knows nothing of answers; says only which passages are near.
"""

import logging
import subprocess
import sys
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage
from corpus.error import UserError
from corpus.orthography import has_marks, keys, normalize
from index.casing import Casing
from index.check import damaged_since
from index.dense import DenseIndex, best
from index.encoder import Array, Encoder
from index.keyword import KeywordIndex, query_weights
from index.lexicon import Lexicon
from index.location import current_build
from index.manifest import (
    CASES,
    CHROMA,
    DOCUMENT_KEYWORD,
    KEYWORD,
    REBUILD,
    WORDS,
    Manifest,
    read_manifest,
)
from index.probe import chroma_problem
from index.restore import Restorer, StoredCounts
from index.store import Store
from index.term import canonical, folded_terms, telling, terms
from index.view import PassageTexts, open_documents, open_passages, passage_ids

# Tuned on viquad-dev (600 questions) and looked at on websearch-refuse (eval/REPORT.md); flat around these values.
SENTENCE_SHARE = 0.5  # of the best sentence in the dense score, the rest is the whole passage's
KEYWORD_SHARE = 0.038  # of one BM25 point against a cosine of 1, for a question whose best passage has one
# With what power of its best passage's BM25 a question's points lose weight: 0 would let long questions be decided by
# words alone, 1 would make the best passage of every question equally good by words, however poor.
KEYWORD_DAMPING = 0.75
DOCUMENT_SHARE = 0.5  # of the whole document's BM25 in a passage's: a place or subject named once holds for all of it
CENTRE_SHARE = 0.2  # of the corpus's mean vector taken off the question's: what is near everything is near nothing
THREADS = 4  # for what is done beside, of questions that come at once; none is started before it is needed
CANDIDATES = 100  # that each half proposes before the scores are added up
# Passages up to which every vector is multiplied though Chroma is there. At 20,000 that took 3.1 ms and missed none,
# where Chroma took 4.9 (loaded machine, n = 100); a product grows with the rows, and would meet Chroma at about 30,000.
EXACT_UP_TO = 30_000
KEPT_VECTORS = 16  # of the last questions: who weighs sentences asks for the one just searched for

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and rank; a higher score is always better, and rank 1 is the best."""

    passage: Passage
    score: float
    rank: int
    dense: float  # product with the centred question, of the passage and of its best sentence
    keyword: float  # BM25, of the passage and of its document


class Index:
    """One opened build; read-only, shared by threads."""

    def __init__(self, folder: Path, manifest: Manifest, encoder: Encoder, store: Store | None) -> None:
        self.build = folder.name
        self.manifest = manifest
        self.encoder = encoder
        self.folder = folder
        self._store = store
        self.documents = open_documents(folder)
        self.passages = open_passages(folder)
        self._dense = DenseIndex(folder)
        self._keyword = KeywordIndex.open(folder / KEYWORD)
        self._document_keyword = KeywordIndex.open(folder / DOCUMENT_KEYWORD)
        self._casing = Casing.open(folder / CASES)
        self._counts = StoredCounts.open(folder / WORDS)
        self._beside = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="search")
        self._encoded = lru_cache(maxsize=KEPT_VECTORS)(self._encode)
        self.lexicon = Lexicon(self._keyword, PassageTexts(self.passages))

    @classmethod
    def open(cls, data: Path, *, chroma: bool = True, encoder: Encoder | None = None) -> "Index":
        """Open the current build under ``data``; ``UserError`` says what to do when it cannot be used.

        Without ``chroma`` the dense half searches ``vectors.npy`` exactly: a second faster to open, and the same
        passages while the collection is small. Every file that may have changed is compared with the manifest first.
        """
        while True:
            folder = current_build(data)
            try:
                return cls._open(data, folder, chroma=chroma, encoder=encoder)
            except (UserError, OSError):
                if current_build(data) == folder:
                    raise  # else it was replaced, and then removed, while it was being opened

    @classmethod
    def _open(cls, data: Path, folder: Path, *, chroma: bool, encoder: Encoder | None) -> "Index":
        manifest = read_manifest(folder)
        if wrong := damaged_since(folder, manifest):
            raise UserError(f"Chỉ mục {folder.name} bị hỏng ({', '.join(wrong)}). {REBUILD}")
        encoder = encoder or Encoder.open(data)
        if encoder.id != manifest.settings.encoder:
            raise UserError(
                f"Chỉ mục được lập bằng mô hình {manifest.settings.encoder}, còn mô hình đang chọn là {encoder.id}. "
                f"{REBUILD}"
            )
        return cls(folder, manifest, encoder, _open_store(data, folder) if chroma else None)

    @property
    def uses_chroma(self) -> bool:
        """Tell whether Chroma proposes the dense candidates, or an exact search does."""
        return self._store is not None

    def is_current(self) -> bool:
        """Tell whether this build is still the one that answers; costs one small read."""
        try:
            return current_build(self.folder.parents[1]).name == self.build
        except UserError:
            return True  # nothing newer to change to

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """Give the ``k`` best passages for ``query``, the best first."""
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k}")
        query = normalize(query).strip()
        if not query:
            raise ValueError("the query is empty")
        meant = self.restore(query) if not has_marks(query) else self.correct(query)
        written = self.recase(meant)
        n = max(CANDIDATES, 2 * k)
        scoring = self._beside.submit(self._keyword_half, query, meant, n)  # the encoder leaves a core free
        vector = self.encode_query(written[:1].upper() + written[1:]) - np.float32(CENTRE_SHARE) * self._dense.centre
        keyword, named = scoring.result()
        weighing = self._beside.submit(self._dense_scores, vector, named)  # and so does whoever looks for the nearest
        near = np.setdiff1d(self.nearest(vector, n), named)
        rows = np.concatenate([named, near])
        dense = np.concatenate([weighing.result(), self._dense_scores(vector, near)])
        scores = dense + _keyword_weight(keyword) * keyword[rows]
        order = np.lexsort((rows, -scores))[:k]  # of equal scores the earlier passage
        return [
            Hit(self.passages[rows[at]], float(scores[at]), rank, float(dense[at]), float(keyword[rows[at]]))
            for rank, at in enumerate(order, 1)
        ]

    def encode_query(self, query: str) -> Array:
        """Encode one question, (dim,); the last ones are kept."""
        return self._encoded(query)

    def nearest(self, vector: Array, n: int) -> NDArray[np.int64]:
        """Give the rows of ``passages`` that the dense half proposes: about the ``n`` nearest, in no order."""
        if self._store is None or len(self.passages) <= EXACT_UP_TO:
            return self._dense.nearest(vector, n)
        found = self._store.query(vector, min(n, len(self.passages)))
        return np.array([self._row_of[id_] for id_, _ in found], np.int64)

    def sentence_vectors(self, passage: Passage) -> Array:
        """Give the vectors of the sentences of a passage, (n_sentences, dim)."""
        return self._dense.sentences(self._row(passage))

    def restore(self, question: str, *, follows: bool = False) -> str:
        """Give an unaccented question its marks back; one that has any comes back as it was."""
        return question if has_marks(question) else self._restorer.restore(question, follows=follows)

    def correct(self, question: str, *, careful: bool = False) -> str:
        """Give a question with its slips mended, where a word is unknown to the corpus and one near it is known.

        ``careful`` is for what is shown and understood, the bolder way for what is only searched for. Words of asking
        are mended either way.
        """
        question = self._restorer.mend_asking(question)
        syllables = [canonical(word) for word in keys(question)]
        is_known = all(self._keyword.document_frequency(syllable) for syllable in syllables)
        return question if is_known else self._restorer.correct(question, careful=careful)

    def recase(self, question: str) -> str:
        """Give a question typed in one case throughout the corpus's capitals; any other comes back as it was."""
        return self._casing.apply(question)

    def _row(self, passage: Passage) -> int:
        """Find the row of a passage among those of its document, which stand together in order."""
        place = self.documents.row(passage.document_id)
        first, end = np.searchsorted(self._dense.document_rows, [place, place + 1]).tolist()
        return bisect_left(self.passages, passage.start, first, end, key=lambda one: one.start)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        """The row of each passage, by its id."""
        return {id_: row for row, id_ in enumerate(passage_ids(self.passages))}

    @cached_property
    def _restorer(self) -> Restorer:
        return Restorer(self._counts)

    def _encode(self, query: str) -> Array:
        vector: Array = self.encoder.encode_queries([query])[0]
        vector.setflags(write=False)  # many may hold it
        return vector

    def _keyword_half(self, query: str, meant: str, n: int) -> tuple[Array, NDArray[np.int64]]:
        """Score every row by its words; give also the rows of the ``n`` best that have any, in order."""
        folded = not has_marks(query)
        weights = query_weights(telling(folded_terms(query) if folded else terms(meant)))
        whole = self._document_keyword.scores(weights, folded=folded)[self._dense.document_rows]
        mixed: Array = self._keyword.scores(weights, folded=folded)
        mixed *= np.float32(1 - DOCUMENT_SHARE)
        mixed += np.float32(DOCUMENT_SHARE) * whole
        high = np.sort(best(mixed, n))
        return mixed, high[mixed[high] > 0]

    def _dense_scores(self, vector: Array, rows: NDArray[np.int64]) -> Array:
        whole, sentence = self._dense.cosines(vector, rows)
        mixed: Array = np.float32(1 - SENTENCE_SHARE) * whole + np.float32(SENTENCE_SHARE) * sentence
        return mixed


def _keyword_weight(keyword: Array) -> np.float32:
    """Give what one BM25 point is worth to this question."""
    highest = max(float(keyword.max(initial=0.0)), 1.0)
    return np.float32(KEYWORD_SHARE / highest**KEYWORD_DAMPING)


def _open_store(data: Path, folder: Path) -> Store | None:
    """Open Chroma's view if a child process could; otherwise have it mended, while exact search answers."""
    problem = chroma_problem(folder)
    if not problem:
        return Store(folder / CHROMA)
    log.warning("%s; đang tìm trực tiếp trên các vectơ đã lưu và dựng lại kho ở tiến trình khác.", problem)
    start_mending(data)
    return None


def start_mending(data: Path) -> None:
    """Have Chroma's view built anew in a process of its own."""
    subprocess.Popen(
        [sys.executable, "-m", "index", "mend", "--data", str(data.resolve())],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
