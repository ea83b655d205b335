"""建议提案: answers to deputies and committee members."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel

from disclosure import units
from disclosure.vocabulary import words
from llmextract.schema import About, Extract


class Proposals(BaseModel):
    total: Annotated[
        int | None,
        Extract(
            "建议提案办理总数",
            aliases=words(
                "建议提案 建议、提案 建议和提案 人大代表建议和政协提案 人大建议和政协提案 "
                "代表建议和委员提案 建议议案提案 议案提案 两会建议 办理建议提案 承办建议提案 "
                "共承办 共办理 承办 交办 收到建议提案 人大建议、政协提案 人大建议政协提案 "
                "代表建议、委员提案 两会交办 建议与提案"
            ),
            unit="件",
            units=units.CASES,
            hint="承办的人大代表建议和政协提案合计数，单独的建议数或提案数不是它。",
            zero_by=words(
                "建议提案 建议、提案 建议和提案 人大建议和政协提案 人大代表建议和政协提案 议案提案 "
                "承办任务"
            ),
            unlike=words("主办 协办 会办 办结率 满意"),
        ),
    ] = None
    npc: Annotated[
        int | None,
        Extract(
            "人大代表建议数",
            aliases=words(
                "人大代表建议 人大建议 代表建议 人大议案 人大代表议案 人大代表 人大代表意见 "
                "人民代表建议 人代会建议 建议批评意见 议案建议 建议意见 人大 建议 代表的建议 "
                "人大方面 人大交办 代表提出 人大代表的"
            ),
            unit="件",
            units=units.CASES,
            hint="承办的人大代表建议（议案）总数，含主办和协办。",
            zero_by=words("人大代表建议 人大建议 代表建议 人大代表"),
            unlike=words("政协 提案 主办 协办"),
        ),
    ] = None
    cppcc: Annotated[
        int | None,
        Extract(
            "政协委员提案数",
            aliases=words(
                "政协委员提案 政协提案 委员提案 政协委员 提案委员 政协建议案 政协会议提案 "
                "集体提案 党派提案 提案 政协 委员的提案 政协方面 政协交办 委员提出 政协委员的"
            ),
            unit="件",
            units=units.CASES,
            hint="承办的政协提案总数，含主办和协办。",
            zero_by=words("政协委员提案 政协提案 委员提案 提案"),
            unlike=words("人大 代表建议 主办 协办"),
        ),
    ] = None
    npc_lead: Annotated[
        int | None,
        Extract(
            "人大代表建议主办数",
            aliases=words(
                "主办人大代表建议 主办人大建议 主办代表建议 人大建议主办 人大主办 建议主办 "
                "主办建议 牵头办理人大 独办人大 单办人大"
            ),
            unit="件",
            units=units.CASES,
            short=words("主办 主办件 主办的 牵头"),
            under=words("人大 代表建议 建议"),
            hint="由本机关主办的人大代表建议数。",
            zero_by=words("主办人大代表建议 主办人大建议 建议主办 主办建议"),
            unlike=words("政协 提案 协办 会办"),
        ),
    ] = None
    npc_assist: Annotated[
        int | None,
        Extract(
            "人大代表建议协办数",
            aliases=words(
                "协办人大代表建议 协办人大建议 协办代表建议 人大建议协办 人大协办 建议协办 "
                "协办建议 会办人大 人大建议会办 分办人大"
            ),
            unit="件",
            units=units.CASES,
            short=words("协办 会办 分办 协办件 配合办理"),
            under=words("人大 代表建议 建议"),
            hint="由本机关协办（会办）的人大代表建议数。",
            zero_by=words("协办人大代表建议 协办人大建议 建议协办"),
            unlike=words("政协 提案 主办"),
        ),
    ] = None
    cppcc_lead: Annotated[
        int | None,
        Extract(
            "政协提案主办数",
            aliases=words(
                "主办政协提案 主办政协委员提案 主办委员提案 政协提案主办 政协主办 提案主办 "
                "主办提案 牵头办理政协 独办政协 单办政协 主办的提案"
            ),
            unit="件",
            units=units.CASES,
            short=words("主办 主办件 主办的 牵头"),
            under=words("政协 委员提案 提案"),
            hint="由本机关主办的政协提案数。",
            zero_by=words("主办政协提案 提案主办 主办提案 主办建议和提案"),
            unlike=words("人大 建议 协办 会办"),
        ),
    ] = None
    cppcc_assist: Annotated[
        int | None,
        Extract(
            "政协提案协办数",
            aliases=words(
                "协办政协提案 协办政协委员提案 协办委员提案 政协提案协办 政协协办 提案协办 "
                "协办提案 会办政协 政协提案会办 分办政协 协办的提案"
            ),
            unit="件",
            units=units.CASES,
            short=words("协办 会办 分办 协办件 配合办理"),
            under=words("政协 委员提案 提案"),
            hint="由本机关协办（会办）的政协提案数。",
            zero_by=words("协办政协提案 提案协办"),
            unlike=words("人大 建议 主办"),
        ),
    ] = None
    lead: Annotated[
        int | None,
        Extract(
            "主办建议提案合计数",
            aliases=words(
                "主办建议提案 建议提案主办 主办合计 共主办 主办的建议提案 主办件共 主办总数 "
                "牵头办理 主办答复 独办 其中主办 主办件 主办 牵头主办 主办的 牵头"
            ),
            unit="件",
            units=units.CASES,
            hint="由本机关主办的建议和提案合计数。",
            zero_by=words("主办建议提案 主办件"),
            unlike=words("协办 会办"),
        ),
    ] = None
    grade_a: Annotated[
        int | None,
        Extract(
            "A类答复数",
            aliases=words(
                "A类 Ａ类 “A”类 已经解决或基本解决 已解决或基本解决 已经解决或采纳 "
                "已解决或采纳 已经解决 已解决 基本解决 得到解决 采纳落实 A级 a类 已采纳 采纳 "
                "落实到位"
            ),
            unit="件",
            units=units.CASES,
            hint="答复为A类（问题已解决或基本解决）的建议提案数。",
            zero_by=words("A类 “A”类"),
            unlike=words("列入计划 正在解决 留作参考"),
        ),
    ] = None
    grade_b: Annotated[
        int | None,
        Extract(
            "B类答复数",
            aliases=words(
                "B类 Ｂ类 “B”类 正在解决 列入计划 计划解决 逐步解决 计划逐步 拟解决 列入规划 "
                "正在落实 B级 b类 列入 正在推进 分步解决 逐步落实"
            ),
            unit="件",
            units=units.CASES,
            hint="答复为B类（正在解决或列入计划解决）的建议提案数。",
            zero_by=words("B类 “B”类"),
            unlike=words("留作参考 已经解决"),
        ),
    ] = None
    grade_c: Annotated[
        int | None,
        Extract(
            "C类答复数",
            aliases=words(
                "C类 Ｃ类 “C”类 条件限制 暂时无法解决 暂不能解决 暂时不能解决 难以解决 "
                "待条件成熟 需上级解决 有待 C级 c类 暂不具备 一时难以 条件不具备 目前难以"
            ),
            unit="件",
            units=units.CASES,
            hint="答复为C类（因条件限制暂时难以解决）的建议提案数。",
            zero_by=words("C类 “C”类"),
            unlike=words("正在解决 已经解决"),
        ),
    ] = None
    grade_d: Annotated[
        int | None,
        Extract(
            "D类答复数",
            aliases=words(
                "D类 Ｄ类 “D”类 留作参考 供参考 工作参考 解释说明 不可行 D级 d类 不能解决 "
                "不予采纳 解释 参考"
            ),
            unit="件",
            units=units.CASES,
            hint="答复为D类（留作参考或解释说明）的建议提案数。",
            zero_by=words("D类 “D”类"),
            unlike=words("正在解决 已经解决"),
        ),
    ] = None
    results_published: Annotated[
        int | None,
        Extract(
            "办理结果公开数",
            aliases=words(
                "办理结果公开 公开办理结果 答复公开 公开答复 复文公开 公开复文 办理复文 "
                "公开建议提案办理 办理情况公开 公布办理结果 结果公布 答复全文公开 公开提案办理 "
                "摘要公开 公开办理复文 结果上网 公开办理 答复上网 复文上网 公开结果"
            ),
            unit="件",
            units=units.CASES,
            hint="向社会公开的建议提案办理结果（答复、复文）件数。",
            zero_by=words("办理结果公开 公开办理结果 办理结果公布 公布办理结果"),
            unlike=words("办结率 满意率 不予公开"),
        ),
    ] = None
    completion_rate: Annotated[
        Decimal | None,
        Extract(
            "建议提案办结率",
            aliases=words(
                "办结率 办复率 答复率 回复率 按时办结率 按期办结率 按时办复率 完成率 及时率 "
                "办理率 复文率 规定时限内办结率"
            ),
            unit="%",
            hint="建议提案办结（办复、答复）率，以百分数计。",
            zero_by=words("办结率 办复率 答复率"),
            unlike=words(
                "满意 见面率 走访率 解决率 申请 受理事项 办件 热线 工单 来电 诉求 咨询 留言 "
                "信箱 网民"
            ),
        ),
    ] = None
    satisfaction_rate: Annotated[
        Decimal | None,
        Extract(
            "建议提案满意率",
            aliases=words(
                "满意率 满意度 满意和基本满意 代表委员满意 基本满意 满意 非常满意 满意比例 "
                "代表满意率 委员满意率 表示满意 均表示满意 满意及基本满意"
            ),
            unit="%",
            hint="代表、委员对办理工作的满意率，以百分数计。",
            zero_by=words("满意率 满意度"),
            unlike=words(
                "办结率 办复率 群众满意 热线 市民 群众 企业 服务对象 评议 网民 受众 办事人"
            ),
        ),
    ] = None

    about: ClassVar[About] = About(
        "建议提案办理情况",
        aliases=words(
            "建议提案 建议、提案 人大代表建议 政协提案 政协委员提案 人大建议 议案 提案办理 "
            "代表建议 委员提案 两会"
        ),
        identities=(
            "total = npc + cppcc",
            "npc = npc_lead + npc_assist",
            "cppcc = cppcc_lead + cppcc_assist",
            "lead = grade_a + grade_b + grade_c + grade_d",
            "results_published <= total",
        ),
        unlike=words("依申请公开 公开申请 信访 网民留言 意见征集"),
    )
