"""Digits that are not data: dates, references, addresses, list numbers, ordinals."""

from __future__ import annotations

import re

from llmextract.numerals import CHINESE

_CN = "〇零○一二三四五六七八九十"
_PATTERNS = (
    # dates, years, spans of years, parts of dates, clock times
    rf"(?:[12]\d{{3}}|[{_CN}]{{4}})年(?:度)?(?:(?:\d{{1,2}}|[{_CN}]{{1,3}})月)?(?:(?:\d{{1,2}}|[{_CN}]{{1,3}})日)?",
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?",
    r"[12]\d{3}\s?[-—–~至到]\s?[12]\d{3}(?:学?年度?)?",
    rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})月(?:份|底|初|末|中旬|上旬|下旬|(?:\d{{1,2}}|[{_CN}]{{1,3}})日)?(?![报会刊])",
    r"\d{1,2}日(?![均常])",
    r"\d{1,2}:\d{2}(?::\d{2})?",
    # 文号 and 第…
    r"[〔\[(（【]\s?\d{4}\s?[〕\])）】]\s?(?:第\s?)?\d+\s?号",
    rf"第\s?(?:\d+|[{CHINESE}]+)\s?[条款项章节次届位名期号届页家批季代版组类届场个]?(?:（[{CHINESE}]+）项?)?",
    r"\d+号(?:令|文|院|楼|公告|线|$)?",
    # addresses, telephones, postcodes, licences, index numbers, versions
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+",
    r"(?:电话|传真|手机|邮编|邮政编码|热线|Tel|Fax|Phone)(?:号码)?\s?[:：]\s?[\d\-（）() 转、,]+",
    r"\(?0\d{2,3}\)?[-－—]\d{7,8}(?:[-转]\d+)?|1[3-9]\d{9}(?!\d)|(?<!\d)(?:12345|123\d{2}|96\d{3,4}|955\d{2}|400-\d{3}-\d{4})(?![\d,]|[条件次个人])",
    r"ICP备\s?\d+号?(?:-\d+)?|公网安备\s*\d+号?|(?:标识码|备案号|许可证号?|索引号?|编号|邮编|信用代码)\s?[:：]?\s?[A-Za-z0-9\-/]+",
    r"[A-Za-z]+[\-_/]?\d[\dA-Za-z\-_/]*|\d+[A-Za-z][\dA-Za-z]*",
    # list numbers at the head of a line or behind a stop
    r"(?m:^\s*\d{1,2}[、．.](?!\d))|(?<=[。；：\s])\d{1,2}[、．](?!\d)|[（(]\d{1,2}[）)]",
    # names made with numbers
    rf"[“《「][^”》」]{{0,12}}?[\d{CHINESE}]+[^”》」]{{0,12}}[”》」](?![\d])",
    # ratios and scores
    r"\d+(?:\.\d+)?[:∶/]\d+(?:\.\d+)?(?=[^\d])",
)
_NOISE = tuple(re.compile(p) for p in _PATTERNS)


def noise_spans(text: str) -> list[tuple[int, int]]:
    """Spans of a folded text whose digits are no values, sorted, may overlap."""
    return sorted(m.span() for pattern in _NOISE for m in pattern.finditer(text))
