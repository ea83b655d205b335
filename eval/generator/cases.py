"""Applications one by one, as the official table 3 counts them: by applicant and by result."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

KINDS = {  # kinds of applicants, and how many of a hundred
    "自然人": 70, "商业企业": 15, "科研机构": 2, "社会公益组织": 3, "法律服务机构": 6, "其他": 4,
}  # fmt: skip
RESULTS = {  # the leaf results of the form, and their weights
    "予以公开": 30, "部分公开": 8, "属于国家秘密": 1, "其他法律行政法规禁止公开": 1,
    "危及“三安全一稳定”": 0.5, "保护第三方合法权益": 2, "属于三类内部事务信息": 2,
    "属于四类过程性信息": 1.5, "属于行政执法案卷": 1.5, "属于行政查询事项": 1,
    "本机关不掌握相关政府信息": 20, "没有现成信息需要另行制作": 4, "补正后申请内容仍不明确": 2,
    "信访举报投诉类申请": 4, "重复申请": 2, "要求提供公开出版物": 0.3,
    "无正当理由大量反复申请": 0.3, "要求行政机关确认或重新出具已获取信息": 0.4,
    "其他处理/逾期不补正": 2, "其他处理/逾期不缴费": 0.3, "其他处理/其他": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One application.  `result` is None if it is carried forward to the next year."""

    kind: str
    result: str | None
    new: bool


def cases(received: int, carried: int, forward: int, rng: Random) -> tuple[Case, ...]:
    """The year's applications; the last `forward` of them are not concluded."""
    total = received + carried
    kinds = rng.choices(list(KINDS), list(KINDS.values()), k=total)
    results = rng.choices(list(RESULTS), list(RESULTS.values()), k=total)
    return tuple(
        Case(kinds[n], None if n >= total - forward else results[n], n >= carried)
        for n in range(total)
    )


def counts(of: tuple[Case, ...]) -> dict[str, dict[str, int]]:
    """Rows by name, each by kind of applicant and in all."""
    rows = {
        "本年新收政府信息公开申请数量": [case for case in of if case.new],
        "上年结转政府信息公开申请数量": [case for case in of if not case.new],
        **{name: [case for case in of if case.result == name] for name in RESULTS},
        "总计": [case for case in of if case.result is not None],
        "结转下年度继续办理": [case for case in of if case.result is None],
    }
    return {name: _row(members) for name, members in rows.items()}


def _row(members: list[Case]) -> dict[str, int]:
    return {**{k: sum(case.kind == k for case in members) for k in KINDS}, "总计": len(members)}
