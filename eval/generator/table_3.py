"""Official tables 3 and 4: applications by applicant and result, reviews and lawsuits."""

from __future__ import annotations

from .amounts import Amounts
from .cases import KINDS, counts
from .draft import Draft
from .voice import Voice
from .wording import wording

_FIELDS = {  # rows whose total is a field's value
    "本年新收政府信息公开申请数量": "received", "上年结转政府信息公开申请数量": "carried_over",
    "予以公开": "granted", "部分公开": "partly_granted", "属于国家秘密": "refused_state_secret",
    "危及“三安全一稳定”": "refused_security", "总计": "concluded",
    "结转下年度继续办理": "carried_forward",
}  # fmt: skip
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_PARTS = ("upheld", "corrected", "other", "pending", "total")
_BLOCKS = ("行政复议", "行政诉讼未经复议直接起诉", "行政诉讼复议后起诉")


def table_3(draft: Draft, voice: Voice, amounts: Amounts, long: bool, broken: bool) -> str:
    """The table with 25 rows (`long`) or 23.  If `broken`, the sum of all results is printed one
    too high; returns that broken sum, else an empty text."""
    rows = counts(amounts.cases)
    if not long:
        others = [row for row in rows if row.startswith("其他处理/")]
        rows["其他处理"] = {k: sum(rows[one][k] for one in others) for k in (*KINDS, "总计")}
    if broken:
        rows["总计"]["总计"] += 1
    _heads(draft, voice)
    for line in wording().of("table_3", "long" if long else "short"):
        labels, _, row = line.rpartition("|")
        indented = voice.often("table_3/indented", 0.6)
        draft.write(labels.replace("|", "\t") if indented else labels.rpartition("|")[2])
        for kind in (*KINDS, "总计"):
            draft.write("\t")
            span = draft.cell(("table_3", row, kind), rows[row][kind], str(rows[row][kind]))
            if kind == "总计" and row in _FIELDS:
                draft.prove(f"/applications/{_FIELDS[row]}", rows[row][kind], span)
        draft.write("\n")
    if not broken:
        return ""
    parts = [rows["总计"][kind] for kind in KINDS]
    return f"{rows['总计']['总计']} ≠ {' + '.join(map(str, parts))}"


def table_4(draft: Draft, voice: Voice, amounts: Amounts) -> None:
    """The three blocks beside one another, or below one another."""
    blocks = _blocks(amounts)
    if voice.often("table_4/wide", 0.7):
        draft.write("行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n")
        draft.write("\t".join(_RESULTS * 3) + "\n")
        for n, block in enumerate(_BLOCKS):
            draft.write("\t" if n else "")
            _block(draft, block, blocks[block])
        draft.write("\n")
        return
    draft.write("类别\t" + "\t".join(_RESULTS) + "\n")
    for block in _BLOCKS:
        draft.write(f"{block}\t")
        _block(draft, block, blocks[block])
        draft.write("\n")


def _block(draft: Draft, block: str, numbers: tuple[int, ...]) -> None:
    for n, (result, part) in enumerate(zip(_RESULTS, _PARTS, strict=True)):
        draft.write("\t" if n else "")
        span = draft.cell(("table_4", block, result), numbers[n], str(numbers[n]))
        if block == "行政复议":
            draft.prove(f"/review/{part}", numbers[n], span)


def _blocks(amounts: Amounts) -> dict[str, tuple[int, ...]]:
    review = tuple(int(amounts.fields[f"/review/{part}"]) for part in _PARTS)
    lawsuits = [int(amounts.fields[f"/litigation/{part}"]) for part in _PARTS[:-1]]
    after = [number // 3 for number in lawsuits]
    direct = [number - less for number, less in zip(lawsuits, after, strict=True)]
    rows = (review, (*direct, sum(direct)), (*after, sum(after)))
    return dict(zip(_BLOCKS, rows, strict=True))


def _heads(draft: Draft, voice: Voice) -> None:
    lead = voice.choose("table_3/lead", wording().of("table_3", "leads"))
    draft.write(f"{lead}\t申请人情况\n自然人\t法人或其他组织\t总计\n")
    draft.write("商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n")
