"""The phrase a number stands in, cut free from its neighbours and masked.

`论来路，信函十六件，电子邮件和网上提交九件，登门递交四件` holds three numbers; the third one's phrase
is `登门递交N件` and its topic is `依申请公开 › 论来路`.  A model that would confuse the neighbours
judges such a phrase well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from llmextract.fold import Folded
from llmextract.linking.bounds import (
    HARD,
    LONGEST,
    SOFT,
    Place,
    denial_bounds,
    phrase_bounds,
    sentence_end,
    sentence_start,
)
from llmextract.linking.leads import HEAD_LIMIT, lead_of
from llmextract.linking.parallel import parallel_labels
from llmextract.mentions.pieces import FULL_STOP
from llmextract.types import Mention, MentionKind, Section

_LATIN_STOP = re.compile(FULL_STOP)
_LEADING_OVER = re.compile(r"(?:共计|总计|合计|累计|共|约|近|达到|达|为|有|超过|突破|逾|超)+$")
_CHANGED_FROM = re.compile(
    r"(?:(?:由|从(?![业事属])|自(?![行办主有查筹建愿然动身己我]))[^，。；由从自]{0,14}?(?:的|时|底|末|初)?"
    r"|原来?(?:有|设|为)?|[较比]?(?:上年|去年|年初|过去)的?)$"
)
_CHANGE = re.compile(
    r"[，,]?(?:[\u4e00-\u9fff]{0,6}?(?:增加|增|扩大|扩充|扩|添置|添|加|涨|调整|提高|升|上升|减少|减|降|降低|下降|缩减|改|变|发展|充实|补充|增补|壮大|攀升|回落)"
    r"(?:到了?|至|为|成|作)|(?:现在?|今|如今|目前|年末|年底|岁末)(?:已?有|已?达|为|是|则?为)?)"
)
_TO_BRACKET = 12  # characters between a number and the bracket that explains it


@dataclass(frozen=True, slots=True)
class Phrase:
    """`own` has the mention as N; `topic` runs from the outermost heading to the nearest parent.

    `before` is the sentence up to the phrase, `sentence` all of it (both folded, unmasked).
    """

    mention: int
    own: str
    left: str
    right: str
    topic: tuple[str, ...]
    before: str
    sentence: str
    start: int  # of the phrase and of the mention's end, in the folded view
    end: int
    headed: bool = False  # whether the topic begins with a heading
    replaced: bool = False  # by the number that follows: 由N名 in 由4名增加为9名

    @property
    def shared(self) -> bool:
        """Whether one number is told of several things: 建议、提案各N件, 办结率、满意率均为N%."""
        return bool(re.search(r"(?:各为?|均为?|都是?|皆|双双|同为|也是|同样)$", self.left))

    @property
    def lead(self) -> tuple[str, ...]:
        """What the sentence ahead says of the topic, if it says anything."""
        return self.topic[self.headed :]


def distill(
    folded: Folded, sections: tuple[Section, ...], mentions: tuple[Mention, ...]
) -> dict[int, Phrase]:
    """The phrase of every number, percentage and denial, by mention index."""
    wanted = (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)
    places = [
        Place(m, folded.at(m.span.start), folded.at(m.span.end - 1) + 1)
        for m in mentions
        if m.kind in wanted
    ]
    text = _LATIN_STOP.sub("。", folded.text)  # one stop for all languages, in its place
    counted = [p for p in places if p.mention.kind is not MentionKind.DENIAL]
    names = parallel_labels(text, [(p.start, p.end) for p in counted])
    rows = {counted[n].mention.index: name for n, name in names.items()}
    phrases: dict[int, Phrase] = {}
    for n, place in enumerate(places):
        previous = places[n - 1] if n else None
        following = places[n + 1] if n + 1 < len(places) else None
        phrases[place.mention.index] = _phrase(
            text, sections, place, previous, following, phrases, rows.get(place.mention.index)
        )
    return phrases


def _phrase(
    text: str,
    sections: tuple[Section, ...],
    place: Place,
    previous: Place | None,
    following: Place | None,
    done: dict[int, Phrase],
    label: str | None,
) -> Phrase:
    if place.mention.kind is MentionKind.DENIAL:
        low, high = denial_bounds(text, place, previous.end if previous else 0)
        own = text[low:high].strip(" 、，\u3000")
        left, right = own, ""
    else:
        low, high = phrase_bounds(text, place, previous, following)
        ahead = text[low : place.start]
        left = _clean(ahead)
        right = _clean(text[place.end : high])
        floor = previous.end if previous else 0
        earlier = done.get(previous.mention.index) if previous else None
        if previous and earlier and _replaces(text, previous, place, earlier):
            left, low = _CHANGED_FROM.sub("", earlier.left), earlier.start
            floor = max((phrase.end for phrase in done.values() if phrase.end <= low), default=0)
            done[earlier.mention] = replace(earlier, replaced=True)
        elif previous and earlier and _same_clause(text, previous, place):
            left = left or earlier.left
        if label:
            left, right = label, ""
        elif not left and not right:
            left = _clause_ahead(text, low, floor)
        own = _joined(left, _mask(place.mention), right)
    start = sentence_start(text, place.start)
    end = sentence_end(text, place.end)
    before = text[start:low]
    return Phrase(
        mention=place.mention.index,
        own=own,
        left=left,
        right=right,
        topic=_topic(sections, place, before, _bracket_parent(text, place, previous, done)),
        before=before,
        sentence=text[start:end],
        start=low,
        end=place.end,
        headed=bool(sections[place.mention.section].path),
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
    while start > floor and text[start - 1] not in HARD + "，：:":
        start -= 1
    return _clean(text[start:end])


def _same_clause(text: str, previous: Place, place: Place) -> bool:
    return not re.search(rf"[{re.escape(HARD + SOFT)}、]", text[previous.end : place.start])


def _replaces(text: str, previous: Place, place: Place, earlier: Phrase) -> bool:
    """Whether a number is what the one before it became: 由4名增加为9名; 原有16处，今为22处."""
    between = text[previous.end : place.start].strip()
    return bool(_CHANGED_FROM.search(earlier.left) and _CHANGE.fullmatch(between))


def _mask(mention: Mention) -> str:
    if mention.kind is MentionKind.PERCENT:
        return "N%"
    unit = mention.unit or ""
    return f"N {unit}" if unit.isascii() and unit else f"N{unit}"


def _clean(piece: str) -> str:
    """Without outer marks, and without the words that only lead over to the number."""
    piece = re.sub(r"^[、，：:\s\u3000]+|[\s\u3000]+$", "", piece)
    return _LEADING_OVER.sub("", piece) or piece


def _topic(
    sections: tuple[Section, ...], place: Place, before: str, parent: Phrase | None
) -> tuple[str, ...]:
    """Heading, then the sentence's lead: what a reader has in mind on reaching the phrase."""
    path = sections[place.mention.section].path
    pieces = [path[-1][:HEAD_LIMIT]] if path else []
    lead = parent.own[-HEAD_LIMIT:] if parent else lead_of(before)
    if lead:
        pieces.append(lead)
    return tuple(pieces)


def _bracket_parent(
    text: str, place: Place, previous: Place | None, done: dict[int, Phrase]
) -> Phrase | None:
    """The number that an open bracket around this one explains: 访谈3期（局长1期，副局长2期）."""
    first = max(0, place.start - LONGEST)
    at = max(text.rfind(mark, first, place.start) for mark in "（(")
    closed = max(text.rfind(mark, first, place.start) for mark in "）)。！？\n")
    if previous is None or at <= max(closed, 0):
        return None
    ahead = next((phrase for phrase in reversed(done.values()) if phrase.end <= at), None)
    if ahead is None or at - ahead.end >= _TO_BRACKET or "，" in text[ahead.end : at]:
        return None
    return ahead
