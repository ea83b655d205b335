"""What a phrase says about time and scope: last year's figure, a rate, a plan, somebody else's.

Language knowledge (Chinese, a little English), nothing of a domain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.linking.phrases import Phrase

_PAST = re.compile(
    r"上一?年度?(?!结转|转入|转来|遗留|未|末)|去年|前年|往年|同期|同比|比\d{4}年|较\d{4}年|上年同|^前者|^后者|(?:由|从|自)(?:年初|上年|原来?|去年|过去|原有|开始)?的?N[^\\s，。]{0,2}$|(?:last|prior|previous) year|year before",
    re.I,
)
_DELTA = re.compile(
    r"(?:增长|增加|增幅|减少|下降|提高|上升|压减|压缩|降低|多|少|新增|净增|增减|增|减|涨)了?N|[比较][^，。]{2,16}(?:多|少|增|减|升|降)[^，。]{0,3}N|(?:increase[ds]?|decrease[ds]?|up|down|rose|fell|grew) (?:by )?N|N\S* ?\w* (?:more|less|fewer) than",
    re.I,
)
_RATE = re.compile(
    r"日均|月均|年均|周均|人均|平均|均次|每[日天月年周季次条期个人件名]|单[日条月次篇项]|最[高多大低长]|峰值|\d+月(?:份)?(?:一个月|当月)|\bper\b|\baverage|\bdaily|\bmonthly",
    re.I,
)
_PLAN = re.compile(
    r"计划|拟|力争|争取|目标|打算|预计|预期|不少于|确保|将要|明年|下一?年度?(?!度?继续)|新的一年|达到以上|planned|target|forecast|budgeted|expected|next year",
    re.I,
)
_PLAN_SECTION = re.compile(
    r"打算|计划|安排|下一?步|展望|设想|努力方向|今后|来年|明年|改进|下年|outlook|\bplans?\b", re.I
)
_WIDER = re.compile(
    r"全(?:县|市|省|区|州|国|旗|盟|镇|乡|系统|局系统|行业|厅系统|委系统)|系统内?|各(?:县|市|区|乡|镇|部门|地|单位|局|级|旗|盟|街道)"
    r"|下属|所属|直属|基层|乡镇|其他部门|另有|合计数|汇总|下级"
)
_OWN = re.compile(
    r"本级|[局厅委部署办会]机关|机关本级|本机关|本局|我局|本单位|我厅|本厅|本委|我委|本部门|机关本身|本办|我办|自身|本府"
)
_CUMULATIVE = re.compile(
    r"(?:累计|开通以来|上线以来|建站|以来|至今|自\d{4}年|四年多来|历年|历史|总库)|to date|cumulative|\bsince\b",
    re.I,
)
_SHARE = re.compile(r"占N%|占.{0,6}N%|占总|占比|N% of\b")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!\d?月)|\b(?:[Ii]n|[Ff]or|of) ((?:19|20)\d\d)(?!\w)")


@dataclass(frozen=True, slots=True)
class Discourse:
    """Each flag is 0 or 1; `wider` and `own` concern scope."""

    past: bool
    delta: bool
    rate: bool
    plan: bool
    wider: bool
    own: bool
    cumulative: bool
    share: bool
    other_year: bool


def read_discourse(phrase: Phrase, heading_path: tuple[str, ...], year: int | None) -> Discourse:
    """Flags for a phrase; `year` is the document's own year, if its title names one."""
    own, near = phrase.own, phrase.own + "".join(phrase.topic[-1:])
    lead = phrase.topic[-1] if phrase.topic else ""
    years = {int(m[1] or m[2]) for m in _YEAR.finditer(own)}
    other = bool(year and years and year not in years) and not re.search(r"结转|转入|遗留", own)
    in_plans = any(_PLAN_SECTION.search(h) and not re.search(r"问题|不足", h) for h in heading_path)
    return Discourse(
        past=phrase.replaced or bool(_PAST.search(own)),
        delta=bool(_DELTA.search(own)),
        rate=bool(_RATE.search(own)),
        plan=bool(_PLAN.search(own))
        or in_plans
        or bool(year and f"{year + 1}年" in near and not re.search(r"结转|转", own)),
        wider=bool(_WIDER.search(own)) or (bool(_WIDER.search(lead)) and not _OWN.search(own)),
        own=bool(_OWN.search(own)),
        cumulative=bool(_CUMULATIVE.search(own)),
        share=bool(_SHARE.search(own)),
        other_year=other,
    )
