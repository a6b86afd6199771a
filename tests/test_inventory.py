"""A document's bare number is written out where the corpus leaves no doubt which one is meant."""

import pytest

from assistant.inventory import Inventory

HELD = Inventory(
    frozenset(("44-QD-TU", "44-NQ-HU", "7-CT-TU", "7-CT-TW", "quyet dinh 959", "959-QD-TU")), frozenset(), ""
)


@pytest.mark.parametrize(
    ("typed", "in_full"),
    [
        ("Quyết định 44 do ai ký?", "Quyết định 44-QĐ/TU do ai ký?"),
        ("Quyết định số 44 khác Nghị quyết 44?", "Quyết định số 44-QĐ/TU khác Nghị quyết 44-NQ/HU?"),
        ("Chỉ thị 7 nói gì?", "Chỉ thị 7 nói gì?"),  # two have it
        ("Quyết định 959 nói gì?", "Quyết định 959 nói gì?"),  # written so itself
        ("Quyết định 8 nói gì?", "Quyết định 8 nói gì?"),
    ],
)
def test_a_bare_number_gets_its_symbol(typed: str, in_full: str) -> None:
    assert HELD.in_full(typed) == in_full
