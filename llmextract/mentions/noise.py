"""Digits that are not data: years, references, addresses, list numbers, ordinals, names.

Every pattern begins where no digit or letter of its own kind stands before it and is bounded in
length, so that a text of any one character costs linear time.
"""

from __future__ import annotations

import re
from itertools import chain

from llmextract.mentions import units
from llmextract.mentions.dates import MONTHS, find_dates
from llmextract.mentions.names import find_references, find_titles
from llmextract.numerals import CHINESE

_CN = "[〇零○一二三四五六七八九十]"
_DAY = rf"(?:\d{{1,2}}|{_CN}{{1,3}})"  # a day or a month
_ALONE = r"(?<![\d.,])"
_NO_UNIT = rf"(?!\d|\s?(?:[%‰余多万亿]|{units.PATTERN}))"  # behind what could be counted otherwise
_LABEL = r"\s?[:：]?\s?"

_CALENDAR = (
    rf"(?:(?<!\d)[12]\d{{3}}|(?<!{_CN}){_CN}{{4}})年(?:度)?(?:{_DAY}月)?(?:{_DAY}日)?",
    r"(?<!\d)\d{4}[-/.]\d\d?[-/.]\d\d?(?:\s\d\d?:\d\d(?::\d\d)?)?",
    r"(?<!\d)[12]\d{3}\s?[-—–~至到]\s?[12]\d{3}(?!\d)(?:学?年度?)?",  # 2014-2015
    # 3月份, 十二月底, 3月5日
    rf"(?<!\d){_DAY}月(?:份|底|初|末|[上中下]旬|{_DAY}日)?",
    r"(?<!\d)\d\d?日(?![均常])",
    r"(?<!\d)\d\d?:\d\d(?::\d\d)?(?!\d)|(?<!\d)\d\d?\s?[ap]\.?m\b",
)
_ENGLISH_CALENDAR = (  # a year is told by the word ahead or behind: in 2019, 2019 annual report
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Yy]ear|FY|©)\s?(?:19|20)\d\d(?![\d,.]\d|\d)",
    r"(?<!\S)(?:19|20)\d\d(?=\s(?:annual|report|budget|fiscal|financial|season)\b)",
    rf"\b(?:{MONTHS})\.?\s(?:(?:19|20)\d\d|\d\d?(?:st|nd|rd|th)?)(?!\d)",
    rf"(?<!\d)\d\d?(?:st|nd|rd|th)?\s(?:{MONTHS})\b",
)
_ORDINALS = (
    r"[〔\[(（【]\s?\d{4}\s?[〕\])）】]\s?(?:第\s?)?\d{1,6}\s?号",  # 〔2017〕24号
    rf"第\s?(?:\d{{1,9}}|[{CHINESE}]{{1,9}})\s?[条款项章节次届位名期号页家批季代版组类场个]?"
    rf"(?:（[{CHINESE}]{{1,4}}）项?)?",
    r"(?<!\d)\d{1,6}号(?:令|文|院|楼|公告|线)?",
    r"(?<!\d)\d+(?:st|nd|rd|th)\b",
    r"#\s?\d[\dA-Za-z-]*",
    r"(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,6}(?!\d)",  # 3.2.1
)
_ADDRESSES = (
    r"(?:https?://|www\.)[\x21-\x7e]+",  # ends at a Chinese stop
    r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}",
    # a telephone number has four digits or more: 传真：3件 is a count
    r"(?:电话|传真|手机|邮编|邮政编码|热线|\b(?:[Tt]el|[Ff]ax|[Pp]hone|[Mm]obile)\.?)"
    rf"(?:号码)?\s?[:：]\s?[+(（]?\d[\d（）() 转、,-]{{3,40}}(?<=[\d）)]){_NO_UNIT}",
    r"(?<!\d)\(?0\d{2,3}\)?[-－—]\d{7,8}(?!\d)(?:[-转]\d{1,5})?|(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?<!\d)400-\d{3}-\d{4}|\+\d{1,3}[ -]\(?\d[\d ()-]{5,16}\d",
    # hotlines are told by the words around them; 12345件 is a count
    rf"(?<!\d)(?:123\d\d|95\d{{3}}|96\d{{3,4}}){_NO_UNIT}"
    r"(?=(?:[、和及]\d{5,6}){0,3}[”’]?[\u4e00-\u9fff]{0,14}(?:热线|平台|电话|专线))"
    r"|(?:拨打|致电|热线)\d{5,6}(?!\d)",
    r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b(?!,\d)",  # a state and its postal code
)
_NUMBERS_OF_THINGS = (
    rf"(?:ICP|[:：]\s?.)备{_LABEL}\d+\s?号?(?:-\d+)?|公网安备{_LABEL}\d+\s?号?",
    rf"(?:标识码|备案号|[证账卡]号|索引号|编号|邮编|信用代码){_LABEL}[A-Za-z0-9][A-Za-z0-9/-]*{_NO_UNIT}",
    rf"(?:许可证|索引)\s?[:：]\s?[A-Za-z0-9][A-Za-z0-9/-]{{3,}}{_NO_UNIT}",
    # Invoice No. 17 · PO# 4500 · Account number: 12-345; not number: 12
    r"\b(?:(?i:no|nos|nr|ref|reference|id|acct|account|sku|po|zip|postcode|code)"
    r"|(?i:invoice|order|account|policy|customer|serial|tracking|phone|reference)"
    r" (?i:no|number|id|code))\b\s?[.:#]{1,2}\s?[A-Za-z0-9][\w/-]*",
    # A4 · COVID-19 · 5G · 2a; not USD1,200, 5kg or $3bn
    rf"(?<![A-Za-z0-9.,])(?!(?:{units.CODES})\d)[A-Za-z]{{1,40}}[-_/]?\d[\dA-Za-z_/-]*",
    rf"{_ALONE}\d{{1,40}}(?!(?:{units.ATTACHED})(?![A-Za-z\d]))[A-Za-z][\dA-Za-z]*",
)
_READ = r"(?:浏览|阅读|访问|点击|查看)(?:次数|量|数)?"  # what a page's own counter says
_PAGE_WORDS = "字号|字体|打印|关闭窗口|收藏|纠错|分享到|视力"  # and what stands beside it
_COUNTERS = (
    rf"{_READ}\s?[:：]\s?\d{{1,9}}\s?次?(?=[^\n，。]{{0,40}}(?:{_PAGE_WORDS}))",
    rf"(?:{_PAGE_WORDS}|索引号|信息来源)[^\n，。]{{0,80}}?{_READ}\s?[:：]\s?\d{{1,9}}(?:\s?次)?",
    r"(?:今日|昨日|当前)(?:访问|在线)(?:量|人数|次数)?\s?[:：]?\s?\d{1,9}\s?[人次]?",
    r"(?m:^)总?访问量\s?[:：]\s?\d{1,12}(?=\s?[今昨]日访问)",
)
_LIST_NUMBERS = (
    r"(?m:^)[ \u3000]{0,20}\d\d?[、．.](?!\d)|(?<=[。；：\s])\d\d?[、．](?!\d)",
    r"(?<=\t)\d\d?\.(?!\d)|[（(]\d\d?[）)]",
)
_NAMES = (  # “五公开”, “12345”
    rf"[“「][^“”「」\n]{{0,12}}?[\d{CHINESE}]{{1,12}}[^“”「」\n]{{0,12}}[”」](?!\d)",
)
_RATIOS = (rf"{_ALONE}\d{{1,9}}(?:\.\d{{1,9}})?[:∶/]\d{{1,9}}(?:\.\d{{1,9}})?(?![\d:/])",)

_NOISE = tuple(
    re.compile(pattern)
    for pattern in chain(
        _CALENDAR, _ENGLISH_CALENDAR, _ORDINALS, _ADDRESSES, _NUMBERS_OF_THINGS,
        _COUNTERS, _LIST_NUMBERS, _NAMES, _RATIOS,
    )
)  # fmt: skip


def noise_spans(text: str) -> list[tuple[int, int]]:
    """Spans of a folded text whose digits are no values, in order and apart from each other."""
    found = [match.span() for pattern in _NOISE for match in pattern.finditer(text)]
    found += [(start, end) for start, end, _ in find_dates(text)]
    found += [(start, end) for start, end, _ in find_titles(text)]
    found += [(start, end) for start, end, _ in find_references(text)]
    return _merged(sorted(found))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
