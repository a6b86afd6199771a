"""One document for each id and each text: which of two that claim the same place stands.

The same text in two files is one document with two places. An original stands in for its account. Of two
texts under one id the later path's wins; inside one path that is a problem, and the first stands.
"""

from dataclasses import dataclass, field, replace

from corpus.document import Document

INHERITED = ("publisher", "author", "published", "event_date", "province", "level", "url")


@dataclass(frozen=True, slots=True)
class Found:
    """A document with what is known of the file it was read from."""

    document: Document
    root: str  # the path given by the caller that it was found under
    raw_sha256: str = ""  # of the file; empty for a row of a collection
    is_described: bool = True  # its id and title are given, not guessed from the file


@dataclass(slots=True)
class Shelf:
    """The documents read so far, in reading order."""

    found: dict[str, Found] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _id_of_text: dict[str, str] = field(default_factory=dict)
    _id_of_original: dict[str, str] = field(default_factory=dict)  # by the sha256 of the original's file

    def put(self, one: Found) -> None:
        """Put a document in its place, or name the two that claim it."""
        twin = self._twin(one)
        if twin is not None:
            self._put_twin(twin, one)
            return
        partner = self._partner(one)
        if partner is None:
            self._put_alone(one)
            return
        original, account = (one, partner) if one.document.kind == "original" else (partner, one)
        if partner.document.id != account.document.id:
            self._remove(partner)
        self._keep(_stand_in(original, account))

    def _put_alone(self, one: Found) -> None:
        rival = self.found.get(one.document.id)
        if rival is None:
            self._keep(one)
        elif not one.is_described:
            self._keep(_renamed(one))
        elif not rival.is_described:
            self._remove(rival)
            self._keep(one)
            self._keep(_renamed(rival))
        elif rival.root == one.root:
            places = f"{rival.document.places[0]} và {one.document.places[0]}"
            self.problems.append(
                f"{places}: hai văn bản khác nhau cùng dùng mã “{one.document.id}”, chỉ văn bản đầu được dùng; "
                "hãy đổi mã của một trong hai."
            )
        else:
            self._remove(rival)
            self._keep(one)

    def _put_twin(self, twin: Found, one: Found) -> None:
        """Join two files with one text; the described one names the document."""
        places = tuple(dict.fromkeys(twin.document.places + one.document.places))
        is_better = one.is_described and (not twin.is_described or twin.document.id == one.document.id)
        if is_better and twin.document.id != one.document.id:
            self._remove(twin)
            self.put(replace(one, document=replace(one.document, places=places)))
            return
        kept = one if is_better else twin
        self._keep(replace(kept, document=replace(kept.document, places=places)))

    def _twin(self, one: Found) -> Found | None:
        if not one.raw_sha256:
            return None
        return self.found.get(self._id_of_text.get(one.document.sha256, ""))

    def _partner(self, one: Found) -> Found | None:
        """Find the account of an original, or the original of an account: by id, or by the original's sha256."""
        wanted = {"original": "account", "account": "original"}.get(one.document.kind)
        sha256 = one.raw_sha256 if one.document.kind == "original" else one.document.origin_sha256
        candidates = (self.found.get(self._id_of_original.get(sha256, "")), self.found.get(one.document.id))
        return next((other for other in candidates if other is not None and other.document.kind == wanted), None)

    def _keep(self, one: Found) -> None:
        document = one.document
        self.found[document.id] = one
        if one.raw_sha256:
            self._id_of_text[document.sha256] = document.id
        original = one.raw_sha256 if document.kind == "original" else document.origin_sha256
        if original:
            self._id_of_original[original] = document.id

    def _remove(self, one: Found) -> None:
        del self.found[one.document.id]


def _renamed(one: Found) -> Found:
    """Give a guessed id that is taken a tail that only this text has."""
    return replace(one, document=replace(one.document, id=f"{one.document.id}-{one.document.sha256[:8]}"))


def _stand_in(original: Found, account: Found) -> Found:
    """Give the original its account's id, and what the account knows and the original does not."""
    own, other = original.document, account.document
    inherited = {name: getattr(own, name) or getattr(other, name) for name in INHERITED}
    title = own.title if original.is_described and own.title else other.title
    return replace(original, document=replace(own, id=other.id, title=title, **inherited), is_described=True)
