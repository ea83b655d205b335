"""Measure words (量词), currencies and units, and which of them count the same kind of thing."""

from __future__ import annotations

import re
from types import MappingProxyType

_WORDS = MappingProxyType(  # kind of thing counted → units that count it, in no order
    {
        "item": "件 份 宗 起 例 条 项 个 篇 期 则 封 笔 类 桩 种 批 单 通 条次 件次 篇次 项次 部 本 册 "
        "部次 卷 页 幅 张 则次 稿 款 桩次 item items unit units piece pieces pcs copy copies",
        "time": "次 场 回 期 场次 届 轮 趟 讲 堂 班 遍 度 班次 time times",
        "person": "人 名 位 人次 余人 员 个人 person persons people",
        "place": "处 个 所 家 间 座 点 台 块 站 户 辆 部",
        "money": "元 CNY RMB",
        "percent": "%",
        "permille": "‰",
        "duration": "个工作日 工作日 个月 小时 个小时 分钟 秒 天 周 年 岁 日 个季度 周年 "
        "minute minutes hour hours day days week weeks month months year years",
        "measure": "平方公里 平方米 立方米 公里 千米 米 亩 公顷 吨 千克 公斤 倍 分 个百分点 百分点 票 级 "
        "度电 千瓦",
    }
)
KINDS = MappingProxyType({kind: tuple(words.split()) for kind, words in _WORDS.items()})

ALL = tuple(sorted({unit for units in KINDS.values() for unit in units}, key=len, reverse=True))
PATTERN = "|".join(re.escape(unit) for unit in ALL if not unit.isascii() and unit != "‰")

# Latin units that may stand against their number, and magnitudes that may where money is meant.
ATTACHED = "kg|mg|g|km|cm|mm|m|ml|l|t|kWh|MWh|kW|MW|KB|MB|GB|TB|h|x|k|K|M|bn|mn|USD|EUR|GBP|CNY|RMB"
CODES = "USD|EUR|GBP|CNY|RMB|JPY|CHF|AUD|CAD|NZD|SGD|HKD|INR|KRW|SEK|NOK|DKK"
_SIGNS = MappingProxyType(
    {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "元", "￥": "元", "RMB": "元"}
    | {"CNY": "元", "人民币": "元", "yuan": "元", "dollar": "USD", "euro": "EUR"}
)


def currency_of(printed: str) -> str:
    """The currency that a sign, code or word stands for: `USD` for $, `元` for RMB; others (HK$)
    stand for themselves."""
    return _SIGNS.get(printed) or _SIGNS.get(printed.lower().removesuffix("s"), printed)


_KINDS_OF = MappingProxyType(
    {unit: frozenset(kind for kind, counting in KINDS.items() if unit in counting) for unit in ALL}
)


def kinds_of(unit: str | None) -> frozenset[str]:
    """The kinds of thing that a unit may count; empty for None and for unknown units."""
    return _KINDS_OF.get(unit or "", frozenset())
