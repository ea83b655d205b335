"""Numbers with their units and qualifiers, in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from llmextract.mentions import units
from llmextract.numerals import ARABIC, CHINESE, parse_number
from llmextract.types import MentionKind, Qualifier


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate in the view: its place, and what was read there."""

    kind: MentionKind
    start: int
    end: int
    raw: str
    value: Decimal
    unit: str | None
    qualifier: Qualifier


_BEFORE = (
    ("将近|接近|不足|不到|近|未满|nearly|almost|under|less than|fewer than", Qualifier.UNDER),
    (
        "超过|超出|突破|不少于|不低于|至少|逾|超|多达|at least|more than|over|exceeding",
        Qualifier.AT_LEAST,
    ),
    ("大约|约为|约|大概|平均约|about|around|approximately|some|roughly", Qualifier.ABOUT),
)
_BEFORE_RE = tuple((re.compile(rf"(?:{p})(?:了|达到|达|为|有)?\s*$", re.I), q) for p, q in _BEFORE)
_REACHED = re.compile(r"(?:达到|达|到)$")
_NEAR_WORDS = re.compile(r"(?:最|靠|附|临|亲|邻|远|新|相|贴|就)近$")

_CURRENCY = r"US\$|[$€£¥￥]|(?:USD|EUR|GBP|CNY|RMB|人民币)\s?"
_OVER = r"余|多|几|\+"
_NUMBER = re.compile(
    rf"(?P<currency>{_CURRENCY})?(?P<digits>{ARABIC})(?P<over1>{_OVER})?(?P<multiplier>[百千万亿]{{0,2}})"
    rf"(?P<over2>{_OVER})?(?P<unit>%|‰|{units.PATTERN}|\s?(?:USD|EUR|GBP|dollars|euros|percent|per cent))?"
    rf"(?P<after>余|多|以上|左右|上下)?"
)
_CHINESE = re.compile(
    rf"(?P<digits>(?:[{CHINESE}]|(?<=[十百千])[余多](?=[万亿]))+)(?P<over2>余|多|几)?(?P<unit>{units.PATTERN})"
    rf"(?P<after>余|多|以上|左右|上下)?"
)
_CHINESE_BARE = re.compile(
    r"(?P<digits>[二三四五六七八九]?[十百][一二三四五六七八九十百]*)(?=[、，；。）])"
)
_PERCENT = re.compile(rf"百分之(?P<digits>[{CHINESE}]+(?:点[{CHINESE}]+)?|{ARABIC})")
_ENGLISH_UNIT = re.compile(r"\s(?P<unit>[A-Za-z][a-z]{2,})")

# A Chinese numeral is a count only with these units: 一级 一类 一线 一批 are words.
_COUNTING = frozenset(
    ("件", "份", "宗", "起", "例", "条", "项", "个", "篇", "期", "则", "封", "笔", "次", "场", "回", "人", "名",
     "位", "人次", "件次", "条次", "处", "所", "家", "间", "台", "块", "户", "辆", "部", "册", "卷", "页", "元",
     "种", "批", "个人", "场次", "桩", "届", "轮", "本", "岁", "天", "个工作日", "个月", "小时", "分钟", "亩", "倍", "公里", "类",
     "班", "堂", "讲", "班次", "幅", "张", "票", "通", "余人", "趟", "期次", "座")
)  # fmt: skip
_WORDS_BEHIND = re.compile(
    r"[一两](?:次性|个劲|部分|件事|家人|条龙|把手|张网|名一|位一|起(?![，。、；)）]|引|数))"
)
_WORD_AHEAD = re.compile(
    r"(?:第|同|唯|统|万|专|单|之|其|每|某|另|逐|进|更|再|任|任何|上|下|这|那|哪|又)$"
)


def find_numbers(text: str) -> Iterator[Found]:
    """Numbers in a folded text, left to right; what is not data is for `noise` to drop."""
    taken = 0
    for match in _both(text):
        if match.start() < taken:
            continue
        found = _read(text, match)
        if found is not None:
            taken = found.end
            yield found


def _both(text: str) -> list[re.Match[str]]:
    matches: list[re.Match[str]] = []
    for pattern in (_PERCENT, _NUMBER, _CHINESE, _CHINESE_BARE):
        matches.extend(pattern.finditer(text))
    return sorted(matches, key=lambda m: (m.start(), -m.end()))


def _read(text: str, match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    start, end = match.start(), match.end()
    if match.re is _PERCENT:
        value = _percent(groups["digits"])
        if value is None:
            return None
        return Found(MentionKind.PERCENT, start, end, match[0], value, "%", _ahead(text, start, ""))
    if match.re in (_CHINESE, _CHINESE_BARE) and not _counts(text, match):
        return None
    digits = groups["digits"].replace("余", "").replace("多", "")
    value = parse_number(digits + (groups.get("multiplier") or ""))
    if value is None:
        return None
    unit = (groups.get("unit") or "").strip() or None
    currency = (groups.get("currency") or "").strip()
    if currency:
        unit = units.CURRENCIES.get(currency, currency)
    elif unit is None and match.re is _NUMBER:
        english = _ENGLISH_UNIT.match(text, match.end())
        unit = english["unit"] if english else None
    if unit in ("percent", "per cent"):
        unit = "%"
    over = "".join(groups.get(g) or "" for g in ("over1", "over2", "after"))
    if "余" in groups["digits"] or "多" in groups["digits"]:
        over += "余"
    qualifier = _ahead(text, start, over)
    kind = MentionKind.PERCENT if unit in ("%", "‰") else MentionKind.NUMBER
    if unit == "‰":
        value = value / 10
    if text[start - 1 : start] in "-+" and start and kind is MentionKind.NUMBER:
        before = text[start - 2 : start - 1]
        if text[start - 1] == "-" and (not before or before in "\t\n :："):
            start, value = start - 1, -value
    return Found(kind, start, end, text[start:end], value, unit, qualifier)


def _percent(digits: str) -> Decimal | None:
    whole, _, fraction = digits.partition("点")
    value = parse_number(whole)
    if value is None or not fraction:
        return value
    places = parse_number(fraction)
    return None if places is None else value + places / Decimal(10) ** len(fraction)


def _ahead(text: str, start: int, over: str) -> Qualifier:
    """The qualifier from what stands ahead of a number and around its unit (`over`)."""
    window = text[max(0, start - 12) : start]
    if over and over != "左右" and over != "上下":
        return Qualifier.AT_LEAST if over == "以上" else Qualifier.OVER
    if over in ("左右", "上下"):
        return Qualifier.ABOUT
    if _NEAR_WORDS.search(window):
        return Qualifier.EXACT
    for pattern, qualifier in _BEFORE_RE:
        if pattern.search(window):
            return qualifier
    stripped = _REACHED.sub("", window)
    for pattern, qualifier in _BEFORE_RE:
        if stripped != window and pattern.search(stripped):
            return qualifier
    return Qualifier.EXACT


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral is a count rather than a part of a word."""
    ahead, digits = text[max(0, match.start() - 2) : match.start()], match["digits"]
    if _WORD_AHEAD.search(ahead) and not (len(digits) > 1 and ahead[-1:] != "第"):
        return False
    if match.re is _CHINESE_BARE:
        return ahead[-1:] not in ("第", "“", "《") and len(digits) >= 2
    if match["unit"] not in _COUNTING or _WORDS_BEHIND.match(text, match.start()):
        return False
    if digits in ("千", "百", "万", "亿", "千万", "百万", "十") and digits != "十":
        return False
    behind = text[match.end() : match.end() + 1]
    return not (
        digits == "一"
        and match["unit"]
        in ("个", "种", "条", "项", "批", "类", "位", "本", "部", "次", "期", "届")
        and behind not in ("，", "。", "；", "、", "）", "（", "", "\n")
    )
