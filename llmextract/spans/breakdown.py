"""Lists of {label, count} that break a number down: 其中政策法规类112条、工作动态类618条 …

The parts stand in the sentence of the number that they break down or in one of the next two,
before it (…，合计1043条) or behind it.  Parts that sum to it need no other sign; parts that do not
must be announced, or be alike and make up most of it.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from llmextract.schema import FieldSpec
from llmextract.schema.kinds import kind_of
from llmextract.spans.enumerations import sentences
from llmextract.spans.parts import Number, Parts, labelled, neighbours, numbers_for, summing
from llmextract.spans.view import View, view_of
from llmextract.types import Analysis, Mention, Proposal

ORIGIN = "spans/breakdown"
_ANNOUNCED = re.compile(
    r"其中|包括|分别|按[^，。；]{0,10}(?:分|看|统计|类)|including|of which|consist|comprising", re.I
)
_SORTS = re.compile(
    r"(?:按照?|依)[^，。；]{0,10}(?:分|看|统计|类|拆|归|论|计|数|列|划)"
    r"|\bby (?:kind|type|category)\b",
    re.I,
)
_KINDS = 3  # parts at least, if the value given is not their sum
_NEXT = 2  # sentences behind the parent's in which its parts may stand
_FAR = 6  # those in which they may stand if they are said to be kinds (按内容分，…)
_LINES = 30  # lines behind it that may hold one part each
_OPENING = 20  # characters of the words that say so
_UNLIKE = Decimal(1) / 3  # share of parts with words unlike the field from which it is another's
_MOST = Decimal(1) / 2  # share of the parent that unannounced parts make up


def propose_breakdown(
    analysis: Analysis,
    spec: FieldSpec,
    parent_value: int | Decimal,
    parent_mentions: Sequence[Mention] = (),
) -> list[Proposal]:
    """One proposal for each part of `parent_value`, at `/field/0`, `/field/1`, …; `spec` is the
    list field that says `parts_of`.

    `parent_mentions` are where the value is printed; without them only parts that sum to it
    count, wherever they stand.
    """
    names = _names(spec)
    if names is None:
        return []
    view = view_of(analysis.document.text)
    value = Decimal(parent_value)
    found = [
        parts
        for parts in _candidates(view, analysis, spec, value, parent_mentions)
        if not _is_unlike(parts, spec)
    ]
    if not found:
        found = [parts for parts in _sorted(view, analysis, spec) if not _is_unlike(parts, spec)]
    if not found:
        return []
    best = max(found, key=lambda f: (f.exact, _announced(f.lead, spec), -f.distance, len(f.parts)))
    return [
        Proposal(
            f"{spec.pointer}/{n}",
            {names[0]: part.label, names[1]: _plain(part.number.value)},
            view.span(part.start, part.end),
            origin=ORIGIN,
        )
        for n, part in enumerate(best.parts)
    ]


def _names(spec: FieldSpec) -> tuple[str, str] | None:
    """The item's field for the label and the one for the number."""
    if spec.kind != "list_object" or spec.item is None:
        return None
    kinds = {
        name: kind_of(info.annotation, name)[0] for name, info in spec.item.model_fields.items()
    }
    label = next((name for name, kind in kinds.items() if kind == "str"), None)
    count = next((name for name, kind in kinds.items() if kind in ("int", "decimal")), None)
    return (label, count) if label and count else None


def _candidates(
    view: View, analysis: Analysis, spec: FieldSpec, value: Decimal, parents: Sequence[Mention]
) -> Iterator[Parts]:
    numbers = numbers_for(view, analysis, spec)
    at = {view.at(m.span.start) for m in parents}
    for start, end, distance in _places(view.text, at, [x.start for x in numbers]):
        inside = [x for x in numbers if start <= x.start < end]
        given = [x for x in inside if x.start in at]
        for parts in _groups(inside, given, value):
            whole = summing(parts, value)
            if whole:
                yield from labelled(view, whole, start, end, distance or 0, exact=True)
            elif distance is not None and (distance < _NEXT or _sorts(view.text[start:end])):
                since = max((x.end for x in given), default=start)
                loose = [x for x in parts if x.start >= since]
                for group in neighbours(view, loose, since, end, distance):
                    if _makes_up(group, value, spec):
                        yield group


def _sorted(view: View, analysis: Analysis, spec: FieldSpec) -> Iterator[Parts]:
    """Parts of which a sentence says that they are kinds, and that sum to a number printed in it or
    in the one before: what they break down, if the value given is another."""
    numbers = numbers_for(view, analysis, spec)
    before = 0
    for start, end in sentences(view.text, 0, len(view.text)):
        inside = [x for x in numbers if start <= x.start < end and x.bracket is None]
        if len(inside) >= _KINDS and _SORTS.search(view.text, start, inside[0].start):
            for whole in (x for x in numbers if before <= x.start < inside[1].start):
                parts = [x for x in inside if x.start > whole.start and x.value != whole.value]
                exact = summing(parts, whole.value)
                if len(exact) >= _KINDS:
                    yield from labelled(view, exact, start, end, 0, exact=True)
        before = start


def _places(
    text: str, at: Collection[int], counted: Sequence[int]
) -> Iterator[tuple[int, int, int | None]]:
    """(start, end, distance) of the sentences that may hold parts: those with the parent and the
    next ones, and the lines behind it that hold a number each (at `counted`) taken together;
    every sentence if no parent is given."""
    places = list(sentences(text, 0, len(text)))
    if not at:
        yield from ((start, end, None) for start, end in places)
        return

    def has_number(place: tuple[int, int]) -> bool:
        first = bisect.bisect_left(counted, place[0])
        return first < len(counted) and counted[first] < place[1]

    home = [n for n, (a, b) in enumerate(places) if any(a <= p < b for p in at)]
    for h in home:
        for distance, (start, end) in enumerate(places[h : h + _FAR + 1]):
            if distance <= _NEXT or _sorts(text[start:end]):
                yield start, end, distance
        lines = list(itertools.takewhile(has_number, places[h + 1 : h + 1 + _LINES]))
        if lines:
            yield lines[0][0], lines[-1][1], _NEXT


def _sorts(sentence: str) -> bool:
    """Whether a sentence begins by saying that it sorts something by kinds."""
    opening = re.split(r"[，,：:]", sentence.lstrip(), maxsplit=1)[0]
    return len(opening) <= _OPENING and _SORTS.search(opening) is not None


def _groups(inside: list[Number], given: list[Number], value: Decimal) -> Iterator[list[Number]]:
    """The numbers of a place outside brackets, and those of each bracket behind the parent."""
    yield [x for x in inside if x.bracket is None and x.value != value]
    for parent in given:
        yield [x for x in inside if x.bracket is not None and 0 <= x.bracket - parent.end <= 1]


def _makes_up(group: Parts, value: Decimal, spec: FieldSpec) -> bool:
    """Whether parts that do not sum to `value` are still said to be its parts."""
    total = sum((part.number.value for part in group.parts), Decimal(0))
    if total >= value:
        return False
    return _announced(group.lead, spec) or (len(group.parts) > 2 and total >= value * _MOST)


def _announced(lead: str, spec: FieldSpec) -> bool:
    names = (spec.label, *spec.extract.aliases)
    return bool(_ANNOUNCED.search(lead)) or any(name in lead for name in names)


def _is_unlike(parts: Parts, spec: FieldSpec) -> bool:
    """Whether the parts are of another kind: enough of them, or their lead, name what the field
    is not."""
    words = spec.extract.unlike
    hits = sum(any(word in part.label for word in words) for part in parts.parts)
    ahead = re.split(r"[，,；;]", parts.lead)[-1]
    return hits >= _UNLIKE * len(parts.parts) or any(word in ahead for word in words)


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


__all__ = ["propose_breakdown"]
