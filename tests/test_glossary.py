"""Abbreviations and readings: both ways, several readings kept, an office's own file over the bundled one."""

from pathlib import Path

import pytest

from corpus.error import UserError
from corpus.orthography import keys
from index.glossary import Glossary, read_glossary

SMALL = Glossary({"MTTQ": ("Mặt trận Tổ quốc",), "BTV": ("Ban Thường vụ", "biên tập viên"), "QĐ": ("Quyết định",)})


def test_an_abbreviation_and_its_reading_are_the_same_both_ways() -> None:
    short, full = tuple(keys("MTTQ")), tuple(keys("Mặt trận Tổ quốc"))
    assert SMALL.same_as(short) == (full,)
    assert SMALL.same_as(full) == (short,)


def test_an_ambiguous_abbreviation_keeps_all_readings() -> None:
    assert SMALL.expand("BTV họp") == "BTV họp (Ban Thường vụ; biên tập viên)"


def test_occurrences_are_found_longest_first_with_their_span() -> None:
    ((start, end, others),) = SMALL.occurrences(keys("khối Mặt trận Tổ quốc họp"))
    assert (start, end, others) == (1, 5, (("mttq",),))


@pytest.mark.parametrize("typed", ["MTTQ làm gì", "mttq làm gì", "Mttq làm gì"])
def test_an_abbreviation_of_three_letters_is_read_in_any_case(typed: str) -> None:
    assert SMALL.expand(typed).endswith("(Mặt trận Tổ quốc)")


@pytest.mark.parametrize("typed", ["qđ này", "959-QĐ/TU nói gì", "MTTQ (Mặt trận Tổ quốc) làm gì", "Không có viết tắt"])
def test_nothing_is_added_for_small_letters_numbers_or_what_is_said_already(typed: str) -> None:
    assert SMALL.expand(typed) == typed


def test_the_bundled_file_knows_the_offices() -> None:
    readings = read_glossary().readings
    assert readings["MTTQ"] == ("Mặt trận Tổ quốc",)
    assert set(readings["CTXH"]) == {"chính trị - xã hội", "công tác xã hội"}


def test_an_office_adds_its_own_over_the_bundled(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('[abbreviations]\nKDC = ["khu dân cư"]\nTB = ["thương binh"]\n', encoding="utf-8")
    readings = read_glossary(path, tmp_path / "absent.toml").readings
    assert (readings["KDC"], readings["TB"]) == (("khu dân cư",), ("thương binh",))


@pytest.mark.parametrize("content", ["[abbreviations", "[other]\nA = []\n"])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"glossary\.toml"):
        read_glossary(path)
