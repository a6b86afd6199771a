"""Abbreviations are written out where the glossary and the corpus leave no doubt, and left alone where they do."""

import pytest

from assistant.abbreviation import write_out
from assistant.gazetteer import Names
from corpus.orthography import fold
from index.glossary import Glossary, read_glossary

TEXT = """
cơ quan khối của tỉnh Bắc Giang | Bí thư Huyện ủy Lục Ngạn | Chỉ thị số 5 | Đại hội MTTQ tỉnh Bắc Giang nhiệm kỳ mới
Chủ tịch huyện Lục Ngạn | Bắc Giang họp | Ban Bí thư họp | Bắc Giang và Lục Ngạn | Tiền Giang | Tân Gia
"""
PASSAGES = [passage.strip() for passage in TEXT.replace("\n", "|").split("|") if passage.strip()]
NAMES = Names.of(PASSAGES)


class Lexicon:
    def document_frequency(self, text: str, *, folded: bool = False) -> int:
        form = fold if folded else str.lower
        return sum(f" {form(text)} " in f" {form(passage)} " for passage in PASSAGES)


def written(question: str, glossary: Glossary | None = None) -> str:
    return write_out(question, glossary or read_glossary(), Lexicon(), NAMES)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("CQ khối của BG có mấy người?", "Cơ quan khối của Bắc Giang có mấy người?"),
        ("BT HU Lục Ngạn là ai?", "Bí thư Huyện ủy Lục Ngạn là ai?"),
        ("Có CT số mấy?", "Có Chỉ thị số mấy?"),
        ("ĐH MTTQ tỉnh BG NK mới", "Đại hội MTTQ tỉnh Bắc Giang nhiệm kỳ mới"),
        ("H. Lục Ngạn, TP Bắc Giang", "huyện Lục Ngạn, thành phố Bắc Giang"),
        ("CQ khoi cua BG co may nguoi", "Co quan khoi cua Bac Giang co may nguoi"),
        ("BT HU Luc Ngan la ai", "Bi thu Huyen uy Luc Ngan la ai"),
        ("Sở GD&ĐT có mấy người?", "Sở Giáo dục và Đào tạo có mấy người?"),
        ("bhyt ở xã, phòng gd&đt", "Bảo hiểm y tế ở xã, phòng Giáo dục và Đào tạo"),
        ("cq khối có mấy người, ở tp nào?", "Cơ quan khối có mấy người, ở thành phố nào?"),
    ],
)
def test_what_the_corpus_bears_out_is_written_out(question: str, expected: str) -> None:
    assert written(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "MTTQ là gì?",  # the corpus writes it so
        "Quyết định 959-QĐ/TU",  # a document number
        "nhiệm kỳ XIV",
        "CT nào?",  # directive, chairman, political: nothing beside it decides
        "TG có gì?",  # Tiền Giang or Tân Gia
        "ZQ ở đâu?",
        "CQ KHỐI CỦA BG CÓ MẤY NGƯỜI?",  # capitals throughout abbreviate nothing
        "vitamin C và H là gì?",
        "ct nào?",
        "Công ty A&B, bệnh viện R&DK",
        "hu tu bg bh?",  # syllables, initials of a name in small letters, and what no glossary lists
    ],
)
def test_what_is_in_doubt_stays_as_typed(question: str) -> None:
    assert written(question) == question


def test_an_office_adds_its_own() -> None:
    assert written("PTC ở đâu?", Glossary({"PTC": ("phòng tài chính",)})) == "Phòng tài chính ở đâu?"
