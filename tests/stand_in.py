"""A stand-in assistant with realistic records: what the page and the API are tested with, no index needed."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim, Reason, Source, Turn
from assistant.speech import NOBODY, Listener
from corpus.document import Document
from corpus.error import UserError

LAM_DONG = Document(
    id="lamdong-2020",
    title="Ban Tổ chức Tỉnh ủy sơ kết 2 năm (2018 - 2020) thực hiện mô hình thí điểm cơ quan tham mưu, giúp việc chung "
    "khối MTTQ và các đoàn thể cấp huyện",
    kind="account",
    publisher="Lamdongtv.vn",
    author="Mạnh Thành",
    province="Lâm Đồng",
    level="huyện",
    text="# Sơ kết hai năm thí điểm ở Lâm Đồng\n\n"
    "Ban Tổ chức Tỉnh ủy Lâm Đồng tổ chức hội nghị nhìn lại hai năm 2018 - 2020 thí điểm cơ quan tham mưu, giúp việc "
    "chung khối MTTQ và các đoàn thể ở cấp huyện. Ba huyện được chọn là Lâm Hà, Đạ Huoai và Đạ Tẻh, theo quyết định "
    "ngày 12.11.2018 của Ban Thường vụ Tỉnh ủy.\n\n"
    "## Biên chế và tổ chức\n\n"
    "Số biên chế của Cơ quan khối ở ba huyện vẫn theo đề án vị trí việc làm: Đạ Huoai có 23 biên chế, Đạ Tẻh có 21 "
    "biên chế và Lâm Hà có 20 biên chế. Điểm mới của đề án là bốn ban trong khối: Ban Tổng hợp, Ban Tuyên truyền, Ban "
    "Kiểm tra và Ban Phong trào. Phương châm làm việc là “Một người biết nhiều việc, một việc nhiều người cùng thực "
    "hiện”.\n\n"
    "## Khó khăn\n\n"
    + "Các địa phương còn lúng túng khi chuyển từ cách làm cũ sang cách làm mới, nhất là lúc tự xây dựng quy chế hoạt "
    "động và ban hành văn bản của khối. " * 6 + "\n",
)
XAY_DUNG = Document(
    id="xaydung-2017",
    title="Cơ quan tham mưu, giúp việc chung: Sáng tạo, hiệu quả của Quảng Ninh",
    kind="original",
    publisher="Báo Xây dựng",
    author="PV",
    published="2017-09-28",
    province="Quảng Ninh",
    level="huyện",
    text="Cơ quan tham mưu, giúp việc chung: Sáng tạo, hiệu quả của Quảng Ninh\n\n"
    "Ban Thường vụ Tỉnh ủy ban hành Quyết định số 44-QĐ/TU ngày 30/11/2015 phê duyệt Đề án cơ quan tham mưu, giúp việc "
    "chung trong khối MTTQ và các đoàn thể chính trị - xã hội cấp huyện. Mục tiêu là tinh gọn bộ máy, rõ chức năng, "
    "nhiệm vụ và hướng về cơ sở.\n",
)
TO_CHUC = Document(
    id="toquyet-2018",
    title="Quảng Ninh: thành lập cơ quan chuyên trách tham mưu, giúp việc chung khối cấp tỉnh",
    kind="background",
    publisher="Tạp chí Xây dựng Đảng",
    published="2018-04",
    url="https://www.xaydungdang.org.vn/to-chuc/quang-ninh-11435",
    text="Công văn 9787-CV/VPTW ngày 27-2-2015 cho biết Ban Bí thư đồng ý để Tỉnh ủy Quảng Ninh thí điểm ở cấp huyện.\n"
    "Quyết định 959-QĐ/TU ngày 14-3-2018 phê duyệt Đề án cấp tỉnh, giai đoạn 2018-2021.\n",
)
DOCUMENTS = {document.id: document for document in (LAM_DONG, XAY_DUNG, TO_CHUC)}
FIGURE, FOLLOW_UP, REFUSED, HISTORY, BROKEN, CORRECTED = (
    "Đạ Tẻh có bao nhiêu biên chế?",
    "Thế còn Lâm Hà?",
    "Huyện Di Linh có bao nhiêu biên chế?",
    "Mô hình này bắt đầu và thay đổi như thế nào?",
    "Câu hỏi làm hỏng trợ lý",
    "Vì sao Đạ Huoai giảm xuống còn 19 biên chế?",
)


def cited(document: Document, quote: str, n: int) -> Citation:
    """A citation of the first place where the document says these words."""
    return Citation(**_source(document, quote), n=n)


def near(document: Document, quote: str) -> Source:
    """A passage shown as near to the question."""
    return Source(**_source(document, quote))


def answered(question: str, claims: Sequence[Claim], citations: Sequence[Citation]) -> Answer:
    """A record of an answer from its claims."""
    text = " ".join(claim.text + "".join(f" [{n}]" for n in claim.citations) for claim in claims)
    return Answer(
        id="r-" + question,
        question=question,
        standalone_question=question,
        status="answered",
        answer=text,
        claims=tuple(claims),
        citations=tuple(citations),
        index_build="7c1e9a40",
        latency_ms={"total": 180.0},
    )


def refused(question: str, reason: Reason, answer: str, *, citations: Sequence[Citation] = ()) -> Answer:
    """A record of a refusal, with near passages and questions to ask instead."""
    return replace(
        answered(question, (), citations),
        status="refused",
        reason=reason,
        answer=answer,
        nearest=(near(LAM_DONG, "Ba huyện được chọn là Lâm Hà, Đạ Huoai và Đạ Tẻh"),),
        suggestions=(FIGURE, "Những huyện nào của Lâm Đồng được chọn thí điểm?"),
    )


def figure(question: str, place: str, number: str) -> Answer:
    """A direct answer with the sentence it stands in."""
    sentence = (
        "Số biên chế của Cơ quan khối ở ba huyện vẫn theo đề án vị trí việc làm: Đạ Huoai có 23 biên chế, Đạ Tẻh có 21 "
        "biên chế và Lâm Hà có 20 biên chế."
    )
    quotes = (f"{place} có {number} biên chế", sentence)
    claims = (Claim(f"{number} biên chế", "value", (1,)), Claim(sentence, "quote", (2,)))
    return answered(question, claims, [cited(LAM_DONG, quote, n) for n, quote in enumerate(quotes, 1)])


def history_of(question: str) -> Answer:
    """Three steps in order, from two documents."""
    steps = (
        (
            TO_CHUC,
            "Công văn 9787-CV/VPTW ngày 27-2-2015 cho biết Ban Bí thư đồng ý để Tỉnh ủy Quảng Ninh thí điểm ở cấp",
        ),
        (XAY_DUNG, "Ban Thường vụ Tỉnh ủy ban hành Quyết định số 44-QĐ/TU ngày 30/11/2015"),
        (TO_CHUC, "Quyết định 959-QĐ/TU ngày 14-3-2018 phê duyệt Đề án cấp tỉnh, giai đoạn 2018-2021."),
    )
    claims = [Claim(quote, "quote", (n,)) for n, (_, quote) in enumerate(steps, 1)]
    first = Claim("Tài liệu nêu ba mốc, theo thứ tự thời gian:", "template")
    return answered(question, [first, *claims], [cited(where, quote, n) for n, (where, quote) in enumerate(steps, 1)])


class StandIn:
    """Answers a handful of questions as the real assistant would, breaks on one, and refuses the rest."""

    documents = DOCUMENTS
    index_build = "7c1e9a40"
    examples = (FIGURE, HISTORY, "Quyết định 959-QĐ/TU được ban hành ngày nào?")

    def __init__(self, *, is_ready: bool = True) -> None:
        self.is_ready = is_ready
        self.heard: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, speak: bool = True, listener: Listener = NOBODY
    ) -> Answer:
        """Look the question up."""
        self.heard.append((question, tuple(history)))
        if question == BROKEN:
            raise RuntimeError("secret path /srv/data")
        if question == FIGURE:
            return figure(question, "Đạ Tẻh", "21")
        if question == FOLLOW_UP:
            if not history:
                raise UserError("Câu hỏi này cần câu hỏi trước nó.")
            return replace(figure(question, "Lâm Hà", "20"), standalone_question="Lâm Hà có bao nhiêu biên chế?")
        if question == HISTORY:
            return history_of(question)
        if question == CORRECTED:
            told = "Tài liệu nêu Đạ Huoai có **23 biên chế**, không phải 19 [1]."
            return refused(question, "false_premise", told, citations=[cited(LAM_DONG, "Đạ Huoai có 23 biên chế", 1)])
        return refused(question, "unknown_entity", "Không tài liệu nào nhắc đến huyện Di Linh.")


def _source(document: Document, quote: str) -> dict[str, object]:
    start = document.text.index(quote)
    return {
        "document_id": document.id,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "title": document.title,
        "kind": document.kind,
        "publisher": document.publisher,
        "author": document.author,
        "published": document.published,
        "event_date": document.event_date,
        "url": document.url,
        "document_sha256": document.sha256,
    }
