"""Zeros said in words: which fields a denial empties.

`未发生因政府信息公开申请行政复议、提起行政诉讼` denies two events and mentions a third (申请) that only
describes them.  Chinese is head-final, so a word counts as denied if it ends the denied phrase or
is joined to the next denied word by 、和及与.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.linking.candidates import Reading
from llmextract.linking.features import Context
from llmextract.linking.lexicon import Names, holds, names_of, normal, places
from llmextract.schema import FieldSpec
from llmextract.types import MentionKind, Pointer

_JOINED = re.compile(r"[、，,和及与或以]|\b(?:or|and|nor)\b|等|提起|引发|引起|发生|收取|以及")
_NEGATION = re.compile(r"未曾|从未|未|没有?|不存在|无|零|免|分文|\b(?:no|none|not|nil|without)\b")
_FUNCTION = re.compile(
    r"[，、。：的了过也均都皆亦各数量情况事件案项次人]|全年|本年度?|一年到头|一年来|年内|至今|上述|以上|发生|出现|收到|产生|存在|有|为|一[分起件例桩宗次份]?|钱|任何|情形|现象|问题|受理|\d+年里?|之事?"
)


_DECLARED = 2.5  # log-odds of a zero whose event the schema declares
_NAMED = 1.5  # and of one that is only called by a name of the field


@dataclass(frozen=True, slots=True)
class Zero:
    """A field that a denial makes zero, with log-odds to weigh it against numbers."""

    mention: int
    pointer: Pointer
    log_odds: float


@dataclass(frozen=True, slots=True)
class _Hit:
    spec: FieldSpec
    start: int
    end: int
    declared: bool  # by `zero_by`, the event itself, rather than by a name of the field


def find_zeros(reading: Reading, fields: tuple[FieldSpec, ...]) -> list[Zero]:
    """Zeros that denials state, the same field possibly more than once."""
    names = {spec.pointer: names_of(spec) for spec in fields}
    zeros: list[Zero] = []
    for context in reading.contexts:
        if context.mention.kind is not MentionKind.DENIAL or _not_ours(context):
            continue
        hits = [h for spec in fields for h in _hits(context, spec, names[spec.pointer])]
        zeros += [
            Zero(context.mention.index, hit.spec.pointer, _DECLARED if hit.declared else _NAMED)
            for hit in _denied(hits, context.own)
        ]
    return zeros


def _not_ours(context: Context) -> bool:
    d = context.discourse
    return d.plan or d.past or d.other_year or (d.wider and context.distinct)


def _hits(context: Context, spec: FieldSpec, names: Names) -> list[_Hit]:
    if spec.extract.unit in ("%", "‰"):
        return []
    declared = tuple(normal(w) for w in spec.extract.zero_by)
    hits = [
        _Hit(spec, at, at + len(word), True)
        for word in declared
        for at in places(context.own, word)
    ]
    unlike = any(holds(context.own, w) for w in names.unlike)
    if not hits and not unlike and _announced(context, names):
        hits = [
            _Hit(spec, at, at + len(word), False)
            for word in names.names
            if len(word) > 2 or declared == ()
            for at in places(context.own, word)
        ]
    return hits


def _announced(context: Context, names: Names) -> bool:
    words = names.groups[0] if names.groups else ()
    texts = (context.own, context.sentence, context.headings, context.paragraph)
    return any(holds(text, w) for w in words for text in texts) or not words


def _denied(hits: list[_Hit], text: str) -> list[_Hit]:
    """The hits that are denied themselves: the longest at each place, heads not modifiers."""
    longest = [
        h
        for h in hits
        if not any(
            o.start <= h.start and h.end <= o.end and (o.end - o.start) > (h.end - h.start)
            for o in hits
        )
    ]
    longest.sort(key=lambda h: (h.start, h.end))
    negation = _NEGATION.search(text)
    if negation is None:
        return []
    kept: dict[Pointer, _Hit] = {}
    for hit in longest:
        if hit.end <= negation.start() and not _subject(text, hit, longest, negation):
            continue
        following = [o.start for o in longest if o.start >= hit.end]
        between = text[hit.end : min(following)] if following else None
        if between is None or _JOINED.search(between) or _NEGATION.search(between):
            kept.setdefault(hit.spec.pointer, hit)
    return list(kept.values())


def _subject(text: str, hit: _Hit, hits: list[_Hit], negation: re.Match[str]) -> bool:
    """Whether what stands before the negation is what it denies: nothing else may follow it, and
    between the two only other denied events and words without content (or it opens the clause)."""
    behind = _NEGATION.sub("", text[negation.start() :])
    for about in hit.spec.inside[1:]:  # 传真渠道未收到申请: the group may be named again
        for word in sorted((about.label, *about.aliases), key=len, reverse=True):
            behind = behind.replace(normal(word), "")
    if len(_FUNCTION.sub("", behind)) > 1:  # 人员无变动 denies a change
        return False
    between = text[hit.end : negation.start()]
    for other in hits:
        if other.start >= hit.end and other.end <= negation.start():
            between = between.replace(text[other.start : other.end], "")
    listed = "、" in between and len(between.rpartition("，")[2]) <= 8
    return hit.start <= 2 or listed or len(_FUNCTION.sub("", between)) <= 3
