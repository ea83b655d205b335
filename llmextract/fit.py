"""How well a mention fits a field: its unit, and the words around it.  No model is asked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise

from llmextract.mentions.units import kinds_of
from llmextract.numerals import MULTIPLIERS
from llmextract.schema import FieldSpec
from llmextract.types import Analysis, Mention, MentionKind, Span

# weights beside 1 for the words next to the mention
_CLAUSE, _SENTENCE, _PATH, _UNLIKE = 0.5, 0.3, 0.3, 0.6
_AHEAD, _BEHIND = 40, 12  # characters of these words


def counts(mention: Mention, spec: FieldSpec) -> bool:
    """Whether the mention's unit is one of the field's, or counts the same kind of thing."""
    units = [u for u in (spec.extract.unit, *spec.extract.units) if u]
    share = any(unit in ("%", "‰") for unit in units)
    if mention.kind is MentionKind.DENIAL:
        return True
    if mention.kind is MentionKind.PERCENT or share:
        return mention.kind is MentionKind.PERCENT and (share or not units)
    if mention.unit is None or not units or mention.unit in units:
        return True
    return any(_same(mention.unit, unit) for unit in units)


def declared(mention: Mention, spec: FieldSpec, text: str) -> tuple[int, str | None]:
    """The multiplier and unit that a row's label, or the cell ahead, declares for a bare number:
    the 万元 of `经费（万元）\\t3.5` and of `经费\\t万元\\t3.5`; (1, None) without one."""
    if mention.unit is not None or spec.extract.unit is None:
        return 1, None
    line = text.rfind("\n", 0, mention.span.start) + 1
    label = text[line : mention.span.start]
    if not label.strip():  # one cell a line: the label stands above
        label = text[:line].rstrip().rpartition("\n")[2]
    times = "".join(MULTIPLIERS)
    unit = f"([{times}]+){re.escape(spec.extract.unit)}"
    found = re.search(rf"[（(](?:单位[:：])?{unit}[）)]|(?:^|\s){unit}\s*$", label)
    if found is None:
        return 1, None
    characters = found[1] or found[2]
    return math.prod(MULTIPLIERS[c] for c in characters), f"{characters}{spec.extract.unit}"


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without white space, lower case."""
    bare = re.sub(r"\s", "", text).lower()
    return frozenset(a + b for a, b in pairwise(bare)) or frozenset({bare})


def coverage(names: Iterable[str], words: str) -> float:
    """The largest share of a name's bigrams that `words` has; 0 to 1."""
    have = bigrams(words)
    return max((len(own & have) / len(own) for own in map(bigrams, names) if own), default=0.0)


def shares_words(spec: FieldSpec, text: str) -> bool:
    """Whether `text` has any words of the field's names: not if they are in another language."""
    lower = text.lower()
    return any(pair in lower for name in names_of(spec) for pair in bigrams(name))


def names_of(spec: FieldSpec) -> tuple[str, ...]:
    return (spec.label, *spec.extract.aliases)


def relevance(spec: FieldSpec, mention: Mention, analysis: Analysis) -> float:
    """How much the words around `mention` speak of the field: those next to it count most, then
    its clause, then its sentence so far and the headings above; words that exclude the field
    take away.  From -0.6 to 2.1."""
    names, text = names_of(spec), analysis.document.text
    near, clause = near_words(mention, analysis), mention.clause.of(text)
    path = "".join(analysis.sections[mention.section].path) if analysis.sections else ""
    ahead = Span(mention.sentence.start, max(mention.sentence.start, mention.clause.end)).of(text)
    score = coverage(names, near) + _CLAUSE * coverage(names, clause)
    score += _SENTENCE * coverage(names, ahead) + _PATH * coverage(names, path)
    unlike = any(word in near for word in spec.extract.unlike)
    return score - _UNLIKE if unlike else score


def near_words(mention: Mention, analysis: Analysis) -> str:
    """The words next to a mention in its clause: behind the number before it, up to the next
    mark or number."""
    text = analysis.document.text
    before = max((end for end in _ends_before(mention, analysis)), default=mention.clause.start)
    ahead = Span(max(before, mention.clause.start, mention.span.start - _AHEAD), mention.span.start)
    behind = Span(mention.span.end, min(mention.clause.end, mention.span.end + _BEHIND))
    return ahead.of(text) + re.split(r"[、，；\t\d]", behind.of(text), maxsplit=1)[0]


def _ends_before(mention: Mention, analysis: Analysis) -> Iterable[int]:
    """Where the numbers ahead of a mention in its clause end."""
    for other in reversed(analysis.mentions[: mention.index]):
        if other.span.end <= mention.clause.start:
            return
        if other.kind is MentionKind.NUMBER and other.span.end <= mention.span.start:
            yield other.span.end


def _same(printed: str, unit: str) -> bool:
    """Whether two units count the same kind of thing: 件 and 份, page and pages."""
    if kinds_of(printed) & kinds_of(unit):
        return True
    return printed.isascii() and printed.lower().rstrip("s") == unit.lower().rstrip("s")
