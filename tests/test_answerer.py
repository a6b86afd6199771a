"""From question to checked answer over a small corpus, with an encoder that hashes syllables: no model is loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Turn
from assistant.answerer import Assistant
from assistant.composition import Draft
from assistant.evidence import Evidence
from assistant.extraction import Extract
from assistant.intake import MAX_QUESTION, check_question
from assistant.question import read_question
from assistant.selection import select
from assistant.spelling import in_typed_words
from assistant.verify import check_citation
from corpus.document import Document, Passage
from corpus.error import UserError
from corpus.reader import read_corpus
from index.build import build_index
from index.glossary import read_glossary
from index.search import Index


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Nông trại Hoa Mai có bao nhiêu con bò?", "120 con"),
        ("Nông trại Hoa Mai có bao nhiêu con dê?", "45 con"),
        ("Trường Nguyễn Du có bao nhiêu học sinh?", "610 học sinh"),
        ("Ai là giám đốc nông trại Hoa Mai?", "Lê Văn Tám"),
        ("Nông trại Hoa Mai được thành lập ngày nào?", "ngày 3/2/2010"),
    ],
)
def test_the_asked_value_is_picked_where_a_sentence_holds_several(
    small: Callable[[], Assistant], question: str, value: str
) -> None:
    answer = small().ask(question)
    assert [claim.text for claim in answer.claims if claim.kind == "value"] == [value]
    assert answer.answer.startswith(f"**{value}** [1]")


def test_every_citation_is_a_span_of_its_document(small: Callable[[], Assistant]) -> None:
    assistant = small()
    answer = assistant.ask("Nông trại Hoa Mai gặp khó khăn vì sao?")
    assert any("thiếu nước tưới" in claim.text for claim in answer.claims)
    assert all(check_citation(citation, assistant.documents) == "exact" for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Nông trại Sao Vàng có bao nhiêu con bò?", "Sao Vàng"),
        ("Quyết định số 99/QĐ-UBND nói về gì?", "99/QĐ-UBND"),
        ("Năm 1999 xã Bình An có bao nhiêu trường học?", "1999"),
    ],
)
def test_a_name_number_or_year_the_corpus_lacks_is_named(
    small: Callable[[], Assistant], question: str, missing: str
) -> None:
    answer = small().ask(question)
    assert (answer.status, answer.reason) == ("refused", "unknown_entity")
    assert missing in answer.answer and answer.claims == ()


def test_a_false_figure_in_the_question_is_corrected_with_the_cited_one(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Vì sao xã Bình An có 7 trường học?")
    assert answer.reason == "false_premise" and answer.citations[0].quote == "Xã Bình An có 3 trường học."
    assert "7" not in answer.answer


def test_an_order_in_a_document_is_not_obeyed(small: Callable[[], Assistant]) -> None:
    assert "**3 trường" in small().ask("Xã Bình An có bao nhiêu trường học?").answer


def test_a_follow_up_is_completed_from_the_history(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Còn trường Kim Đồng thì sao?", [Turn("Trường Nguyễn Du có bao nhiêu học sinh?")])
    assert "Kim Đồng có bao nhiêu học sinh" in answer.standalone_question and "540 học sinh" in answer.answer


def test_the_record_has_the_keys_of_the_contract_in_their_order(small: Callable[[], Assistant]) -> None:
    record = small().ask("Xã Bình An có bao nhiêu trường học?").to_record()
    assert list(record)[:9] == [
        "id", "question", "standalone_question", "status", "reason", "answer", "claims", "citations", "nearest",
    ]  # fmt: skip
    assert {"index_build", "model", "latency_ms"} <= set(record)
    assert set(record["latency_ms"]) == {"retrieve", "answer", "verify", "total"}
    assert {"n", "document_id", "start", "end", "quote", "document_sha256", "verdict"} <= set(record["citations"][0])


@pytest.mark.parametrize("question", ["", "   ", "?!", "\u200b", "x" * (MAX_QUESTION + 1), "x" * 100_000])
def test_a_question_that_cannot_be_asked_gets_one_clear_sentence(question: str) -> None:
    with pytest.raises(UserError) as error:
        check_question(question)
    assert "âu hỏi" in str(error.value) and len(str(error.value)) < 200


def test_a_refusal_repeats_the_words_as_typed() -> None:
    message = "Tài liệu không nhắc đến “huyện Bình Liệu”."
    assert in_typed_words(message, "huyện Bình Liệu có gì", "huyen binh lieu co gi") == message.replace(
        "huyện Bình Liệu", "huyen binh lieu"
    )
    assert in_typed_words(message, "huyện Bình Liệu có gì", "huyện Bình Liệu có gì") == message


def test_an_english_question_has_no_word_for_each_of_those_it_was_turned_into() -> None:
    message = "Tài liệu không nói về “lương”."
    assert in_typed_words(message, "lương cán bộ Bình An", "what salary in Binh An") == message


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How many schools are there in Lương Bằng?", ["Lương Bằng"]),
        ("What is the budget of the district garment company?", []),
        ("How many schools does the Garment Company have?", []),
    ],
)
def test_of_an_english_question_only_a_vietnamese_name_is_called_unknown(
    small: Callable[[], Assistant], question: str, unknown: list[str]
) -> None:
    assistant = small()
    read = assistant._read(question, assistant._completed(question, ()).text)
    assert assistant.judge.unknown_names(read) == unknown


def test_a_false_premise_is_refused_with_the_true_value_and_its_quote(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Vì sao nông trại Hoa Mai có 300 con bò?")
    assert (answer.status, answer.reason) == ("refused", "false_premise")
    assert [claim.text for claim in answer.claims] == [
        "120 con",
        "Nông trại Hoa Mai có 120 con bò và 45 con dê.",
    ]
    assert "300" not in answer.answer
    assert answer.citations[0].quote in small().documents["nong-trai"].text


def test_a_stated_fact_asked_for_confirmation_is_affirmed_above_its_quote(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Xã Bình An có 3 trường học phải không?")
    assert answer.status == "answered"
    assert answer.answer == "Có, tài liệu ghi: [1]\n\n“Xã Bình An có 3 trường học.” [1]"


def _sentence(document_id: str, text: str, score: float, **features: float) -> Evidence:
    same = {"asked": 1.0, "words": 1.0, "pairs": 1.0, "names": 1.0, "unit": 1.0}
    passage = Passage(document_id, 0, len(text), text, sentences=((0, len(text)),))
    end = text.index(" con") + len(" con")
    value = Extract(end - len("95 con"), end, text[end - len("95 con") : end], 0.0)
    return Evidence(passage, (0, len(text)), text, {"kind": 1.0} | same | features, score, value)


@pytest.mark.parametrize(
    ("score", "features", "both"),
    [
        (0.8, {"asked": 0.7}, True),  # says the same otherwise, and nearly as well
        (0.0, {"asked": 0.7}, False),
        (0.8, {"asked": 0.4}, False),
        (0.8, {"names": 0.5}, False),  # speaks of another one
        (-3.0, {}, True),  # as full
    ],
)
def test_another_document_is_heard_where_it_is_nearly_as_good(
    score: float, features: dict[str, float], both: bool
) -> None:
    here, there = "Nông trại Hoa Mai có 95 con bò.", "Ở Hoa Mai người ta nuôi 40 con bò."
    documents = {
        "a": Document(id="a", text=here, title="A", kind="original"),
        "b": Document(id="b", text=there, title="B", kind="original"),
    }
    draft = Draft(documents)
    evidence = [_sentence("a", here, 1.0), _sentence("b", there, score, **features)]
    select(read_question("Nông trại Hoa Mai có bao nhiêu con bò?"), (), evidence, draft)
    assert [claim.text for claim in draft.claims if claim.kind == "value"] == ["95 con", *(["40 con"] if both else [])]


def test_both_sides_are_shown_where_two_documents_differ(
    tmp_path: Path, encoder: object, without_chroma: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.judgement.THRESHOLD", 0.0)
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, year, cows in (("a", "2020", 120), ("b", "2022", 95)):
        head = f'+++\nid = "{name}"\ntitle = "Báo cáo"\nkind = "original"\nevent_date = "{year}-05-10"\n+++\n'
        (folder / f"{name}.md").write_text(f"{head}\nNông trại Hoa Mai có {cows} con bò.\n", encoding="utf-8")
    build_index(tmp_path / "data", read_corpus(folder), encoder)  # type: ignore[arg-type]
    index = Index.open(tmp_path / "data", chroma=False, encoder=encoder)  # type: ignore[arg-type]
    answer = Assistant(index, read_glossary()).ask("Nông trại Hoa Mai có bao nhiêu con bò?")
    assert {claim.text for claim in answer.claims} == {
        "120 con", "Nông trại Hoa Mai có 120 con bò.", "Theo tài liệu ghi ngày 10/05/2020.",
        "95 con", "Nông trại Hoa Mai có 95 con bò.", "Theo tài liệu ghi ngày 10/05/2022.",
    }  # fmt: skip


def test_the_way_that_is_left_open_is_answered_with_no_above_the_sentence(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Nước tưới vào mùa khô có thừa không?")
    said = [(claim.kind, claim.text) for claim in answer.claims]
    assert answer.status == "answered" and said == [
        ("template", "Không, tài liệu ghi:"),
        ("quote", "Nguyên nhân là thiếu nước tưới vào mùa khô."),
    ]


def test_a_question_of_several_parts_is_answered_in_each(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Nông trại Hoa Mai có bao nhiêu con bò, ai là giám đốc và thành lập ngày nào?")
    values = [claim.text for claim in answer.claims if claim.kind == "value"]
    assert values == ["120 con", "Lê Văn Tám", "ngày 3/2/2010"]


def test_a_part_without_an_answer_is_said_to_have_none(small: Callable[[], Assistant]) -> None:
    answer = small().ask("Nông trại Hoa Mai có bao nhiêu con bò, và bao nhiêu máy cày?")
    assert answer.status == "answered" and answer.claims[0].text == "120 con"
    assert answer.notice == "Chưa tìm thấy trong tài liệu câu trả lời cho phần “bao nhiêu máy cày”."
    assert small().ask("Nông trại Hoa Mai có bao nhiêu con bò?").notice == ""


def test_the_only_part_with_an_answer_is_shown_where_the_whole_has_none(
    small: Callable[[], Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    part, whole = "Nông trại Hoa Mai có bao nhiêu con bò?", "Nông trại Hoa Mai có bao nhiêu con bò, bao nhiêu máy cày?"
    least, most = (small().ask(question).trust or 0 for question in (whole, part))
    assert least < most
    monkeypatch.setattr("assistant.judgement.THRESHOLD", (least + most) / 2)
    monkeypatch.setattr("assistant.answerer.ALONE", most)
    answer = small().ask(whole)
    assert [claim.text for claim in answer.claims if claim.kind == "value"] == ["120 con"]
    assert "“bao nhiêu máy cày”" in answer.notice
    monkeypatch.setattr("assistant.answerer.ALONE", most + 0.01)
    assert (small().ask(whole).status, small().ask(whole).notice) == ("refused", "")


def test_a_refusal_names_what_the_documents_mention_once(
    small: Callable[[], Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.judgement.THRESHOLD", 2.0)  # never reached
    assert small().ask("Ở xã Bình An có bao nhiêu trường học?").answer == (
        "Tài liệu có nhắc đến “xã Bình An” nhưng không nêu điều được hỏi."
    )
