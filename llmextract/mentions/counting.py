"""Whether a Chinese numeral is a count or a part of a word: 一级, 一线, 统一, 几十 are no counts."""

from __future__ import annotations

import re

from llmextract.numerals import DIGITS, MULTIPLIERS

_UNITS = (  # a Chinese numeral is a count only with these
    "件 份 宗 起 例 条 项 个 篇 期 则 封 笔 次 场 回 人 名 位 人次 件次 条次 处 所 家 间 台 块 户 辆 部 册 卷 页 "
    "元 种 批 个人 场次 桩 届 轮 本 岁 天 个工作日 个月 小时 分钟 亩 倍 公里 类 班 堂 讲 班次 幅 张 票 通 余人 趟 "
    "期次 座"
)
_COUNTING = frozenset(_UNITS.split())
_ONE_OF = frozenset("个种条项批类位本部次期届")  # 一个 is an article, unless a stop follows
_STOPS = ("，", "。", "；", "、", "）", "（", "", "\n")
_WORDS = re.compile(  # words that begin like a count
    r"[一两](?:次性|个劲|部分|件事|家人|条龙|把手|张网|名一|位一|起(?![，。、；)）]|引|数))"
)
_AHEAD = re.compile(r"(?:[第同唯统万专单之其每某逐进更再任上下这那哪又]|任何)$")
_ANOTHER = re.compile(r"另[一两二三](?![件起宗例份封])")  # 另一个, 另一方面; not 另一件不予受理
_HELD = re.compile(r"(?:[办织行展]了?|[办开]过)$")  # 办了一期培训班: that is a count
_VAGUE = "几数上成好"  # 几十件, 数百人


def is_count(text: str, start: int, digits: str, unit: str, end: int) -> bool:
    """Whether the numeral `digits` at `start`, with its unit up to `end`, counts something."""
    ahead = text[max(0, start - 2) : start]
    if not _stands_free(ahead, digits) or unit not in _COUNTING or _WORDS.match(text, start):
        return False
    if all(c in MULTIPLIERS for c in digits) and digits != "十":
        return False  # 百件, 千万人: a hundred is 一百
    if _neighbours(digits) or _ANOTHER.match(text, start - 1):
        return False
    held = unit == "期" and _HELD.search(ahead)
    article = digits == "一" and unit in _ONE_OF and not held
    return not article or text[end : end + 1] in _STOPS


def is_bare_count(text: str, start: int, digits: str) -> bool:
    """Whether a numeral without a unit, before a stop, is a number: 其中，当面三十五，网络二十。"""
    ahead = text[max(0, start - 2) : start]
    quoted = ahead[-1:] in ("第", "“", "《")
    listed = len(digits) >= 2 or ahead[-1:] == "的"  # 按时的三十六，延期的三
    return listed and not quoted and _stands_free(ahead, digits)


def _stands_free(ahead: str, digits: str) -> bool:
    if digits[0] in MULTIPLIERS and ahead[-1:] and ahead[-1] in _VAGUE:
        return False
    if ahead[-1:] == "第":
        return False
    return len(digits) > 1 or not _AHEAD.search(ahead)


def _neighbours(digits: str) -> bool:
    """三四件 is three or four."""
    return (
        len(digits) == 2
        and digits[0] in DIGITS
        and digits[1] in DIGITS
        and DIGITS[digits[1]] == DIGITS[digits[0]] + 1
        and DIGITS[digits[0]] > 0
    )
