"""The report's page: one file, everything escaped, every failed item on it, and nothing wider than a telephone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from judged_run import WRONG, write_run
from test_report import CHECKER

from eval.report import Bundle, judge_run
from eval.report_item import failures
from eval.report_page import figure, page, signed
from eval.score_figure import share

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    earlier = write_run(folder, commit="c0", tu_choi=None)
    run, judged = judge_run(write_run(folder), [earlier])
    history = [{"date": "2026-01-01", "commit": "c0", "set": "dev", "n": 8, "figures": {"crag": share([True, False])}}]
    return page(Bundle((run,), CHECKER), {run.set: failures(judged)}, history)


def test_every_failed_item_is_on_the_page_with_question_answer_and_marked_source(html: str) -> None:
    ids = re.findall(r'<article id="bo-hoi-([^"]+)">', html)
    assert sorted(ids) == sorted(WRONG)
    for words in ("<mark>23 biên chế</mark>", "<mark>Ông Mai An là Bí thư.</mark>", "Tài liệu không nói."):
        assert words in html
    assert f"Các câu chưa đúng ({len(WRONG)})" in html


def test_what_was_asked_quoted_or_raised_is_never_markup(html: str) -> None:
    assert "&lt;sai&gt;" in html and "Huyện &lt;Hoa&gt;" in html and "&lt;lỗi&gt;" in html
    assert "<sai>" not in html and "<Hoa>" not in html and "<script" not in html


def test_the_page_needs_nothing_beside_it(html: str) -> None:
    addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert addresses and all(one.startswith(("data:image/svg+xml;base64,", "#")) for one in addresses)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids) and {one[1:] for one in addresses if one.startswith("#")} <= set(ids)


def test_every_section_has_what_it_is_for(html: str) -> None:
    for words in ("không đạt", "chưa rõ", "Diện tích dưới đường", "gõ nhầm", "đổi số", "nhận sai", "c0", "n = 8"):
        assert words in html or words in _pictures(html), words


def _pictures(html: str) -> str:
    from base64 import b64decode

    return "".join(b64decode(one).decode() for one in re.findall(r"svg\+xml;base64,([^\"]+)", html))


def test_figures_are_written_as_in_vietnamese_and_none_is_a_dash() -> None:
    assert figure(share([True, True, False, False])) == "0,500 [0,150; 0,850]"
    assert signed({"value": 0.5, "low": -0.1, "high": 0.9, "n": 3}) == "+0,500 [-0,100; +0,900]"
    assert (
        figure(share([])) == "–" and figure({"value": 42.5, "low": 40.0, "high": 45.0, "n": 9}) == "42,5 [40,0; 45,0]"
    )


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (1280, "screen"), (703, "print")])
def test_nothing_is_wider_than_the_window_and_every_picture_is_drawn(
    browser: "Browser", html: str, tmp_path: Path, width: int, media: str
) -> None:
    path = tmp_path / "report.html"
    path.write_text(html, encoding="utf-8")
    sheet = browser.new_page(viewport={"width": width, "height": 844})
    sheet.emulate_media(media=media)  # type: ignore[arg-type]
    sheet.goto(path.as_uri())
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    assert sheet.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    sheet.close()
