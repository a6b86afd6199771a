"""What on a page is not the article, and what must never be mistaken for it."""

import json
from pathlib import Path

import pytest

from corpus.block import blocks
from corpus.furniture import furniture_spans
from corpus.line import paragraph_spans
from corpus.location import bundled_documents
from corpus.reader import read_corpus
from corpus.sentence import split_sentences

PROSE = "Hội nghị đã thông qua Quyết định số 12-QĐ/TU về việc sắp xếp bộ máy của huyện."
MORE = "Theo đó, cơ quan khối có 21 biên chế và 4 ban chuyên môn giúp việc cho Thường trực."


def furniture(text: str) -> list[str]:
    return [text[start:end] for start, end in furniture_spans(text)]


def page(*, head: str = "", middle: str = "", tail: str = "") -> str:
    return "\n\n".join(filter(None, [head, PROSE, middle, MORE, tail]))


@pytest.mark.parametrize(
    "line",
    [
        "Trang chủ | Giới thiệu | Tin tức | Liên hệ",
        "Trang chủ › Tin tức › Chính trị",
        "Kinh tế / Đầu tư /",
        "Thứ hai, 05/08/2024 | 14:30 GMT+7",
        "09:15 12/03/2020",
        "RSS English Đăng nhập",
        "Nhiệt liệt chào mừng kỷ niệm 75 năm ngày Quốc khánh",
    ],
)
def test_menus_stamps_and_banners_above_the_article_are_furniture(line):
    assert furniture(page(head=line)) == [line]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Bản quyền thuộc về Báo Ví Dụ",
            "Tổng biên tập: Nguyễn Văn A",
            "Điện thoại: 024 1234 5678 - Email: toasoan@vidu.vn",
        ],
        ["Địa chỉ: Số 1, phố Ví Dụ", "Điện thoại: 0123456789", "Giấy phép số 12/GP-BTTTT ngày 01/02/2020"],
        [
            "CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN VÍ DỤ",
            "Cơ quan chủ quản: UBND huyện",
            "Lượt truy cập: 12345",
            "Thiết kế bởi VNPT",
        ],
        ["Tin liên quan", "Huyện Ví Dụ tổ chức ngày hội đọc sách", "Xem thêm"],
    ],
)
def test_everything_from_the_first_sign_of_a_footer_is_furniture(lines):
    assert furniture(page(tail="\n".join(lines))) == lines


@pytest.mark.parametrize(
    "line",
    [
        "BBT",
        "PV",
        "Thu Hằng",
        "Theo TTXVN",
        "Nguồn: Báo Ví Dụ",
        "Tin, ảnh: Lê Na",
        "Lê Na – Trung tâm VH&TT huyện",
        "T.H",
    ],
)
def test_the_byline_after_the_article_is_furniture(line):
    assert furniture(page(tail=line)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Quang cảnh hội nghị",
        "Các đại biểu dự lễ ra mắt mô hình điểm của tỉnh",
        "Đồng chí Lê Văn Bình, Bí thư Huyện ủy, phát biểu tại hội nghị",
        "Bà Trần Thị Lan - Chủ tịch Hội Phụ nữ trao quà cho các hội viên",
        "Lớp tập huấn cho cán bộ cơ sở. Ảnh: Lê Na (Trung tâm VH&TT)",
    ],
)
def test_a_photo_caption_between_paragraphs_is_furniture(line):
    assert furniture(page(middle=line)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Kết quả sau hai năm thực hiện",
        "1. Về tổ chức bộ máy",
        "Điều 5. Phạm vi điều chỉnh",
        "## Hạn chế, khó khăn",
        "Ảnh hưởng của mô hình tới cơ sở",
    ],
)
def test_a_section_heading_is_no_caption(line):
    text = page(middle=line)
    kinds = [block.kind for block in blocks(text) if text[block.start : block.end] == line]
    assert kinds == ["heading"]


@pytest.mark.parametrize(
    "lines",
    [
        "Danh sách gồm có:\n\nNguyễn Văn An\n\nTrần Thị Bình\n\nLê Văn Cường",
        "- Đồng chí Nguyễn Văn An, Trưởng ban\n- Đồng chí Trần Thị Bình, Phó ban",
        "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An",
        "Mọi chi tiết xin liên hệ:\nĐịa chỉ: Số 1, phố Ví Dụ\nĐiện thoại: 0123456789",
        "Đồng chí Lê Văn Bình, Bí thư Huyện ủy, kết luận hội nghị.",
    ],
)
def test_lists_signatures_contacts_and_sentences_are_content(lines):
    assert furniture(page(tail=lines)) == []


@pytest.mark.parametrize("text", ["", "Thời tiết", "Trang chủ / Tin tức /\nHotline: 0123", "Xem thêm"])
def test_a_text_without_prose_is_left_as_it_stands(text):
    assert furniture(text) == []


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("000_d3d56af150e44c86.txt", {"BBT"}),
        ("001_2e1dc5a70c752657.txt", {"Mạnh Thành"}),
        (
            "002_5838247d53aba158.txt",
            {
                "Hotline: 094 540 6866",
                "Trang chủ / Xã hội /",
                "07:00 | 28/09/2017",
                "PV",
                "Theo",
                "Không còn dữ liệu để load",
            },
        ),
        ("003_6788e96773285eba.txt", {"Quốc Nghị – Trung tâm TT&VH Đầm Hà"}),
        (
            "004_508951d7de541376.txt",
            {"Quang cảnh điểm cầu TP Cẩm Phả", "Bảo Long", "Thời tiết", "TRANG THÔNG TIN ĐIỆN TỬ THÀNH PHỐ CẨM PHẢ"},
        ),
    ],
)
def test_the_furniture_of_the_originals_is_found(shared: Path, file: str, expected: set[str]):
    text = read_corpus(shared / "corpus" / file).documents[0].text
    assert expected <= set(furniture(text))


@pytest.mark.parametrize("make", ["passages", "sentences"])
def test_encyclopedia_text_is_practically_never_furniture(shared: Path, make: str):
    rows = [json.loads(line)["text"] for line in (shared / "bench/viquad-dev/corpus.jsonl").open(encoding="utf-8")]
    pages = ["\n\n".join(rows[i : i + 10]) for i in range(0, len(rows), 10)]
    if make == "sentences":
        pages = ["\n".join(page[a:b] for a, b in split_sentences(page)) for page in pages]
    found = sum(end - start for page in pages for start, end in furniture_spans(page))
    assert found <= 0.002 * sum(map(len, pages))


def test_the_bundled_documents_have_no_furniture():
    for document in read_corpus(bundled_documents()).documents:
        assert furniture(document.text) == []


def test_a_label_starts_its_own_line_even_where_lines_are_narrow():
    text = "Số giấy phép 12 cấp ngày 07 tháng 7 năm 2021\nCơ quan chủ quản: UBND tỉnh\nĐịa chỉ: Số 1, phố Ví Dụ"
    assert len(paragraph_spans(text)) == 3
