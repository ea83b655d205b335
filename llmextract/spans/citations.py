"""Lists of cited documents: 《titles》, each with the number in the brackets behind it.

The item's model says what counts: its first text field with a `pattern` is the title's, the next
one the number's.  A title counts if its pattern matches and it is cited: it has a number, or one
of the list field's names (根据, 按照 …) stands ahead of it, or an article or what it says behind it
(《…》第三条 · 《…》要求 …), or it stands beside one that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmextract.schema import Extract, FieldSpec, SchemaSpec
from llmextract.schema.check import patterns_of
from llmextract.spans.view import View
from llmextract.types import Analysis, MentionKind, Proposal

ORIGIN = "spans/citations"
_BRACKET = re.compile(r"\s*[（(〔\[]\s*(?P<words>[^\n]{2,60})")
_AHEAD = 30  # characters ahead of a title in which a citing word may stand
_GAP = 16  # characters at most between that word and the title
_NARROW = 4  # those of a word of one character: 照《…》
_FAR = 160  # characters between two titles that can still stand beside each other
_BESIDE = re.compile(
    r"(?:\s*[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)])?"
    r"(?:第[\d一二三四五六七八九十百]+条(?:之?规定)?|[、，；;和及与])*"
    r"[和及与、；;]?[\u4e00-\u9fff]{0,8}"
)
_JOINS = re.compile(r"[和及与、；;]")
_SAYS = re.compile(
    r"\s*(?:[（(][^（）()\n]{0,30}[）)])?\s*"
    r"(?:第[\d一二三四五六七八九十百]+[条章款]|(?:中|里|[中里]?的)?(?:有关|相关)?(?:规定|要求|精神|明确)"
    r"|(?:Article|Section|requires?|provides?)\b)"
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the items of one list are made: the names of their fields, and what these look like."""

    title: str
    number: str | None
    titles: tuple[re.Pattern[str], ...]
    numbers: tuple[re.Pattern[str], ...]
    unlike: tuple[str, ...]
    citing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Citation:
    title: str
    number: str | None
    start: int  # in the view
    end: int


def propose_citations(view: View, analysis: Analysis, schema: SchemaSpec) -> list[Proposal]:
    """One proposal for each cited document, at `/field/0`, `/field/1`, … in order of the text;
    a document cited by a shorter title again is not repeated."""
    proposals = []
    for spec in schema.fields:
        shape = _shape(spec)
        if shape is not None:
            for n, cited in enumerate(_distinct(_cited(view, analysis, shape))):
                value: dict[str, str | None] = {shape.title: cited.title}
                if shape.number is not None:
                    value[shape.number] = cited.number
                span = view.span(cited.start, cited.end)
                proposals.append(Proposal(f"{spec.pointer}/{n}", value, span, origin=ORIGIN))
    return proposals


def _shape(spec: FieldSpec) -> _Shape | None:
    """The shape of a list's items if they are citations: text fields alone, the first with a
    pattern."""
    if spec.kind != "list_object" or spec.item is None:
        return None
    fields = [
        (name, next((m for m in info.metadata if isinstance(m, Extract)), None))
        for name, info in spec.item.model_fields.items()
    ]
    with_pattern = [(name, e) for name, e in fields if e is not None and e.pattern]
    if not with_pattern or len(fields) > 2:
        return None
    title, number = with_pattern[0], with_pattern[1] if len(with_pattern) > 1 else None
    return _Shape(
        title[0],
        number[0] if number else None,
        tuple(re.compile(p) for p in patterns_of(title[1])),
        tuple(re.compile(p) for p in patterns_of(number[1])) if number else (),
        title[1].unlike,
        tuple(sorted({spec.label, *spec.extract.aliases}, key=len, reverse=True)),
    )


def _cited(view: View, analysis: Analysis, shape: _Shape) -> Iterator[_Citation]:
    previous = 0  # where the last title that counts ended
    for mention in analysis.mentions:
        if mention.kind is not MentionKind.TITLE:
            continue
        start, end = view.at(mention.span.start), view.at(mention.span.end - 1) + 1
        inner = view.trimmed(start, end, '《》<>“”"')
        title = view.words(start + 1, end - 1)
        if not _counts(title, shape):
            continue
        number, close = _number(view, end, shape)
        ahead = view.text[max(0, start - _AHEAD) : start]
        beside = previous and _beside(view.text[previous:start])
        says = _SAYS.match(view.text, end) is not None
        if number is not None or beside or says or _is_cited(ahead, shape):
            yield _Citation(title, number, inner[0], close if number else inner[1])
            previous = end


def _counts(title: str, shape: _Shape) -> bool:
    return any(p.search(title) for p in shape.titles) and not any(w in title for w in shape.unlike)


def _number(view: View, at: int, shape: _Shape) -> tuple[str | None, int]:
    """The number in the brackets behind a title, and where it ends."""
    bracket = _BRACKET.match(view.text, at)
    if bracket is None:
        return None, at
    start = bracket.start("words")
    closing = re.compile(r"[，,；;。\n]|[）)](?=[^\d号〕\]]|$)").search(view.text, start)
    limit = min(closing.start() if closing else bracket.end(), bracket.end())
    for pattern in shape.numbers:
        match = pattern.search(view.text, start, limit)
        if match is not None:
            group = "value" if "value" in pattern.groupindex else 1
            return view.words(*match.span(group)), match.end(group)
    return None, at


def _beside(between: str) -> bool:
    """Whether only brackets, articles and a joining word part two titles."""
    if len(between) > _FAR:
        return False
    joined = _BESIDE.fullmatch(between) is not None and _JOINS.search(between) is not None
    return joined or not between.strip()


def _is_cited(ahead: str, shape: _Shape) -> bool:
    """Whether a citing word stands ahead in the same clause."""
    clause = re.split(r"[，,。；;\n《》]", ahead)[-1]
    return any(
        word in clause
        and len(clause) - clause.rfind(word) - len(word) <= (_GAP if len(word) > 1 else _NARROW)
        for word in shape.citing
    )


def _distinct(found: Iterator[_Citation]) -> list[_Citation]:
    """Each document once, by its longest title; a number given anywhere is kept."""
    kept: list[_Citation] = []
    for citation in found:
        same = next((k for k in kept if _same(k.title, citation.title)), None)
        if same is None:
            kept.append(citation)
        elif (len(citation.title), bool(citation.number)) > (len(same.title), bool(same.number)):
            kept[kept.index(same)] = citation
    return kept


def _same(one: str, other: str) -> bool:
    shorter, longer = sorted((re.sub(r"\s", "", t) for t in (one, other)), key=len)
    return longer.endswith(shorter)


__all__ = ["propose_citations"]
