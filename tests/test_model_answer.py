"""A language model beside the extractive answer: what it says is checked, and what it fails to say harms nothing."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Claim
from assistant.answerer import Assistant
from assistant.breaker import Breaker
from assistant.composition import Draft
from assistant.evidence import Evidence
from assistant.model_answer import KEPT, NOTHING_LEFT, NOTHING_SAID, NOTICES, PAUSED, STOPPED, ModelSpeaker
from assistant.model_prompt import MOST_CLAIMS, Prompt
from assistant.stream import FaultKind, ModelError
from corpus.document import Document, Passage
from corpus.reader import read_corpus
from corpus.sentence import split_sentences
from index.build import build_index
from index.glossary import read_glossary
from index.search import Index

STAFF = "Huyện Đạ Huoai có 23 biên chế, huyện Đạ Tẻh có 21 biên chế."
BOARDS = "Trong khối có 4 ban được thành lập."
LACK = "Đề án không được triển khai ở xã Bình An."
DOCUMENT = Document(id="d", title="Sơ kết", text=f"{STAFF} {BOARDS} {LACK}")
SPANS = split_sentences(DOCUMENT.text)
PASSAGE = Passage("d", 0, len(DOCUMENT.text), DOCUMENT.text, sentences=tuple(SPANS))
EVIDENCE = [Evidence(PASSAGE, span, DOCUMENT.text[slice(*span)], {}, 1.0, None) for span in SPANS]
DOCUMENTS = {"d": DOCUMENT}
TEH = '{"id": 1, "quote": "huyện Đạ Tẻh có 21 biên chế", "text": "Huyện Đạ Tẻh có 21 biên chế."}'
FALSE = '{"id": 1, "quote": "huyện Đạ Tẻh có 21 biên chế", "text": "Huyện Đạ Tẻh có 25 biên chế."}'
OPPOSITE = '{"id": 1, "quote": "được triển khai ở xã Bình An", "text": "Đề án được triển khai ở xã Bình An."}'
MADE_UP = '{"id": 1, "quote": "huyện Bảo Lâm có 25 biên chế", "text": "Huyện Bảo Lâm có 25 biên chế."}'
MORE = '{"id": 1, "quote": "Trong khối có 4 ban được thành lập", "text": "Trong khối có 4 ban được thành lập"}'


class Says:
    """A model that says what it is told to, whatever it is asked."""

    name = "giả"

    def __init__(self, reply: str, fault: FaultKind | None = None) -> None:
        self.said, self.fault, self.n_asked = reply, fault, 0

    def reply(self, prompt: Prompt) -> Iterator[str]:
        self.n_asked += 1
        yield self.said
        if self.fault:
            raise ModelError(self.fault, status=500)


def extractive() -> Draft:
    draft = Draft(DOCUMENTS)
    draft.add("value", "21 biên chế", EVIDENCE[0])
    draft.add_quote(EVIDENCE[0])
    return draft


def test_a_verified_claim_takes_the_place_of_its_quote_and_the_direct_value_stays() -> None:
    draft = extractive()
    spoken = ModelSpeaker(Says(f"{TEH}\n{MORE}")).speak("?", EVIDENCE, draft)
    assert draft.claims == [
        Claim("21 biên chế", "value", (1,)),
        Claim("Huyện Đạ Tẻh có 21 biên chế.", "prose", (1,)),
        Claim(BOARDS, "quote", (2,)),
    ]
    assert [citation.quote for citation in draft.citations] == [STAFF, BOARDS]
    assert (spoken.model, spoken.notice, spoken.n_rejected) == ("giả", "", 0)


@pytest.mark.parametrize("untrue", [FALSE, OPPOSITE, MADE_UP])
def test_an_untrue_claim_is_dropped_counted_and_its_quote_stays(untrue: str) -> None:
    draft = extractive()
    spoken = ModelSpeaker(Says(f"{untrue}\n{MORE}")).speak("?", EVIDENCE, draft)
    assert [claim.text for claim in draft.claims] == ["21 biên chế", STAFF, BOARDS]
    assert (spoken.model, spoken.n_rejected) == ("giả", 1)


@pytest.mark.parametrize(("reply", "notice", "n"), [(f"{FALSE}\n{MADE_UP}", NOTHING_LEFT, 2), ("{}", NOTHING_SAID, 0)])
def test_where_nothing_is_left_the_extractive_answer_stands_and_says_so(reply: str, notice: str, n: int) -> None:
    draft = extractive()
    spoken = ModelSpeaker(Says(reply)).speak("?", EVIDENCE, draft)
    assert draft.claims == extractive().claims
    assert (spoken.model, spoken.notice, spoken.n_rejected) == ("", notice, n)


def test_a_model_that_fails_after_a_true_claim_leaves_the_extractive_answer_whole() -> None:
    draft = extractive()
    spoken = ModelSpeaker(Says(TEH, "cut")).speak("?", EVIDENCE, draft)
    assert draft.claims == extractive().claims and NOTICES["cut"] in spoken.notice and not spoken.model


def test_a_model_that_fails_three_times_is_not_asked_again_and_the_reader_is_told() -> None:
    model = Says("", "status")
    speaker = ModelSpeaker(model, breaker=Breaker(failures=3))
    notices = [speaker.speak("?", EVIDENCE, extractive()).notice for _ in range(5)]
    assert model.n_asked == 3 and "báo lỗi 500" in notices[2] and notices[3:] == [PAUSED, PAUSED]
    assert speaker.health() == {"model": "giả", "model_state": "paused"}


def test_claims_are_given_as_they_come_each_with_its_verdict_and_no_more_than_asked_for() -> None:
    class Slowly(Says):
        def reply(self, prompt: Prompt) -> Iterator[str]:
            for line in (TEH, FALSE, MORE, MADE_UP, TEH):
                taken.append(line)
                yield line + "\n"

    taken: list[str] = []
    outcomes = [offer.outcome for offer in ModelSpeaker(Slowly("")).offers("?", EVIDENCE)]
    assert outcomes == ["verified", "unsupported", "verified"] and len(outcomes) == MOST_CLAIMS


def test_what_was_verified_in_time_is_kept_of_a_model_that_goes_on_too_long() -> None:
    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    class Dawdles(Says):
        def reply(self, prompt: Prompt) -> Iterator[str]:
            yield self.said
            clock.now = 1000.0
            done.wait(5)

    clock, done = Clock(), threading.Event()
    draft = extractive()
    spoken = ModelSpeaker(Dawdles(TEH), deadline=15, clock=clock).speak("?", EVIDENCE, draft)
    assert spoken.model == "giả" and draft.claims[1].kind == "prose"
    clock.now = 0.0
    late = ModelSpeaker(Dawdles(FALSE), deadline=15, clock=clock).speak("?", EVIDENCE, extractive())
    done.set()
    assert NOTICES["slow"] in late.notice


def test_a_refusal_is_never_put_to_a_model(
    tmp_path: Path, encoder: object, without_chroma: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.judgement.THRESHOLD", 0.0)
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.md").write_text(f'+++\nid = "d"\ntitle = "Sơ kết"\nkind = "original"\n+++\n\n{STAFF}\n', "utf-8")
    build_index(tmp_path / "data", read_corpus(folder), encoder)  # type: ignore[arg-type]
    model = Says(TEH)
    index = Index.open(tmp_path / "data", chroma=False, encoder=encoder)  # type: ignore[arg-type]
    assistant = Assistant(index, read_glossary(), speaker=ModelSpeaker(model))
    refused = assistant.ask("Huyện Bảo Lâm có bao nhiêu biên chế?")
    assert (refused.status, refused.notice, model.n_asked) == ("refused", "", 0)
    answered = assistant.ask("Huyện Đạ Tẻh có bao nhiêu biên chế?")
    assert [claim.kind for claim in answered.claims] == ["value", "prose"] and answered.model == "giả"
    assert "model" in answered.latency_ms and model.n_asked == 1
    unasked = assistant.ask("Huyện Đạ Tẻh có bao nhiêu biên chế?", speak=False)
    assert (unasked.model, model.n_asked) == ("extractive", 1) and "model" not in unasked.latency_ms


class Enough:
    """A reader who stops the model after so many verified claims."""

    def __init__(self, n_wanted: int) -> None:
        self.n_wanted, self.heard = n_wanted, list[list[str]]()

    def hear(self, draft: Draft) -> None:
        self.heard.append([claim.kind for claim in draft.claims])

    def has_enough(self) -> bool:
        return len(self.heard) >= self.n_wanted


class Writes(Says):
    """A model that never ends: what it says, and then nothing for ever."""

    def reply(self, prompt: Prompt) -> Iterator[str]:
        yield self.said
        threading.Event().wait(5)


def listening(reader: Enough, reply: str) -> tuple[Draft, str, str]:
    draft = extractive()
    speaker = ModelSpeaker(Writes(reply))
    spoken = speaker.speak("?", EVIDENCE, draft, on_claim=lambda: reader.hear(draft), is_stopped=reader.has_enough)
    assert speaker.breaker.state == "ready"
    return draft, spoken.model, spoken.notice


def test_each_verified_claim_is_told_as_it_comes_and_no_other() -> None:
    reader, draft = Enough(99), extractive()
    speaker = ModelSpeaker(Says(f"{TEH}\n{FALSE}\n{MORE}"))
    speaker.speak("?", EVIDENCE, draft, on_claim=lambda: reader.hear(draft), is_stopped=reader.has_enough)
    assert reader.heard == [["value", "prose"], ["value", "prose", "quote"]]


def test_a_stopped_model_leaves_what_was_verified_by_then_and_is_not_blamed() -> None:
    draft, model, notice = listening(Enough(1), TEH)
    assert [claim.kind for claim in draft.claims] == ["value", "prose"] and model == "giả"
    assert notice == STOPPED + KEPT


def test_a_model_stopped_before_it_said_anything_leaves_the_extractive_answer() -> None:
    draft, model, notice = listening(Enough(0), TEH)
    assert draft.claims == extractive().claims and model == ""
    assert notice.startswith(STOPPED) and "nguyên văn" in notice
