"""Which of the events that a clause names are denied in it.

`未发生因政府信息公开申请行政复议、提起行政诉讼` denies two events and mentions a third (申请) that only
describes them.  Chinese is head-final, so a word counts as denied if it ends the denied phrase or
is joined to the next denied word by 、和及与.  A word that narrows the head to a part of the same
group takes the denial over: 没有以传真方式提出的申请 denies 传真, not 申请.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.fold import Folded
from llmextract.linking.features import Context
from llmextract.linking.lexicon import bigrams, names_of, normal
from llmextract.schema import FieldSpec
from llmextract.types import MentionKind, Pointer

_KNOWN = 0.25  # share of a description's bigrams from which it is about the field
_JOINED = re.compile(r"以及|或者|[、，,和及与或]|\b(?:or|and|nor)\b")
_NEGATION = re.compile(
    r"未曾|从未|未|没有?|不存在|不曾|无|零|免|分文|\b(?:no|none|not|nil|without)\b"
)
_CUT = re.compile(
    r"(?:均|都|也|亦|皆|尚|并|又|更|还)*(?:未曾|从未|从来没有?|未|没有?|不存在|不曾|无一?|为零|是零|零|不(?!予|同意|属|是))"
    r"(?:任何|一[件起例桩宗次份个])?|(?i:\b(?:no|none|not|nil|without)\b ?)"
)
_FUNCTION = re.compile(
    r"[，、：。的了过也均都皆亦各数量情况事件案项次人]|全年|本年度?|一年到头|一年来|年内|至今|上述|以上"
    r"|发生|出现|收到|接到|产生|存在|有|为|一[分起件例桩宗次份]?|钱|任何|情形|现象|问题|受理|\d+年里?|之事?"
    r"|举办|举行|召开|开展|组织|参加|出席|到场|到会|参与|做|办|渠道|方式|形式|途径|方面|等|提出|提交"
    r"|轮上|轮到|统计|合计|总|件|本人|理由|原因|由"
)
_PUBLISHED = re.compile(r"公布|公开")
_AGENT = re.compile(r"人(?![数次员])|者|机关|机构|部门|窗口|点(?!击)|表格?|费(?!用)|方(?![式面])")
_NARROWER = re.compile(r"(?:其余|其他|其它|此类|这类|该类|该|此|次生|衍生|新出|重复)的?$")
_CALLED = re.compile(r"(?:登记|列|作|计|算|视|认定|界定)(?:为|作|入)$")  # 没有登记为申请
_CONDITION = re.compile(r"的?(?:情况|情形|前提|条件)下|的话|[^，。]{0,12}(?:之前|以前|时)$")
_CAUSE = re.compile(r"引起|引发|导致|造成|产生|因|由于|而")
_NEUTRAL = re.compile(
    r"公民|法人|其[他它]组织|组织|社会|公众|群众|个人|单位|网民|机关|部门|[本我][局厅委办镇乡县市区省府]|我"
    r"|专门|有关|相关|关于|针对|对|涉及|需要?|应当?|书面|具体|向"
)
_QUALIFIED = re.compile(r"反复|多次|恶意|大量|大规模|逾期|超期|以[内下外]")
_EACH = re.compile(r"(?:均|都|皆|各|全部|分别|同)?[为是]?$")
_ADVERBS = re.compile(r"(?:均|都|也|亦|皆|并|则|尚|又|更|还)+$")
_NOT_APPLICABLE = re.compile(r"不涉及|不适用|不存在此|not applicable", re.I)
_AGAIN = re.compile(r"再|此后|之后|其后|后来|以后")


@dataclass(frozen=True, slots=True)
class Clause:
    """A denying clause without its negation, which stood at `cut`."""

    text: str
    cut: int
    negation: str

    @property
    def behind(self) -> str:
        return self.text[self.cut :]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a field in a clause."""

    spec: FieldSpec
    start: int
    end: int
    declared: bool  # by `zero_by`, the event itself, rather than by a name of the field
    generic: bool  # a name of the whole group, which says nothing of the field's own


def clause_of(folded: Folded, context: Context) -> Clause:
    """The clause of a denial, normalised as `context.own` is."""
    start = folded.at(context.mention.span.start)
    ahead = normal(folded.text[context.phrase.start : start].lstrip(" 、，\u3000\n"))
    own = context.own
    if context.mention.kind is MentionKind.NUMBER:
        subject = _EACH.sub("", normal(context.phrase.left))
        if not _FUNCTION.sub("", subject):  # …而不同意公开的，均为0件
            subject = re.split(r"[；;]|\d[^，]*，", context.sentence)[-1] + subject
        return Clause(subject, len(subject), "")
    at = min(len(ahead), len(own))
    match = _CUT.search(own, at)
    if match is None or match.start() > at + 6:
        return Clause(own, at, own[at:])
    before = _ADVERBS.sub("", own[: match.start()])  # 一件 of 一件也没有 stays
    return Clause(before + own[match.end() :], len(before), own[at : match.end()])


def not_applicable(context: Context) -> bool:
    """Whether the sentence says that there is nothing to count: 本厅不编印公报，故不涉及."""
    return bool(_NOT_APPLICABLE.search(context.phrase.sentence))


def denied(hits: list[Hit], clause: Clause) -> list[Hit]:
    """The hits that are denied themselves, one for each field."""
    if _CONDITION.search(clause.behind):
        return []
    if _QUALIFIED.search(clause.text) or _AGAIN.search(clause.text):
        return []
    whole = sorted(_longest(hits), key=lambda h: (h.start, h.end))
    named = [h for h in whole if not _AGENT.match(clause.text, h.end)]
    objects = _objects([h for h in named if h.end > clause.cut], clause.text)
    subjects = [h for h in named if h.end <= clause.cut]
    kept: dict[Pointer, Hit] = {}
    for hit in _settled(subjects, objects, clause):
        restricted = _NARROWER.search(clause.text[: hit.start]) or _described(hit, clause)
        if not restricted and not _recalled(hit, clause.text):
            kept.setdefault(hit.spec.pointer, hit)
    return list(kept.values())


def _longest(hits: list[Hit]) -> list[Hit]:
    return [
        h
        for h in hits
        if not any(
            o.start <= h.start and h.end <= o.end and (o.end - o.start) > (h.end - h.start)
            for o in hits
        )
    ]


def _described(hit: Hit, clause: Clause) -> bool:
    """Whether words that the schema does not know restrict a head: 对食品安全的投诉."""
    ahead = _JOINED.split(clause.text[clause.cut : hit.start])[-1]
    if not ahead.endswith("的") or _CAUSE.search(ahead):
        return False
    names = names_of(hit.spec)
    known = bigrams(" ".join((*names.names, *(n for group in names.groups for n in group))))
    words = bigrams(_FUNCTION.sub("", _NEUTRAL.sub("", ahead)))
    return bool(words) and len(words & known) < len(words) * _KNOWN


def _recalled(hit: Hit, text: str) -> bool:
    return bool(_CALLED.search(text[: hit.start])) and hit.end == len(text.rstrip("。，"))


def _objects(hits: list[Hit], text: str) -> list[Hit]:
    """Heads behind the negation, or what narrows them to a part of their group."""
    heads: list[Hit] = []
    for hit in hits:
        following = [o.start for o in hits if o.start >= hit.end]
        between = text[hit.end : min(following)] if following else None
        if between is None or _JOINED.search(between) or _NEGATION.search(between):
            heads.append(hit)
    kept: list[Hit] = []
    for head in heads:
        narrow = [h for h in hits if _narrows(h, head, text)]
        kept += narrow or [head]
    return [h for h in kept if not any(_narrows(o, h, text) for o in hits)]


def _narrows(hit: Hit, head: Hit, text: str) -> bool:
    """Whether `hit` says which part of the same group `head` speaks of."""
    if hit.spec.group != head.spec.group or hit.spec.pointer == head.spec.pointer:
        return False
    if hit.end > head.start or hit.generic:
        return False
    between = text[hit.end : head.start]
    return "的" in between or not _JOINED.search(between)


def _settled(subjects: list[Hit], objects: list[Hit], clause: Clause) -> list[Hit]:
    """Of what stands before the negation and behind it, what is denied."""
    own = [h for h in subjects if not h.generic]
    narrowed = {h.spec.group for h in own}
    subjects = [h for h in subjects if not (h.generic and h.spec.group in narrowed)]
    kept = []
    for hit in objects:
        within = [s for s in own if s.spec.group == hit.spec.group]
        if not any(s.spec.pointer != hit.spec.pointer for s in within):
            kept.append(hit)
    general = [h for h in objects if h.generic]
    return kept + [h for h in subjects if _subject(h, subjects, general, clause, bool(kept))]


def _subject(
    hit: Hit, subjects: list[Hit], general: list[Hit], clause: Clause, taken: bool
) -> bool:
    """Whether what stands before the negation is what it denies: nothing else may follow it, and
    between the two only other denied events and words without content (or it opens the clause)."""
    if taken:
        return False
    behind = _NEGATION.sub("", clause.behind)
    for other in general:
        behind = behind.replace(clause.text[other.start : other.end], "")
    for about in hit.spec.inside[1:]:  # 传真渠道未收到申请: the group may be named again
        for word in sorted((about.label, *about.aliases), key=len, reverse=True):
            behind = behind.replace(normal(word), "")
    if len(_FUNCTION.sub("", _PUBLISHED.sub("", behind))) > 1:  # 人员无变动 denies a change
        return False
    between = clause.text[hit.end : clause.cut]
    for other in subjects:
        if other.start >= hit.end:
            between = between.replace(clause.text[other.start : other.end], "")
        if other is not hit and _narrows(hit, other, clause.text):
            continue
        if other is not hit and _narrows(other, hit, clause.text):
            return False
    listed = (
        bool(_JOINED.search(between)) and len(_FUNCTION.sub("", between.rpartition("，")[2])) <= 4
    )
    return hit.start <= 2 or listed or len(_FUNCTION.sub("", between)) <= 3
