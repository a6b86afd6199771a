"""Support counted by kind of atom: each figure, unit, date, document number, name and negation of the claims.

A second look beside the check of whole claims, and one that knows nothing of it: does the same value, name or
negated word stand in what the claim cites? It says which kind of thing goes wrong, not whether the claim is true.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from assistant.answer import Citation, Claim
from assistant.context import cited_sentences
from assistant.name import find_names
from assistant.protected import NEGATIONS
from assistant.template import slots_of
from assistant.value import find_values
from corpus.document import Document, format_date
from corpus.orthography import fold, keys
from eval.nugget import contains

AtomKind = Literal["number", "unit", "date", "document_number", "name", "negation"]
ATOM_KINDS: tuple[AtomKind, ...] = get_args(AtomKind)
Counts = dict[AtomKind, tuple[int, int]]  # found in what is cited, all
Atom = tuple[AtomKind, tuple[str, ...]]
OF_VALUE: Mapping[str, AtomKind] = {"number": "number", "date": "date", "docno": "document_number"}
NEGATING = {words[0] for words in NEGATIONS if len(words) == 1}


def count_atoms(claims: Sequence[Claim], citations: Sequence[Citation], documents: Mapping[str, Document]) -> Counts:
    """Count the atoms of claims by kind, and how many of each stand in what their own claim cites."""
    found: dict[AtomKind, list[bool]] = {}
    for claim in claims:
        cited = [citation for citation in citations if citation.n in claim.citations]
        told = "\n".join(_told(citation, documents) for citation in cited)
        said = set(atoms_of(told))
        for atom in dict.fromkeys(atoms_of(_own_words(claim))):
            found.setdefault(atom[0], []).append(atom in said or _is_said(atom, told, said))
    return {kind: (sum(found[kind]), len(found[kind])) for kind in ATOM_KINDS if kind in found}


def atoms_of(text: str) -> list[Atom]:
    """Give the atoms of a text in one form each; a negation with the word behind it."""
    found: list[Atom] = []
    for value in find_values(text):
        if value.kind in OF_VALUE:
            found.append((OF_VALUE[value.kind], (value.canonical,)))
        if value.kind == "number" and value.unit:
            found.append(("unit", (value.canonical, *fold(value.unit).split())))
    found += [("name", tuple(keys(name.text))) for name in find_names(text) if name.is_proper]
    words = keys(text)
    found += [("negation", tuple(words[i : i + 2])) for i, word in enumerate(words) if word in NEGATING]
    return found


def _is_said(atom: Atom, told: str, said: set[Atom]) -> bool:
    """Tell the same in a longer or shorter form: a unit cut short, a name within a longer one."""
    kind, form = atom
    if kind == "unit":
        return any(other == kind and form == theirs[: len(form)] for other, theirs in said)
    return kind in ("name", "negation") and contains(keys(told), form)


def _own_words(claim: Claim) -> str:
    """Give what a claim says beyond a template's fixed words."""
    return "\n".join(slots_of(claim.text) or ()) if claim.kind == "template" else claim.text


def _told(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Give the cited sentences and what is printed beside them."""
    dates = [format_date(date) for date in (citation.published, citation.event_date) if date]
    context = cited_sentences(citation, documents.get(citation.document_id))
    return "\n".join(filter(None, (context, citation.title, citation.publisher, *dates)))
