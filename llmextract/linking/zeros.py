"""Zeros said in words: which fields a denial empties.

A denying clause is read with its negation cut out (主要负责人未参加发布会 holds the event 主要负责人参加
发布会), so that an event is found on either side of the negation or across it; which of the events
are denied is for `denied` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmextract.linking.candidates import Reading
from llmextract.linking.denied import Clause, Hit, clause_of, denied, not_applicable
from llmextract.linking.features import Context, group_nearness
from llmextract.linking.lexicon import Names, holds, last_place, names_of, normal, places
from llmextract.schema import FieldSpec
from llmextract.types import MentionKind, Pointer

_DECLARED = 2.5  # log-odds of a zero whose event the schema declares
_NAMED = 1.5  # and of one that is only called by a name of the field
_AND = r"(?:[、和及与或]|以及|或者)"
_EVERY = re.compile(r"均|都|皆|全部")
_COUNTED_AHEAD = re.compile(r"[，、：:（(；;。\n]")
_NEXT = re.compile(r"下一?年|次年|明年|next year")
_LAST = re.compile(r"上一?年|去年|往年|年初|last year")
_TIMES = frozenset("年月日天周")


@dataclass(frozen=True, slots=True)
class Zero:
    """A field that a denial makes zero, with log-odds to weigh it against numbers."""

    mention: int
    pointer: Pointer
    log_odds: float


def find_zeros(reading: Reading, fields: tuple[FieldSpec, ...]) -> list[Zero]:
    """Zeros that denials state, the same field possibly more than once."""
    able = tuple(spec for spec in fields if spec.extract.unit not in ("%", "‰"))
    names = {spec.pointer: names_of(spec) for spec in able}
    zeros: list[Zero] = []
    for context in reading.contexts:
        if not _denies(context) or _not_ours(context) or not_applicable(context):
            continue
        if context.mention.kind is MentionKind.DENIAL and _counted(reading, context):
            continue
        clause = clause_of(reading.folded, context)
        found = [h for spec in able for h in _hits(context, clause, spec, names[spec.pointer])]
        zeros += [
            Zero(context.mention.index, hit.spec.pointer, _DECLARED if hit.declared else _NAMED)
            for hit in denied(_told_apart(found, context, names), clause)
            if _in_time(hit, context, clause.text)
        ]
    return zeros


def _denies(context: Context) -> bool:
    """Whether words deny something, or a 0 is printed for several things: 复议、诉讼均为0件."""
    if context.mention.kind is MentionKind.NUMBER:
        return context.mention.value == 0 and context.phrase.shared and not context.table
    return context.mention.kind is MentionKind.DENIAL


def _not_ours(context: Context) -> bool:
    d = context.discourse
    return d.other_year or (d.wider and context.distinct)


def _in_time(hit: Hit, context: Context, text: str) -> bool:
    """Whether what is denied is of this year, or its own name says that it is of another one."""
    word, d = text[hit.start : hit.end], context.discourse
    return not ((d.plan and not _NEXT.search(word)) or (d.past and not _LAST.search(word)))


def _counted(reading: Reading, context: Context) -> bool:
    """Whether the denial only describes what is counted: 查无此信息的7件, 3件未开庭."""
    text, phrase = reading.folded.text, context.phrase
    start = reading.folded.at(context.mention.span.start)
    for other in reading.contexts:
        if (
            other.mention.kind is MentionKind.DENIAL
            or abs(other.mention.index - context.mention.index) > 3
        ):
            continue
        first = reading.folded.at(other.mention.span.start)
        last = reading.folded.at(other.mention.span.end - 1) + 1
        if first >= phrase.end:
            between = text[phrase.end : first]
            one = other.mention.value == 1 and between == ""
            if not one and not re.search(r"[，：:；;。\n]", between):
                return True
        elif last <= start and (other.mention.unit or "") not in _TIMES:
            every = _EVERY.search(text[last : phrase.end])
            if not every and not _COUNTED_AHEAD.search(text[last:start]):
                return True
    return False


def _hits(context: Context, clause: Clause, spec: FieldSpec, names: Names) -> list[Hit]:
    generic = names.groups[0] if names.groups else ()
    words = tuple(normal(w) for w in spec.extract.zero_by)
    unlike = any(holds(context.own, w) for w in names.unlike)
    declared = bool(words)
    if not words and not unlike and _announced(context, names):
        words = names.names
    elif not unlike:
        words += _below(context, names)
    return [
        Hit(spec, at, end, declared, any(word in g or word.endswith(g) for g in generic))
        for word in words
        for at, end in _found(clause.text, word)
    ]


def _found(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands, in full or sharing its end with the words after it: 当面和传真申请."""
    for at in places(text, word):
        yield at, at + len(word)
    for k in range(1, len(word)):
        first, last = word[:k], word[k:]
        parts = (len(first) > 1 and len(last) > 1) or first.isascii()
        if parts and first in text and last in text:
            shared = rf"{re.escape(first)}(?={_AND}[^，。；的]{{0,12}}?{re.escape(last)})"
            for match in re.finditer(shared, text):
                yield match.span()


def _below(context: Context, names: Names) -> tuple[str, ...]:
    """The field's short names, if the words that they need stand above: 发布会2次，局长没有出席."""
    for above in (context.own, context.lead, context.sentence):
        if any(holds(above, w) for w in names.under):
            return names.short
    return ()


def _announced(context: Context, names: Names) -> bool:
    words = names.groups[0] if names.groups else ()
    texts = (context.own, context.sentence, context.headings, context.paragraph)
    return any(holds(text, w) for w in words for text in texts) or not words


def _told_apart(hits: list[Hit], context: Context, names: dict[Pointer, Names]) -> list[Hit]:
    """Without the hits of a word that belongs to a group announced nearer: 诉讼…没有被纠正."""
    rivals = {h.spec.group: names[h.spec.pointer].groups[0] for h in hits if h.spec.inside[1:]}
    near = group_nearness(context, rivals)
    above = {h.spec.pointer: _last_under(context, names[h.spec.pointer]) for h in hits}

    def rank(hit: Hit) -> tuple[float, int]:
        return near.get(hit.spec.group, 0.0), above[hit.spec.pointer]

    kept = []
    for hit in hits:
        same = [h for h in hits if (h.start, h.end) == (hit.start, hit.end)]
        fields = {h.spec.pointer for h in same}
        if len(fields) == 1 or (rank(hit) == max(map(rank, same)) and rank(hit)[0] > 0):
            kept.append(hit)
    return kept


def _last_under(context: Context, names: Names) -> int:
    """How near the word that a short name needs stands: later is nearer."""
    ahead = f"{context.sentence}{context.lead}{context.own}"
    return max((last_place(ahead, w) for w in names.under), default=-1)
