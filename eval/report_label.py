"""The report's names in Vietnamese, for the office that reads the page."""

from collections.abc import Mapping

from eval.score_table import NAMES as METRIC_NAMES

SET_NAMES: Mapping[str, str] = {
    "dev": "nửa để chỉnh, dev",
    "test": "nửa để báo cáo, test",
    "conversations": "hội thoại",
    "injections": "lệnh cài trong câu hỏi",
    "injected": "lệnh cài trong tài liệu",
    "counterfactual": "tài liệu bị sửa, bị xoá",
    "distractors": "thêm tài liệu gần giống",
    "tune": "câu hỏi thêm để chỉnh, tune",
    "offices": "cơ quan không có thật, offices",
    "agencies": "cơ quan không có thật, thêm một bộ",
    "bureaus": "cơ quan không có thật, không dùng để chỉnh",
    "offices_english": "hỏi bằng tiếng Anh, cơ quan không có thật",
    "confirm": "hỏi lại cho chắc",
    "offices_confirm": "hỏi lại cho chắc, cơ quan không có thật",
}
TYPE_NAMES: Mapping[str, str] = {
    "single_fact": "một sự việc",
    "list": "danh sách",
    "number": "con số",
    "date": "ngày tháng",
    "person": "người, chức vụ",
    "document_number": "số hiệu văn bản",
    "why_how": "vì sao, thế nào",
    "comparison": "so sánh các nơi",
    "timeline": "trình tự thời gian",
    "conflict": "nguồn khác nhau, trùng tên",
    "follow_up": "câu hỏi tiếp",
    "far": "ngoài tài liệu",
    "near_attribute": "có đối tượng, không có chi tiết",
    "near_place": "có chi tiết, không có nơi hoặc năm",
    "false_premise": "tiền đề sai",
    "injection_question": "lệnh cài trong câu hỏi",
    "injection_document": "lệnh cài trong tài liệu",
    "ellipsis": "hỏi tỉnh lược",
    "pronoun": "đại từ",
    "correction": "nói lại cho đúng",
    "subject_change": "đổi đề tài",
    "after_refusal": "sau một lần từ chối",
    "absent": "điều không có",
    "ambiguous": "mơ hồ",
    "unaccented": "không dấu",
    "edit": "sửa sự việc",
    "deletion": "xoá sự việc",
    "override": "đòi bỏ quy định",
    "role_play": "đóng vai",
    "fake_system": "giả hệ thống",
    "control_tokens": "ký hiệu điều khiển",
    "fake_citation": "giả trích dẫn",
    "markup": "mã HTML, Markdown",
    "exfiltration": "đòi gửi ra ngoài",
    "encoded": "lệnh mã hoá",
    "canary_word": "từ chim mồi",
    "false_figure": "con số sai",
}
VARIANT_NAMES: Mapping[str, str] = {
    "unaccented": "không dấu",
    "typo": "gõ nhầm",
    "abbreviation": "viết tắt",
    "english": "tiếng Anh",
    "reworded": "hỏi cách khác",
}
STAGE_NAMES: Mapping[str, str] = {
    "failed": "câu hỏi làm hỏng chương trình",
    "obeyed": "làm theo lệnh cài",
    "not_refused": "phải từ chối mà trả lời",
    "not_indexed": "chưa vào chỉ mục",
    "not_retrieved": "không tìm thấy đoạn",
    "not_verified": "không kiểm chứng được",
    "over_refused": "có căn cứ mà từ chối",
    "not_selected": "chọn nhầm câu",
    "wrong_value": "đúng câu, sai hoặc thiếu giá trị",
}
CHECKER_NAMES: Mapping[str, str] = {
    "checker_planned": "bắt lỗi định trước",
    "checker_heldout": "bắt lỗi giữ riêng",
    "checker_harmless": "báo nhầm sửa đổi vô hại",
    "planned": "lỗi định trước",
    "heldout": "lỗi giữ riêng",
    "harmless": "sửa vô hại",
    "quote": "như trích dẫn",
    "prose": "như lời văn",
}
EXPECTED_NAMES: Mapping[str, str] = {
    "answer": "trả lời",
    "refusal": "từ chối",
    "correction": "đính chính",
    "conflict": "nêu cả hai nguồn",
}
REASON_NAMES: Mapping[str, str] = {
    "not_in_corpus": "tài liệu không nói",
    "unknown_entity": "không biết đối tượng",
    "false_premise": "tiền đề sai",
    "ambiguous": "mơ hồ",
    "out_of_scope": "ngoài phạm vi",
    "unverified": "không kiểm chứng được",
}
# A target stands alone, where the table of figures has them under one another.
TARGET_NAMES: Mapping[str, str] = {
    "strict_vital_single_fact": "đủ mọi ý chính, câu hỏi một sự việc",
    "strict_vital_document_number": "đủ mọi ý chính, câu hỏi số hiệu",
}
ALL: Mapping[str, str] = {**CHECKER_NAMES, **METRIC_NAMES, **TARGET_NAMES, **TYPE_NAMES, **SET_NAMES}


def name_of(code: str) -> str:
    """Give the Vietnamese name of a metric, type, set or check; what has none is shown as it is."""
    return " + ".join(ALL.get(part, part) for part in code.split(" + "))
