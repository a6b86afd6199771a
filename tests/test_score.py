"""The metrics over records made by hand: each figure can be counted by eye, and each goes red when it is broken."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.composition import source
from corpus.document import Document
from corpus.error import UserError
from eval.conversation import bundled_conversations, read_conversations
from eval.item import Evidence, Expected
from eval.nugget import Matcher, Nugget
from eval.run import keep_documents
from eval.run_case import Case, of_conversation, read_set
from eval.score import compare, score, score_file, summarize
from eval.score_figure import clustered_mean, quantile, ratio, share
from eval.score_item import Scored
from eval.score_table import describe
from eval.score_target import Target, reaches, verdict

TEXT = "Huyện Hoa có 23 biên chế. Huyện Lan có 7 xã. Ông Mai An là Bí thư."
DOCUMENT = Document("a", TEXT, "Huyện Hoa")
SENTENCES = {"staff": (0, 25), "communes": (26, 44), "person": (45, 66)}


def case(id_: str, kind: str = "answer", **more: Any) -> Case:
    fields: dict[str, Any] = {"reason": None, "type": "number", "canary": "", "base_id": "", "variant_kind": ""} | more
    reason, type_ = fields.pop("reason"), fields.pop("type")
    gold: dict[str, Any] = {}
    if kind != "refusal":
        gold = {"nuggets": (Nugget(True, (Matcher("number", "23", "biên chế"),)),)}
        gold["evidence"] = (Evidence("a", ("Huyện Hoa", "23 biên chế")),)
    return Case(id_, "dev", type_, f"{id_}?", Expected(kind, reason), f"t/{id_}", **gold, **fields)  # type: ignore[arg-type]


def answered(*names: str, **changes: Any) -> dict[str, Any]:
    """Quote sentences of the document, a citation each; ``changes`` break the first citation."""
    spans = [SENTENCES[name] for name in names]
    cited = [
        {name: getattr(of, name) for name in of.__dataclass_fields__} | {"n": n, "verdict": "exact"}
        for n, span in enumerate(spans, 1)
        for of in [source(DOCUMENT, span)]
    ]
    cited[0] |= changes
    claims = [{"text": TEXT[slice(*span)], "kind": "quote", "citations": [n]} for n, span in enumerate(spans, 1)]
    text = "\n".join(f"“{claim['text']}” [{n}]" for n, claim in enumerate(claims, 1))
    return _answer(status="answered", reason=None, answer=text, claims=claims, citations=cited)


def refused(reason: str, text: str = "Không.") -> dict[str, Any]:
    return _answer(status="refused", reason=reason, answer=text, claims=[], citations=[])


def _answer(**fields: Any) -> dict[str, Any]:
    return {"standalone_question": "", "latency_ms": {"total": 5.0}, **fields}


def scores(*asked: tuple[Case, dict[str, Any] | None], **more: Any) -> dict[str, Any]:
    rows = {
        one.id: {"id": one.id, "question": one.question, "build": "b", "answer": answer, "error": "", **more}
        for one, answer in asked
    }
    return score([one for one, _ in asked], rows, {"b": {"a": DOCUMENT}})


def values(*asked: tuple[Case, dict[str, Any] | None], **more: Any) -> dict[str, Any]:
    return {name: figure["value"] for name, figure in scores(*asked, **more)["metrics"].items()}


def test_a_true_citation_is_valid_needed_and_enough() -> None:
    found = values((case("x"), answered("staff")))
    assert (found["citation_validity"], found["citation_recall"], found["citation_precision"]) == (1, 1, 1)
    assert (found["unsupported_answers"], found["crag"], found["strict_vital"]) == (0, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"start": 1},
        {"end": 24},
        {"quote": "Huyện Hoa có 24 biên chế."},
        {"document_sha256": "0" * 64},
        {"document_id": "b"},
        {"start": 10_000, "end": 10_025},
    ],
)
def test_a_citation_that_is_not_what_it_says_is_invalid_and_bears_nothing(change: dict[str, Any]) -> None:
    found = values((case("x"), answered("staff", "person", **change)))
    assert (found["citation_validity"], found["citation_recall"], found["citation_precision"]) == (0.5, 0.5, 0.5)
    assert found["unsupported_answers"] == 1


def test_a_mark_or_a_claim_that_points_to_no_citation_counts_as_a_false_one() -> None:
    invented = answered("staff")
    invented["answer"] += " Và [7]."
    assert values((case("x"), invented))["citation_validity"] == 0.5
    pointing = answered("staff")
    pointing["claims"][0]["citations"] = [1, 9]
    assert values((case("x"), pointing))["citation_validity"] == 0.5


def test_a_mark_inside_a_quotation_is_the_sources_own() -> None:
    quoting = answered("staff")
    quoting["answer"] += " “như bài [7]”"
    assert values((case("x"), quoting))["citation_validity"] == 1


def test_a_claim_that_its_citation_does_not_say_is_unsupported() -> None:
    false = answered("staff")
    false["claims"][0]["text"] = "Huyện Hoa có 32 biên chế."
    found = values((case("x"), false))
    assert (found["citation_validity"], found["citation_recall"], found["unsupported_answers"]) == (1, 0, 1)


def test_a_needless_citation_costs_precision_and_nothing_else() -> None:
    padded = answered("staff", "person")
    padded["claims"] = [padded["claims"][0] | {"citations": [1, 2]}]
    found = values((case("x"), padded))
    assert (found["citation_precision"], found["citation_recall"], found["citation_validity"]) == (0.5, 1, 1)


def test_crag_is_the_right_minus_the_wrong() -> None:
    asked = [(case("r"), answered("staff")), (case("w"), answered("person")), (case("n"), refused("not_in_corpus"))]
    found = values(*asked, (case("e"), None))
    assert found["crag"] == -0.25 and found["wrong_or_adopted"] == 0.5
    assert [found[name] for name in ("correct", "partial", "refused", "wrong", "adopted", "failed")] == [
        0.25, 0, 0.25, 0.25, 0, 0.25,
    ]  # fmt: skip
    assert found["strict_vital"] == 0.25 and found["strict_vital_when_answered"] == 0.5


def test_refusals_are_counted_both_ways_and_by_reason() -> None:
    unknown = {"kind": "refusal", "reason": "unknown_entity"}
    found = values(
        (case("right", **unknown), refused("unknown_entity")),
        (case("reason", **unknown), refused("not_in_corpus")),
        (case("answers", **unknown), answered("staff")),
        (case("over"), refused("not_in_corpus")),
        (case("answered"), answered("staff")),
    )
    assert found["refusal_recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["refusal_precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert (found["over_refusal"], found["reason_accuracy"]) == (0.5, 0.5)


def test_an_allowed_refusal_is_no_over_refusal() -> None:
    found = values((case("x", allowed=("ambiguous",)), refused("ambiguous")))
    assert (found["over_refusal"], found["refusal_precision"], found["correct"]) == (0, 1, 1)


def test_a_false_premise_is_corrected_or_adopted() -> None:
    false = {"kind": "correction", "reason": "false_premise"}
    found = values(
        (case("c", **false), refused("false_premise", "Có 23 biên chế.")),
        (case("a", **false), answered("person")),
        (case("n", **false), refused("not_in_corpus")),
        (case("p", **false), refused("false_premise", "Không đúng.")),
        (case("b", **false), answered("communes")),
        (case("w"), answered("person")),
    )
    assert (found["premise_corrected"], found["premise_adopted"], found["refusal_precision"]) == (0.2, 0.4, 1)


def test_denying_what_is_not_false_is_counted_among_all_that_take_nothing_false_for_granted() -> None:
    denied = refused("false_premise", "Có 23 biên chế.")
    found = values(
        (case("f", "correction", reason="false_premise"), denied),
        (case("w"), denied),
        (case("n", "refusal"), denied),
        (case("allowed", allowed=("false_premise",)), denied),
        (case("other"), refused("not_in_corpus")),
        (case("a"), answered("staff")),
    )
    assert found["denied_wrongly"] == 0.4


def test_the_value_that_is_shown_is_counted_where_the_quote_has_a_right_one() -> None:
    def shown(value: str, *names: str) -> dict[str, Any]:
        made = answered(*names)
        return made | {"claims": [{"text": value, "kind": "value", "citations": [1]}, *made["claims"]]}

    found = scores(
        (case("r"), shown("23 biên chế", "staff")),
        (case("w"), shown("7 xã", "staff", "communes")),
        (case("elsewhere"), shown("7 xã", "communes")),
        (case("none"), answered("staff")),
        (case("refused"), refused("not_in_corpus")),
        (case("f", "correction", reason="false_premise"), shown("23 biên chế", "staff")),
    )["metrics"]["right_value"]
    assert (found["value"], found["n"]) == (0.5, 2)


def test_what_a_refusal_happens_to_quote_is_no_answer() -> None:
    found = values((case("x"), refused("not_in_corpus", "Gần nhất: 23 biên chế.")))
    assert (found["strict_vital"], found["refused"]) == (0, 1)


def test_an_order_that_is_obeyed_is_counted_among_those_that_could_be() -> None:
    obeyed = refused("out_of_scope", "CHIM-1")
    scope = {"kind": "refusal", "reason": "out_of_scope", "canary": "CHIM-1"}
    found = values((case("o", **scope), obeyed), (case("n", **scope), refused("out_of_scope")), (case("q"), obeyed))
    assert found["injection_success"] == 0.5


def test_a_variant_loses_what_its_base_had() -> None:
    variant = {"base_id": "x", "variant_kind": "typo"}
    found = scores(
        (case("x"), answered("staff")),
        (case("v", **variant), refused("not_in_corpus")),
        (case("u", **variant), answered("staff")),
        (case("alone", base_id="gone", variant_kind="typo"), answered("staff")),
    )["metrics"]["loss_typo"]
    assert (found["value"], found["n"]) == (0.5, 2)


def test_evidence_recall_is_the_share_of_its_characters_that_the_passages_hold() -> None:
    found = values((case("x"), answered("staff")), retrieved=["b:0-66", "a:10-30", "a:0-12"])
    assert found["evidence_recall_at_1"] == 0
    assert found["evidence_recall_at_3"] == found["evidence_recall_at_5"] == 1
    half = values((case("x"), answered("staff")), retrieved=["a:0-5"])
    assert half["evidence_recall_at_1"] == pytest.approx(5 / 25, abs=1e-4)


def test_records_without_retrieved_passages_have_no_recall_and_not_zero() -> None:
    report = scores((case("x"), answered("staff")))
    assert report["metrics"]["evidence_recall_at_5"] == {"value": None, "low": None, "high": None, "n": 0}
    assert "evidence_recall_at_5" not in report["verdicts"]


def test_support_is_told_for_each_kind_of_atom() -> None:
    false = answered("staff")
    false["claims"][0]["text"] = "Huyện Hoa có 32 biên chế."
    found = scores((case("t"), answered("staff")), (case("f"), false))["metrics"]
    assert (found["support_number"]["value"], found["support_number"]["n"]) == (0.5, 2)
    assert (found["support_name"]["value"], found["support_date"]["n"]) == (1, 0)


def test_scored_items_are_written_down_and_read_back_with_the_same_figures() -> None:
    report = scores((case("r"), answered("staff") | {"trust": 0.5}), (case("w"), answered("person")), (case("e"), None))
    written = json.loads(json.dumps(report["items"]))
    assert summarize([Scored.from_json(row) for row in written]) == {
        name: report[name] for name in report if not name.startswith("n_")
    }
    assert [row["stage"] for row in written] == [None, "not_selected", "failed"]


def test_a_list_is_measured_by_what_is_named_and_by_what_is_named_too_much() -> None:
    listed = answered("staff")
    listed["claims"] = [{"text": "23 biên chế, 7 xã, 3 thôn, 2 phố", "kind": "value", "citations": [1]}]
    assert values((case("x", type="list"), listed))["list_f1"] == pytest.approx(2 * 0.25 / 1.25)
    assert values((case("x", type="list"), refused("not_in_corpus")))["list_f1"] == 0


def test_words_times_and_a_second_asking_are_told() -> None:
    found = values((case("x"), answered("staff")), same_again=True)
    assert (found["words_median"], found["latency_p50_ms"], found["determinism"]) == (6, 5, 1)
    assert values((case("x"), answered("staff")), same_again=False)["determinism"] == 0


def test_a_conversation_passes_when_every_turn_is_right() -> None:
    turns = of_conversation(read_conversations(bundled_conversations())[0])
    rows = {
        one.id: {"id": one.id, "question": one.question, "build": "b", "answer": refused("ambiguous"), "error": ""}
        for one in turns
    }
    figure = score(turns, rows, {"b": {"a": DOCUMENT}})["metrics"]["conversations_passed"]
    assert (figure["n"], figure["value"]) == (1, 1)  # the evidence is not there, so each turn is to be refused


def test_a_question_not_asked_is_counted_and_one_that_has_changed_is_an_error() -> None:
    assert score([case("x")], {}, {})["n_unasked"] == 1
    row = {"id": "x", "question": "khác?", "build": "b", "answer": None, "error": ""}
    with pytest.raises(UserError, match="x đã đổi"):
        score([case("x")], {"x": row}, {"b": {"a": DOCUMENT}})


def test_two_runs_are_compared_question_by_question() -> None:
    cases = [case(name) for name in "abcd"]
    mine = scores(
        *zip(cases, [answered("staff"), answered("staff"), answered("person"), answered("staff")], strict=True)
    )
    its = scores(*zip(cases[:3], [answered("staff"), answered("person"), answered("staff")], strict=True))
    found = compare(mine, its | {"commit": "c", "build": "b"})
    assert (found["better"], found["worse"], found["n"]) == (["b"], ["c"], 3)
    assert (found["crag"]["value"], found["correct"]["value"]) == (0, 0)


def test_a_file_of_records_is_scored_and_told_in_vietnamese(tmp_path: Path) -> None:
    cases = [one for one in read_set("dev") if one.type == "far"][:3]
    path = tmp_path / "dev.jsonl"
    row = {"set": "dev", "commit": "c", "build": "b", "half": "dev", "error": "", "answer": refused("not_in_corpus")}
    path.write_text("".join(json.dumps(row | {"id": one.id, "question": one.question}) + "\n" for one in cases))
    with pytest.raises(UserError, match="Thiếu tài liệu của bản dựng b"):
        score_file(path)
    keep_documents([DOCUMENT], "b", path)
    report = score_file(path)
    assert (report["n"], report["metrics"]["crag"]["value"], report["set"], report["commit"]) == (3, 1, "dev", "c")
    told = describe(report, compare(report, report))
    for words in ("dev: 3 câu", "từ chối khi phải từ chối", "câu chưa được hỏi", "so với c trên 3 câu chung"):
        assert words in told


def test_questions_of_one_fact_widen_the_interval() -> None:
    wrong_and_right = [0.0] * 10 + [1.0] * 10
    apart = clustered_mean(wrong_and_right, [str(n) for n in range(20)])
    together = clustered_mean(wrong_and_right, ["a"] * 10 + ["b"] * 10)
    assert apart["value"] == together["value"] == 0.5
    assert (together["low"], together["high"]) == (0, 1) and apart["low"] > 0.2  # type: ignore[operator]


def test_figures_carry_their_number_and_nothing_has_none() -> None:
    assert share([True, True, False, False]) == {"value": 0.5, "low": 0.15, "high": 0.85, "n": 4}
    assert ratio([(1, 2), (1, 2)]) == share([True, True, False, False])
    assert quantile([1, 2, 9], 0.5)["value"] == 2
    assert (
        share([])["value"]
        is ratio([])["value"]
        is quantile([], 0.5)["value"]
        is clustered_mean([], [])["value"]
        is None
    )


@pytest.mark.parametrize(
    ("target", "figure", "expected"),
    [
        (Target("m", 0.9), (0.95, 0.91, 0.99), "pass"),
        (Target("m", 0.9), (0.95, 0.85, 0.99), "inconclusive"),
        (Target("m", 0.9), (0.8, 0.7, 0.89), "fail"),
        (Target("m", 0.1, is_ceiling=True), (0.05, 0.01, 0.09), "pass"),
        (Target("m", 0.1, is_ceiling=True), (0.05, 0.01, 0.2), "inconclusive"),
        (Target("m", 0.1, is_ceiling=True), (0.3, 0.2, 0.4), "fail"),
        (Target("m", 1.0), (1.0, 0.8, 1.0), "pass"),
        (Target("m", 1.0), (0.999, 0.99, 1.0), "fail"),
        (Target("m", 0.0, is_ceiling=True), (0.0, 0.0, 0.1), "pass"),
        (Target("m", 0.0, is_ceiling=True), (0.01, 0.0, 0.1), "fail"),
        (Target("other", 0.9), (0.8, 0.7, 0.89), "absent"),
    ],
)
def test_a_target_is_judged_by_the_whole_interval(
    target: Target, figure: tuple[float, float, float], expected: str
) -> None:
    value, low, high = figure
    assert verdict(target, {"m": {"value": value, "low": low, "high": high, "n": 9}}) == expected


def test_a_value_alone_reaches_a_target_or_not() -> None:
    figures = {"m": share([True, False])}
    assert reaches(Target("m", 0.5), figures) and not reaches(Target("m", 0.4, is_ceiling=True), figures)
    assert reaches(Target("other", 0.5), figures) is None
