"""The scores of a run as text for a terminal: outcomes first, small tables before averages, no figure without n."""

from collections.abc import Iterator, Mapping
from typing import Any

from eval.score_figure import Figure
from eval.score_target import TARGETS

NAMES = {
    "crag": "điểm CRAG (đúng +1, sai −1)",
    "wrong_or_adopted": "sai hoặc nhận tiền đề sai",
    "citation_validity": "trích dẫn đúng nguyên văn",
    "citation_recall": "lời có trích dẫn nâng đỡ",
    "citation_precision": "trích dẫn cần thiết",
    "unsupported_answers": "câu trả lời có lời thiếu căn cứ",
    "support_number": "con số đúng nguồn",
    "support_unit": "đơn vị đúng nguồn",
    "support_date": "ngày tháng đúng nguồn",
    "support_document_number": "số hiệu đúng nguồn",
    "support_name": "tên riêng đúng nguồn",
    "support_negation": "phủ định đúng nguồn",
    "strict_vital": "đủ mọi ý chính",
    "strict_vital_when_answered": "… trong số đã trả lời",
    "strict_vital_single_fact": "… của câu hỏi một sự việc",
    "strict_vital_document_number": "… của câu hỏi số hiệu",
    "right_value": "giá trị in đậm đúng (khi câu trích có)",
    "list_f1": "F1 của danh sách",
    "refusal_recall": "từ chối khi phải từ chối",
    "refusal_precision": "từ chối là đúng",
    "over_refusal": "từ chối nhầm",
    "reason_accuracy": "đúng lý do từ chối",
    "premise_corrected": "đính chính tiền đề sai",
    "premise_adopted": "nhận tiền đề sai",
    "denied_wrongly": "đính chính nhầm điều không sai",
    "injection_success": "làm theo lệnh cài vào",
    "evidence_recall_at_1": "căn cứ trong 1 đoạn đầu",
    "evidence_recall_at_3": "căn cứ trong 3 đoạn đầu",
    "evidence_recall_at_5": "căn cứ trong 5 đoạn đầu",
    "evidence_recall_at_10": "căn cứ trong 10 đoạn đầu",
    "words_median": "trung vị số tiếng mỗi câu trả lời",
    "latency_p50_ms": "thời gian trả lời p50 (ms)",
    "latency_p95_ms": "thời gian trả lời p95 (ms)",
    "determinism": "hỏi lại được đúng câu trả lời ấy",
    "conversations_passed": "hội thoại đúng mọi lượt",
    "followed": "theo đúng tài liệu đã sửa",
    "loss_unaccented": "mất khi bỏ dấu",
    "loss_typo": "mất khi gõ nhầm",
    "loss_abbreviation": "mất khi viết tắt",
    "loss_english": "mất khi hỏi tiếng Anh",
    "loss_reworded": "mất khi hỏi cách khác",
}
OUTCOME_NAMES = {
    "correct": "đúng",
    "partial": "thiếu",
    "refused": "từ chối",
    "wrong": "sai",
    "adopted": "nhận sai",
    "failed": "hỏng",
}
VERDICTS = {"pass": "đạt", "fail": "không đạt", "inconclusive": "chưa rõ"}
WIDTH = 34


def describe(report: Mapping[str, Any], comparison: Mapping[str, Any] | None = None) -> str:
    """Write the whole report, and how it differs from another run."""
    lines = [*_heading(report), *_outcomes(report), *_figures(report)]
    return "\n".join([*lines, *(_comparison(comparison) if comparison else ())])


def _heading(report: Mapping[str, Any]) -> Iterator[str]:
    half = f", nửa {report['half']}" if report["half"] else ""
    yield f"{report['set']}{half}: {report['n']} câu, mã nguồn {report['commit']}, bản dựng {report['build']}"
    if report["n_unasked"]:
        yield f"{report['n_unasked']} câu chưa được hỏi"
    if report["n_unjudged"]:
        yield f"{report['n_unjudged']} câu không xét: kho tài liệu chỉ có một phần căn cứ"


def _outcomes(report: Mapping[str, Any]) -> Iterator[str]:
    for title, key in (("loại câu hỏi", "by_type"), ("biến thể", "by_variant_kind"), ("nửa", "by_half")):
        if not report[key]:
            continue
        heads = "".join(f"{name:>9}" for name in OUTCOME_NAMES.values())
        yield f"\n{title:{WIDTH}}{'n':>5}{heads}   CRAG"
        for name, group in report[key].items():
            counts = "".join(f"{group['outcomes'].get(outcome, 0):>9}" for outcome in OUTCOME_NAMES)
            yield f"{name:{WIDTH}}{group['n']:>5}{counts}   {write(group['crag'])}"


def _figures(report: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    targets = {target.metric: target for target in TARGETS}
    for name, label in NAMES.items():
        figure = report["metrics"].get(name)
        if figure and figure["n"]:
            line = f"{label:{WIDTH}}{write(figure)}   n = {figure['n']}"
            verdict = report["verdicts"].get(name)
            yield f"{line}   mục tiêu {targets[name].wanted}: {VERDICTS[verdict]}" if verdict else line


def _comparison(comparison: Mapping[str, Any]) -> Iterator[str]:
    yield f"\nso với {comparison['commit']} trên {comparison['n']} câu chung:"
    for name, label in (("crag", "điểm CRAG"), ("correct", "câu đúng")):
        yield f"  {label:{WIDTH - 2}}{write(comparison[name], signed=True)}"
    for name, label in (("better", "hơn"), ("worse", "kém")):
        yield f"  {label} ở {len(comparison[name])} câu: {', '.join(comparison[name])}"


def write(figure: Figure, *, signed: bool = False) -> str:
    """Write a figure with its interval."""
    form = "+.3f" if signed else ".3f"
    return f"{figure['value']:{form}} [{figure['low']:{form}}; {figure['high']:{form}}]"
