"""A model's claim is shown only when its quote is in the sentences and its words stand in the quoted sentence."""

import pytest

from assistant.evidence import Evidence
from assistant.model_claim import Offer, find_quote, judge
from assistant.model_reply import RawClaim
from corpus.document import Passage

STAFF = "Huyện Đạ Huoai có 23 biên chế, huyện Đạ Tẻh có 21 biên chế."
SENTENCES = (STAFF, "Phó Bí thư là ông Lê Văn Tám.", "Đề án không được triển khai ở xã Bình An.", "Xã có 3 trường học.")
GIVEN = {
    n: Evidence(Passage("d", 0, len(text), text), (0, len(text)), text, {}, 1.0, None)
    for n, text in enumerate(SENTENCES, 1)
}


def judged(text: str, quote: str, number: int = 1) -> Offer:
    return judge(RawClaim(number, quote, text), GIVEN)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Huyện Đạ Tẻh có 21 biên chế", "huyện Đạ Tẻh có 21 biên chế"),
        ("**huyện Đạ Huoai có 23 biên chế** [1]", "Huyện  Đạ Huoai có 23 biên chế…"),
        ("Phó Bí thư là ông Lê Văn Tám!", "“Phó Bí thư là ông Lê Văn Tám.”"),
    ],
)
def test_a_claim_that_says_what_its_sentence_says_is_verified_and_rests_on_the_whole_sentence(
    text: str, quote: str
) -> None:
    offer = judged(text, quote)
    assert offer.outcome == "verified" and offer.sentence is not None
    assert offer.sentence.text in SENTENCES
    assert offer.text.endswith(".") and not set("*[]!") & set(offer.text) and offer.text[0].isupper()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Huyện Đạ Tẻh có 25 biên chế", "huyện Đạ Tẻh có 21 biên chế"),
        ("Huyện Đạ Tẻh có 23 biên chế", "huyện Đạ Tẻh có 21 biên chế"),
        ("Bí thư là ông Lê Văn Tám", "Bí thư là ông Lê Văn Tám"),
        ("Phó Bí thư là bà Lê Thị Tám", "là ông Lê Văn Tám"),
        ("Đề án được triển khai ở xã Bình An", "được triển khai ở xã Bình An"),
        ("", "được triển khai ở xã Bình An"),
        ("Huyện Đạ Huoai có 23 biên chế\u2062, http://a.vn", "Huyện Đạ Huoai có 23 biên chế"),
    ],
)
def test_a_claim_whose_figures_names_or_polarity_fail_is_not(text: str, quote: str) -> None:
    assert judged(text, quote).outcome == "unsupported"


@pytest.mark.parametrize(
    "quote", ["huyện Đạ Tẻh có 25 biên chế", "Đạ Tẻh … biên chế", "có 21", "", "oai có 23 biên chế"]
)
def test_a_quote_that_is_not_in_the_sentences_word_for_word_carries_nothing(quote: str) -> None:
    assert judged("Huyện Đạ Tẻh có 21 biên chế", quote).outcome == "not quoted"


def test_a_right_quote_under_a_wrong_number_is_found_where_it_stands() -> None:
    for number in (0, 1, 4, 99):
        offer = judged("Xã có 3 trường học.", "Xã có 3 trường học", number)
        assert (offer.outcome, offer.kind, offer.sentence) == ("verified", "quote", GIVEN[4])


def test_what_two_sentences_say_is_not_said_together() -> None:
    assert judged("Đạ Tẻh có 21 biên chế là ông Lê Văn Tám", "có 21 biên chế. Phó Bí thư").outcome == "not quoted"
    assert judged("Đạ Tẻh có 21 biên chế là ông Lê Văn Tám", "có 21 biên chế").outcome == "unsupported"


def test_dashes_quotation_marks_and_spaces_may_be_typed_otherwise() -> None:
    text = "Giai đoạn 2018–2020, phương châm “một việc\nnhiều người”."
    assert find_quote('Giai đoạn 2018-2020, phương châm "một việc nhiều người"', text) == (0, text.index("”"))
