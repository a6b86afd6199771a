"""What a model writes is read as claims while it arrives, however carelessly it is written."""

from collections.abc import Iterator

import pytest

from assistant.model_reply import LONGEST, RawClaim, read_claims

ONE = '{"id": 1, "quote": "a b c", "text": "A b c."}'
TWO = '{"id": "[2]", "quote": "d e f"}'
CLAIMS = [RawClaim(1, "a b c", "A b c."), RawClaim(2, "d e f", "")]


@pytest.mark.parametrize(
    "written",
    [
        f"{ONE}\n{TWO}",
        f"{ONE}{TWO}",
        f"[{ONE},\n{TWO}]",
        f"```json\n{ONE}\n{TWO}\n```\nXong.",
        f"Trả lời:\n{ONE}\nvà\n{TWO}",
        f'{{"id": 5, "quote": "bỏ dở\n{ONE}\n{TWO}',
        f"{{hỏng}}\n{ONE}\n{TWO}",
        ONE.replace(", ", ",\n  ") + TWO,
    ],
)
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_claims_are_read_however_they_are_laid_out_and_cut_up(written: str, size: int) -> None:
    assert list(read_claims(written[at : at + size] for at in range(0, len(written), size))) == CLAIMS


def test_a_claim_is_given_before_the_next_one_arrives() -> None:
    def arriving() -> Iterator[str]:
        yield ONE
        pytest.fail("the second piece was read before the first claim was given")

    assert next(read_claims(arriving())) == CLAIMS[0]


@pytest.mark.parametrize("written", ["{}", '{"id": 1}', '{"quote": ["a b c"]}', '{"id": 1, "quote": " "}'])
def test_an_object_without_a_quote_claims_nothing(written: str) -> None:
    assert list(read_claims([written])) == [None]


@pytest.mark.parametrize("number", ['"một"', "[1]", "-1", "1e9", "99999", "null", "true"])
def test_a_number_that_is_none_points_nowhere(number: str) -> None:
    (claim,) = read_claims([f'{{"id": {number}, "quote": "a b c"}}'])
    assert claim is not None and claim.sentence in (0, 1)


@pytest.mark.parametrize("written", ["", "không có gì", "[1, 2]", "{" * 3000, '{"a":' * 3000 + "1" + "}" * 3000])
def test_what_holds_no_claim_gives_none(written: str) -> None:
    assert [claim for claim in read_claims([written]) if claim is not None] == []


def test_a_model_that_never_stops_is_not_read_for_ever() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "x}" * 500
            n_pieces.append(1)

    n_pieces: list[int] = []
    assert list(read_claims(endless())) == [] and len(n_pieces) <= LONGEST // 1000 + 1
