"""Support by kind of atom: what a claim says is looked for in what it cites, each kind for itself."""

from typing import Any

import pytest

from assistant.answer import Citation, Claim
from assistant.composition import source
from corpus.document import Document
from eval.score_atom import count_atoms

TEXT = (
    "Theo Quyết định số 44-QĐ/TU ngày 30/11/2015, huyện Lâm Hà có 20 biên chế và chưa có trụ sở. "
    "Ông Trần Văn Lâm là Bí thư huyện Đạ Tẻh."
)
DOCUMENT = Document("a", TEXT, "Sơ kết")
FIRST = (0, TEXT.index(" Ông"))


def count(text: str, *spans: tuple[int, int], kind: Any = "prose") -> dict[str, tuple[int, int]]:
    sources = [source(DOCUMENT, span) for span in spans or (FIRST,)]
    cited = [
        Citation(**{name: getattr(of, name) for name in of.__dataclass_fields__}, n=n)
        for n, of in enumerate(sources, 1)
    ]
    claim = Claim(text, kind, tuple(range(1, len(cited) + 1)))
    return dict(count_atoms([claim], cited, {"a": DOCUMENT}))


def test_everything_that_the_cited_sentence_says_is_found_by_kind() -> None:
    found = count(TEXT[slice(*FIRST)], kind="quote")
    assert set(found) == {"number", "unit", "date", "document_number", "name", "negation"}
    assert all(n_found == n for n_found, n in found.values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Huyện Lâm Hà có 21 biên chế.", "number"),
        ("Huyện Lâm Hà có 20 đảng viên.", "unit"),
        ("Quyết định ngày 30/11/2016", "date"),
        ("Quyết định số 45-QĐ/TU", "document_number"),
        ("Huyện Đạ Tẻh có 20 biên chế.", "name"),
        ("Huyện Lâm Hà không có trụ sở.", "negation"),
    ],
)
def test_each_kind_is_missed_when_it_is_another_one(text: str, kind: str) -> None:
    n_found, n = count(text)[kind]
    assert n_found == n - 1


@pytest.mark.parametrize(
    "text", ["20 biên chế", "ngày 30 tháng 11 năm 2015", "Lâm Hà", "44 - QĐ/TU", "Huyện chưa có trụ sở."]
)
def test_another_written_form_is_the_same(text: str) -> None:
    assert all(n_found == n for n_found, n in count(text).values())


def test_what_stands_in_a_sentence_that_is_not_cited_does_not_count() -> None:
    assert count("Ông Trần Văn Lâm")["name"] == (0, 1)
    assert count("Ông Trần Văn Lâm", (FIRST[1] + 1, len(TEXT)))["name"] == (1, 1)


def test_a_claim_stands_on_its_own_citations_alone() -> None:
    spans = (FIRST, (FIRST[1] + 1, len(TEXT)))
    cited = [
        Citation(**{name: getattr(of, name) for name in of.__dataclass_fields__}, n=n)
        for n, of in enumerate((source(DOCUMENT, span) for span in spans), 1)
    ]
    claims = [Claim("20 biên chế", "value", (1,)), Claim("Ông Trần Văn Lâm", "prose", (1,))]
    assert count_atoms(claims, cited, {"a": DOCUMENT})["name"] == (0, 1)


def test_the_fixed_words_of_a_template_are_nobodys() -> None:
    assert count("Tài liệu nêu ba mốc, theo thứ tự thời gian:", kind="template") == {}
