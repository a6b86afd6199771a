"""A filed record as a Word document: A4, margins and type of an office letter, place for two signatures.

The only module that imports python-docx. Every text goes in as text: none can become a field, a link or a formula.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from assistant.filing import Block
from assistant.frame import NAME

FONT, CODE_FONT = "Times New Roman", "Courier New"  # on every office machine, with all Vietnamese marks
SIZE = Pt(13)
PAGE = {"page_width": 210, "page_height": 297, "left_margin": 30, "right_margin": 20, "top_margin": 20}  # mm
SIGNATURES = ("NGƯỜI LẬP", "NGƯỜI KIỂM TRA")


def to_word(blocks: list[Block], *, title: str, date: str, footer: str) -> bytes:
    """Write the sheet as a .docx file."""
    document = Document()
    _set_up(document, title, footer)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head.add_run(f"{date[:1].upper()}{date[1:]}").italic = True
    heading = document.add_paragraph(style="Title")
    heading.add_run(title)
    for block in blocks:
        _add(document, block)
    _add_signatures(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, title: str, footer: str) -> None:
    section = document.sections[0]
    for name, millimetres in PAGE.items():
        setattr(section, name, Mm(millimetres))
    section.bottom_margin = Mm(20)
    for name, size, is_bold in (("Normal", SIZE, False), ("Title", Pt(15), True), ("Heading 1", SIZE, True)):
        _set_style(document.styles[name], size, is_bold=is_bold)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.core_properties.author, document.core_properties.title = NAME, title
    document.core_properties.comments = ""
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(f"Bản ghi {footer} · trang ").font.size = Pt(10)
    _add_page_number(line.add_run())


def _set_style(style: Any, size: Any, *, is_bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, size, is_bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    for unwanted in style.element.findall(f".//{qn('w:pBdr')}") + style.element.findall(qn("w:link")):
        unwanted.getparent().remove(unwanted)  # the template's line under the title; its blue twin for single words
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font goes before the one that is named
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6 if is_bold else 0), Pt(6)


def _add(document: Any, block: Block) -> None:
    if block.kind == "heading":
        document.add_paragraph(block.text, style="Heading 1")
        return
    paragraph = document.add_paragraph()
    if block.label:
        paragraph.add_run(f"{block.label}: ").bold = True
    run = paragraph.add_run(f"“{block.text}”" if block.kind == "quote" else block.text)
    if block.kind == "quote":
        paragraph.paragraph_format.left_indent = Mm(10)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        run.italic = True
    if block.kind == "code":
        run.font.name, run.font.size = CODE_FONT, Pt(10)


def _add_signatures(document: Any) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=len(SIGNATURES))
    for cell, who in zip(table.rows[0].cells, SIGNATURES, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(who).bold = True
        paragraph.add_run("\n(Ký, ghi rõ họ tên)").italic = True


def _add_page_number(run: Any) -> None:
    """Word counts pages itself: its PAGE field, the one field of the document."""
    run.font.size = Pt(10)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
