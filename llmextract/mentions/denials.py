"""Statements that deny an event: 未收到传真申请 · 没有发生泄密 · 一件也没有 · 零投诉 · no complaints."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = r"[\u4e00-\u9fff]"
_EVENT = "|".join(  # what is denied, or the word that opens it (未因…, 未向…)
    (
        "收到|接到|接收|收取|收过|收费|发生|出现|产生|引发|引起|受理|提起|提出|发现|存在|办理|涉及|有",
        "被|因|遭|举办|召开|举行|开展|参加|组织|发布|制发|制定|出台|设立|设置|开设|开通|进行|结转|造成",
        "形成|遇到|安排|列支|使用|减免|向|对|以|就|通过|作出|登记|开庭|支出|支付|要求|申请|承办|编印|编发",
        "单设|单列|另设|自行|单独|专门|取(?!得|消|证)|漏出|泄露|领到|见到|接待|拒绝|延期|告知",
    )
)
_ALL = "均|都|也|亦|皆"  # adverbs ahead of a negation
_NOT_DONE_WELL = (  # 未能, 未及时, 未达标: something fell short, nothing is denied
    "来|经|能|及时|必|满|成|到位|完全|公开|达|按|列(?!支|专|为)|足|知|设(?!立|专|单|政|有|过)|上|见成|见效|办"
)
_NOT_ENOUGH = (  # 没有得到, 没有完全, 没有理由 alike
    "得到|形成|跟|到位|做(?!过|[。，；])|完全|能|及时|打通|真正|足够|数字化|理由|现成|新内容"
)
_WU_WORDS = "|".join(  # words that begin with 无 without denying an event: 无法, 无障碍, 无锡
    (
        "法|论|需|须|障|效|偿|不|人机|线|形|故|关|违|误|愧|纸|缝|条件|正当|理由|疑|保留|死角|差|锡|为",
        "异议|接触|事故",
    )
)
_ONE = "件起例宗次人"
_FORMS = (
    rf"(?:{_ALL}|也均|尚|并|从|从来|至今|一直|历来)?(?:未曾|从未|未)(?!{_NOT_DONE_WELL})"
    rf"(?:有|再|因)?(?:{_EVENT})|未设(?=专门|政府|立|单|查|有)",
    rf"(?:{_ALL}|并|尚|从|还)?没有(?!{_NOT_ENOUGH})(?:任何|一[{_ONE}个])?"
    rf"(?:{_EVENT}|做(?=过|[。，；])|人|一|任何|行政|公民|收|结|该|此|[A-Za-z“]|{_HAN}{{2,8}})",
    r"没(?!有?[通经超透错])[^，。；\n没]{1,3}过(?![硬关])|不编(?:印|发)?",
    rf"(?:未曾|从未|不曾|从来没有?){_HAN}{{1,6}}|没(?:有?向|等来|见到|收到|接到|发生)",
    # at the end of a clause: …没有， …无。
    rf"(?:{_ALL}|各)没有(?=[。，；、）\n]|\Z)|(?:均|都)?无(?=[。；，\n）]|\Z)|(?<!有)没有(?=[。；，\n])",
    rf"(?<![有毫并从全])无(?!{_WU_WORDS})(?:一例?|任何|因|此类|该|涉|其他|针对|收|[A-Z“]|{_HAN}{{2,10}})",
    "零(?:投诉|举报|复议|诉讼|收费|泄密|申请|发生|差错|上访|失误|延误|纪录|记录)",
    # 一件也没有, 半次未曾
    rf"[一半][{_ONE}个份条桩回场]?(?:也|都|亦)?(?:没有?|未|无|不曾)(?!有?(?:到位|完|能))[^，。；]{{0,10}}",
    "分文(?:未|没|不)[收取]|一分钱(?:也|都)?(?:没|未)[收取有]|(?<![出淹埋沉沦])没(?:出|收|有)?过",
    rf"(?:均|都|皆|全部|各项?|数量|情况|数|总数|全)?(?:为|是)零(?!{_HAN})",
    # 信息不存在 is an answer to a request, no denial
    r"(?<!信息)(?<!资料)(?<!档案)(?<!内容)不存在(?![的、\d])(?![一两二三四五六七八九十]+[件份宗起例])[^，。；]{0,16}",
    "不收取任何费用|不收取费用|不收费|分文未收|未收分文|免收|无偿提供|一律免费|均(?:为|系|属)?免费|免费提供",
    # no refunds were made; not: no more than, No. 12, no later than, no 12
    r"\b(?:no (?!(?:more|less|fewer|later|longer|matter|doubt|one|way|other|further)\b)[a-z]|none\b"
    r"|nil\b|not any\b|without any\b|free of charge\b)(?:(?!\band\b|\bbut\b)[^.,;:\n\d]){0,40}",
)
_DENIAL = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.I)
_MODAL = re.compile(  # demands and conditions: 确保不…, 如未…, 对未…的; not 主要, 例如, 相应
    r"(?:(?<![例比诸])如|若|凡|(?<![主重需概扼])要|(?<![相响回供对反效适])应|(?<!急)须|确保|力争|避免|防止|努力"
    r"|实现|做到|坚持|杜绝)[^，。；]{0,8}$|(?<!针)对$"
)
_MODAL_WINDOW = 10  # characters ahead of a denial


def find_denials(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of denying words, in order; demands and conditions are left out."""
    for match in _DENIAL.finditer(text):
        ahead = text[max(0, match.start() - _MODAL_WINDOW) : match.start()]
        if not _MODAL.search(ahead):
            yield match.span()
