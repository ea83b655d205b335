"""The phrase a number stands in, cut free from its neighbours and masked.

`论来路，信函十六件，电子邮件和网上提交九件，登门递交四件` holds three numbers; the third one's phrase
is `登门递交N件` and its topic is `依申请公开 › 论来路`.  A model that would confuse the neighbours
judges such a phrase well, and the judgement holds wherever the phrase recurs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.fold import Folded
from llmextract.linking.parallel import parallel_labels
from llmextract.mentions.pieces import FULL_STOP
from llmextract.types import Mention, MentionKind, Section

_LATIN_STOP = re.compile(FULL_STOP)
_HARD = "。！？!?；;\n\t"
_SOFT = "，：:（()）,|｜"
_CHANGE = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:增加|增|扩大|扩充|扩|调整|提高|升|上升|减少|减|降|降低|下降|改|变|发展|充实|补充|增补)(?:到了?|至|为|成)"
)
_ROW_MARK = re.compile(
    r"\s*(?:其中[:：]?)?\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)．.、]|第[一二三四五六七八九十]+[条项])?\s*"
)
_WITHOUT_SUBJECT = re.compile(
    r"(?:全年|本年度?|一年到头|一年来?|年内|至今|里|\d+年|均|都|也|亦|各|以上|上述|[一半][件起例桩宗次])+"
)
_WITHOUT_EVENT = re.compile(r"(?:未|没有?|无|零|为|发生|收到|出现|产生|有|曾|过|情况|前|停用)+")
_FRAME = re.compile(
    r"(?:当中|其中|中|里头?|之内|内|方面|[分看讲说]|来源|途径|渠道|方式|统计|结果|情况|理由|原因|缘由)$"
)
_HEAD_LIMIT = 24  # characters of a topic piece


@dataclass(frozen=True, slots=True)
class Phrase:
    """`own` has the mention as N; `topic` runs from the outermost heading to the nearest parent.

    `before` is the sentence up to the phrase, `sentence` all of it (both folded, unmasked).
    `parent` is the index of the number that this one breaks down or belongs to, if any.
    """

    mention: int
    own: str
    left: str
    right: str
    topic: tuple[str, ...]
    before: str
    sentence: str
    parent: int | None
    start: int  # of the phrase and of the mention's end, in the folded view
    end: int

    @property
    def shared(self) -> bool:
        """Whether one number is told of several things: 建议、提案各N件, 办结率、满意率均为N%."""
        return bool(re.search(r"(?:各为?|均为?|都是?|皆|双双|同为|也是|同样)$", self.left))

    @property
    def masked(self) -> str:
        """The form in which a model sees it, and judgements are kept."""
        return " › ".join((*self.topic, self.own))


@dataclass(frozen=True, slots=True)
class _Place:
    mention: Mention
    start: int  # in the view
    end: int


def distill(
    folded: Folded, sections: tuple[Section, ...], mentions: tuple[Mention, ...]
) -> dict[int, Phrase]:
    """The phrase of every number, percentage and denial, by mention index."""
    wanted = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)
    places = [
        _Place(m, folded.at(m.span.start), folded.at(m.span.end - 1) + 1)
        for m in mentions
        if m.kind in wanted
    ]
    text = _LATIN_STOP.sub("。", folded.text)  # one stop for all languages, in its place
    rows = parallel_labels(text, [(p.start, p.end) for p in places])
    phrases: dict[int, Phrase] = {}
    for n, place in enumerate(places):
        previous = places[n - 1] if n else None
        following = places[n + 1] if n + 1 < len(places) else None
        phrases[place.mention.index] = _phrase(
            text, sections, place, previous, following, phrases, rows.get(n)
        )
    return phrases


def _phrase(
    text: str,
    sections: tuple[Section, ...],
    place: _Place,
    previous: _Place | None,
    following: _Place | None,
    done: dict[int, Phrase],
    label: str | None,
) -> Phrase:
    if place.mention.kind is MentionKind.DENIAL:
        low, high = _denial_bounds(text, place, previous.end if previous else 0)
        own = text[low:high].strip(" 、，\u3000")
        left, right = own, ""
    else:
        low, high = _bounds(text, place, previous, following)
        left = _clean(text[low : place.start])
        right = _clean(text[place.end : high])
        if previous and previous.mention.index in done and _same_clause(text, previous, place):
            left = _inherited(done[previous.mention.index], left)
        if label:
            left, right = label, ""
        elif not left and not right:
            left = _clause_ahead(text, low, previous.end if previous else 0)
        own = _joined(left, _mask(place.mention), right)
    start = _sentence_start(text, place.start)
    end = _sentence_end(text, place.end)
    before = text[start:low]
    parent = _parent(text, place, low, start, previous)
    return Phrase(
        mention=place.mention.index,
        own=own,
        left=left,
        right=right,
        topic=_topic(sections, place, before, _bracket_parent(text, place, previous, done)),
        before=before,
        sentence=text[start:end],
        parent=parent.mention.index if parent else None,
        start=low,
        end=place.end,
    )


def _joined(*parts: str) -> str:
    """Parts of a phrase side by side, with a blank between Latin ones."""
    own = ""
    for part in parts:
        apart = own[-1:].isascii() and part[:1].isascii() and own and part
        own += f" {part}" if apart else part
    return own


def _clause_ahead(text: str, low: int, floor: int) -> str:
    """The clause before a number that stands alone between commas: 危及公共安全的，7件；."""
    end = low
    while end > floor and text[end - 1] in "，、：: \u3000":
        end -= 1
    start = end
    while start > floor and text[start - 1] not in _HARD + "，：:":
        start -= 1
    return _clean(text[start:end])


def _same_clause(text: str, previous: _Place, place: _Place) -> bool:
    return not re.search(rf"[{re.escape(_HARD + _SOFT)}、]", text[previous.end : place.start])


def _inherited(earlier: Phrase, left: str) -> str:
    """The words of the number before, where this one has none or says what it changed to."""
    if _CHANGE.fullmatch(left):
        return (
            re.sub(
                r"(?:由|从|自)(?:原来的?|原有的?|原|过去的?|上年的?|去年的?)?$", "", earlier.left
            )
            + left
        )
    return left or earlier.left


def _mask(mention: Mention) -> str:
    if mention.kind is MentionKind.PERCENT:
        return "N%"
    unit = mention.unit or ""
    return f"N {unit}" if unit.isascii() and unit else f"N{unit}"


def _clean(piece: str) -> str:
    piece = re.sub(r"^[、，：:\s\u3000]+|[\s\u3000]+$", "", piece)
    return (
        re.sub(r"(?:共计|总计|合计|累计|共|约|近|达到|达|为|有|超过|突破|逾|超)+$", "", piece)
        or piece
    )


def _bounds(
    text: str, place: _Place, previous: _Place | None, following: _Place | None
) -> tuple[int, int]:
    """Where the phrase begins and ends: at stops, commas, brackets and neighbouring numbers."""
    low = place.start
    floor = previous.end if previous else 0
    row = _row_start(text, place.start)
    if row is not None and row >= floor:
        return row, place.end
    depth = 0
    while low > floor:
        c = text[low - 1]
        if c in "）)":
            depth += 1
        elif c in "（(" and depth:
            depth -= 1
        elif c in _HARD or (not depth and c in _SOFT and not _thousands(text, low - 1)):
            break
        low -= 1
    if previous and low == floor and low < place.start and text[low] != "、":
        low = _after_tail(text, low, place.start)
    high = place.end
    ceiling = following.start if following else len(text)
    while high < ceiling and text[high] not in _HARD + _SOFT + "、":
        high += 1
    if following and high == ceiling and high > place.end:
        high = _before_lead(text, place.end, high)
    return low, high


def _row_start(text: str, at: int) -> int | None:
    """Where the label of a table's row begins, if the number ends a row of cells."""
    line = text.rfind("\n", 0, at) + 1
    ahead = text[line:at]
    if "\t" not in ahead and not re.search(r"\S {2,}$|\S {2,}\S+ +$", ahead):
        return None
    mark = _ROW_MARK.match(ahead)
    return line + (mark.end() if mark else 0)


def _thousands(text: str, at: int) -> bool:
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def _after_tail(text: str, low: int, high: int) -> int:
    """Behind a neighbouring number: skip the words up to 、 that still belong to that one."""
    comma = text.rfind("、", low, high)
    return comma + 1 if comma >= 0 and comma + 1 < high else low


def _before_lead(text: str, low: int, high: int) -> int:
    """Before a neighbouring number without a stop between: keep only words bound to this one."""
    return (
        high
        if text[low] == "的" or re.match(r"[\u4e00-\u9fff]{1,4}$", text[low:high]) is None
        else low
    )


def _denial_bounds(text: str, place: _Place, floor: int) -> tuple[int, int]:
    """The denying clause, widened over clauses that hold only its subject."""
    low = place.start
    while low > 0 and text[low - 1] not in _HARD + "，：:":
        low -= 1
    high = place.end
    while high < len(text) and text[high] not in _HARD + "，：:":
        high += 1
    if _needs_subject(text[low : place.start], text[place.start : high]):
        back = low - 1
        while back > 0 and text[back - 1] not in _HARD:
            back -= 1
        low = max(back, min(low, max(low - 60, floor)))
    return low, high


def _needs_subject(ahead: str, denial: str) -> bool:
    """Whether a denial has its subject in an earlier clause: 一件也没有, 均未发生, 停用前也没有收到."""
    bare = _WITHOUT_EVENT.sub("", _WITHOUT_SUBJECT.sub("", ahead + denial))
    return len(bare) <= 3


def _sentence_start(text: str, at: int) -> int:
    while at > 0 and text[at - 1] not in "。！？!?\n":
        at -= 1
    return at


def _sentence_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in "。！？!?\n":
        at += 1
    return at


def _parent(
    text: str, place: _Place, low: int, start: int, previous: _Place | None
) -> _Place | None:
    """The number just before in the same sentence, if this one is said to be a part of it."""
    if previous is None or previous.end <= start or previous.mention.kind is MentionKind.DENIAL:
        return None
    return previous


def _topic(
    sections: tuple[Section, ...], place: _Place, before: str, parent: Phrase | None
) -> tuple[str, ...]:
    """Heading, then the sentence's lead: what a reader has in mind on reaching the phrase."""
    path = sections[place.mention.section].path
    pieces = [path[-1][:_HEAD_LIMIT]] if path else []
    lead = parent.own[-_HEAD_LIMIT:] if parent else _lead(before)
    if lead:
        pieces.append(lead)
    return tuple(pieces)


def _bracket_parent(
    text: str, place: _Place, previous: _Place | None, done: dict[int, Phrase]
) -> Phrase | None:
    """The number that an open bracket around this one explains: 访谈3期（局长1期，副局长2期）."""
    at = place.start - 1
    while at >= 0 and text[at] not in "（(）)。！？\n":
        at -= 1
    if at <= 0 or text[at] not in "（(" or previous is None:
        return None
    for phrase in reversed(list(done.values())):
        if phrase.end == at or (phrase.end < at and "，" not in text[phrase.end : at]):
            return phrase if phrase.end > at - 12 else None
    return None


def _lead(before: str) -> str:
    """What the sentence ahead says the phrase is about, its numbers masked.

    The nearest piece that frames what follows (…中, …里, …方面, 按来源分), else the piece that
    opens the part between semicolons, else the one that opens the sentence.
    """
    for part in (before.rpartition("；")[2], before):
        pieces = [p.strip(" \u3000、") for p in re.split(r"[，；：:（()）]", part)]
        pieces = [p for p in pieces if p]
        framing = [p for p in pieces if _FRAME.search(p)]
        if framing:
            return _shorten(framing[-1])
        if pieces:
            return _shorten(pieces[0])
    return ""


def _shorten(piece: str) -> str:
    masked = re.sub(r"\d[\d,.]*[余多]?[万亿]?", "N", piece)
    if masked.isascii() and len(masked) > 2 * _HEAD_LIMIT:  # Latin words are longer, and kept whole
        return masked[-2 * _HEAD_LIMIT :].partition(" ")[2]
    return masked if masked.isascii() else masked[-_HEAD_LIMIT:]
