"""行政复议, 行政诉讼, 举报投诉, 收费 and 泄密: what went wrong or was disputed."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel

from disclosure import units
from disclosure.vocabulary import words
from llmextract.schema import About, Extract

_REVIEW = words("行政复议 复议 申请复议 复议案件 复议申请 提起复议 复议事项")
_SUIT = words(
    "行政诉讼 诉讼 诉讼案件 提起诉讼 行政应诉 应诉 被诉 诉讼事项 起诉 官司 "
    "告上法庭 告上法院 打上法庭"
)
_FEE = words(
    "收费 收取费用 收取任何费用 收取任何 收取 检索费 复制费 邮寄费 工本费 成本费 信息处理费 费用 "
    "一分钱 分文 一文"
)
_LEAK = words(
    "泄密 失泄密 失密 泄露国家秘密 泄露秘密 泄露 泄密事件 违反保密 保密事故 "
    "涉密事件 涉密信息上网 泄漏"
)


class Review(BaseModel):
    total: Annotated[
        int | None,
        Extract(
            "行政复议数量",
            aliases=words(
                "行政复议案件 行政复议申请 行政复议 复议案件 复议申请 申请复议 申请行政复议 "
                "提起复议 提起行政复议 提请复议 引发复议 被复议 被申请复议 收到复议 发生复议 "
                "复议 复议案 复议件 向上级申请复议 复议机关受理 被提起复议"
            ),
            unit="件",
            units=units.CASES,
            hint="因政府信息公开引起的行政复议总数；诉讼不是它，维持、纠错等结果也不是它。",
            unlike=words("诉讼 维持 纠错 撤销 驳回"),
            zero_by=_REVIEW,
        ),
    ] = None
    upheld: Annotated[
        int | None,
        Extract(
            "行政复议维持具体行政行为数",
            aliases=words(
                "维持具体行政行为 维持原行政行为 维持原决定 维持原答复 复议维持 予以维持 "
                "结果维持 维持 驳回复议申请 驳回复议 驳回申请人 驳回行政复议 驳回 维持我 维持本 "
                "维持了 决定维持 得到维持"
            ),
            unit="件",
            units=units.CASES,
            hint="复议结果为维持（或驳回复议请求）的件数。",
            zero_by=words("复议维持 维持"),
            unlike=words("诉讼 原告 法院 判决 维持稳定"),
        ),
    ] = None
    corrected: Annotated[
        int | None,
        Extract(
            "行政复议被依法纠错数",
            aliases=words(
                "依法纠错 被纠错 结果纠正 纠错 被纠正 纠正 撤销 变更 确认违法 责令重新 责令履行 "
                "责令答复 责令限期 限期履行 认定违法 责令重作 被推翻 改正 予以撤销 决定撤销"
            ),
            unit="件",
            units=units.CASES,
            hint="复议结果为纠错（撤销、变更、确认违法、责令履行）的件数。",
            zero_by=words("依法纠错 纠错 被撤销 确认违法 纠正"),
            unlike=words("诉讼 原告 法院 判决"),
        ),
    ] = None
    other: Annotated[
        int | None,
        Extract(
            "行政复议其他情形数",
            aliases=words(
                "其他情形 其他结果 其它情形 其他处理 其他 不予受理 终止 终止审理 撤回复议 "
                "撤回申请 撤回 中止 调解 和解 其他方式结案 不受理 终止复议 自行撤回 其余"
            ),
            unit="件",
            units=units.CASES,
            hint="复议结果为其他情形（不予受理、终止、撤回等）的件数。",
            zero_by=words("其他情形 其他结果 其他处理 不予受理"),
            unlike=words("诉讼 原告 法院 撤诉"),
        ),
    ] = None
    pending: Annotated[
        int | None,
        Extract(
            "行政复议尚未审结数",
            aliases=words(
                "尚未审结 未审结 正在审理 审理中 尚在审理 待审 未结 未办结 尚未作出 未作出决定 "
                "正在办理 待决 还在审 在审 未审完 尚无结果 复议中 尚在复议"
            ),
            unit="件",
            units=units.CASES,
            hint="年末尚未审结的复议件数。",
            zero_by=words("尚未审结 未审结 未结 正在审理"),
            unlike=words("诉讼 开庭 法院 判决"),
        ),
    ] = None

    about: ClassVar[About] = About(
        "政府信息公开行政复议",
        aliases=words("行政复议 复议 复议案件 申请复议 复议机关 复议申请"),
        identities=("total = upheld + corrected + other + pending",),
        unlike=words("行政诉讼 诉讼 法院 原告"),
    )


class Litigation(BaseModel):
    total: Annotated[
        int | None,
        Extract(
            "行政诉讼数量",
            aliases=words(
                "行政诉讼案件 行政诉讼 诉讼案件 提起诉讼 提起行政诉讼 行政应诉 应诉案件 应诉 "
                "被诉 被起诉 起诉 涉诉 引发诉讼 发生诉讼 作为被告 法院受理 诉至法院 诉讼 官司 "
                "告上法庭 告上法院 上法庭 出庭应诉 诉讼案 被告 成为被告"
            ),
            unit="件",
            units=units.CASES,
            hint="因政府信息公开引起的行政诉讼总数；复议不是它，维持、败诉等结果也不是它。",
            unlike=words("维持 纠错 驳回 胜诉 败诉 撤诉 开庭"),
            zero_by=_SUIT,
        ),
    ] = None
    upheld: Annotated[
        int | None,
        Extract(
            "行政诉讼维持具体行政行为或者驳回原告诉讼请求数",
            aliases=words(
                "维持具体行政行为或者驳回原告诉讼请求 驳回原告诉讼请求 驳回诉讼请求 驳回原告 "
                "驳回起诉 驳回上诉 判决驳回 裁定驳回 维持具体行政行为 结果维持 判决维持 维持原判 "
                "维持 驳回 胜诉 我方胜诉 法院支持 判决我 判本 获胜 驳回其 胜诉案件"
            ),
            unit="件",
            units=units.CASES,
            hint="诉讼结果为维持、驳回原告诉讼请求或本机关胜诉的件数。",
            zero_by=words("驳回原告 判决维持 维持 胜诉"),
            unlike=words("复议 维持稳定"),
        ),
    ] = None
    corrected: Annotated[
        int | None,
        Extract(
            "行政诉讼被依法纠错数",
            aliases=words(
                "依法纠错 被纠错 结果纠正 纠错 被纠正 纠正 败诉 判决撤销 撤销 确认违法 判令履行 "
                "责令履行 责令重新 重新作出 败诉案件 判决违法 判决重新 认定违法"
            ),
            unit="件",
            units=units.CASES,
            hint="诉讼结果为纠错（败诉、撤销、确认违法、责令履行）的件数。",
            zero_by=words("依法纠错 纠错 败诉 判决撤销 确认违法 纠正"),
            unlike=words("复议 胜诉"),
        ),
    ] = None
    other: Annotated[
        int | None,
        Extract(
            "行政诉讼其他情形数",
            aliases=words(
                "其他情形 其他结果 其它情形 其他处理 其他 撤诉 原告撤诉 撤回起诉 准许撤诉 撤回 "
                "终结 不予立案 不予受理 移送 调解 撤回了 自行撤诉 协调撤诉 和解 其余 按撤诉"
            ),
            unit="件",
            units=units.CASES,
            hint="诉讼结果为其他情形（撤诉、不予立案、终结等）的件数。",
            zero_by=words("其他情形 其他结果 其他处理 撤诉"),
            unlike=words("复议"),
        ),
    ] = None
    pending: Annotated[
        int | None,
        Extract(
            "行政诉讼尚未审结数",
            aliases=words(
                "尚未审结 未审结 待开庭 未开庭 尚未开庭 等待开庭 正在审理 审理中 尚在审理 待判决 "
                "尚未判决 未宣判 未判决 未结 二审 还在审 在审 候审 等待宣判 尚无结果 一审中 "
                "二审中 未审完"
            ),
            unit="件",
            units=units.CASES,
            hint="年末尚未审结（待开庭、待判决）的诉讼件数。",
            zero_by=words("尚未审结 未审结 未结 正在审理 未开庭"),
            unlike=words("复议"),
        ),
    ] = None

    about: ClassVar[About] = About(
        "政府信息公开行政诉讼",
        aliases=words("行政诉讼 诉讼 应诉 被诉 起诉 法院 原告 判决 诉讼案件"),
        identities=("total = upheld + corrected + other + pending",),
        unlike=words("行政复议 复议机关 申请复议"),
    )


class Complaints(BaseModel):
    total: Annotated[
        int | None,
        Extract(
            "举报投诉数量",
            aliases=words(
                "举报投诉 投诉举报 举报、投诉 投诉、举报 举报案件 举报 投诉 申诉 公开方面的投诉 "
                "信息公开投诉 公开的举报 收到投诉 收到举报 投诉信 举报信 投诉件 举报件 告状 "
                "被投诉 被举报"
            ),
            unit="件",
            units=units.CASES,
            hint="针对政府信息公开工作的举报投诉数；消费、环保、热线等其他方面的投诉举报不是它。",
            unlike=words(
                "12345 12315 消费 环境 环保 市场 热线 信访举报投诉类 违法行为 线索 食品 欠薪 "
                "群众投诉件"
            ),
            zero_by=words("举报 投诉 举报投诉 投诉举报"),
        ),
    ] = None

    about: ClassVar[About] = About(
        "举报投诉情况",
        aliases=words("举报投诉 投诉举报 举报 投诉 申诉 监督举报"),
        unlike=words("消费者 12345 12315 热线 信访局"),
    )


class Fees(BaseModel):
    collected: Annotated[
        Decimal | None,
        Extract(
            "依申请公开信息收取的费用",
            aliases=words(
                "依申请公开信息收取的费用 收取的费用 收取费用 收取信息处理费 信息处理费 收费金额 "
                "收费总额 收费 收取检索费 检索费 复制费 邮寄费 工本费 成本费用 收取 费用 复印费 "
                "打印费 查询费 邮资 工本 成本费 收了 收到费用 缴纳费用"
            ),
            unit="元",
            hint="办理依申请公开向申请人收取的费用，以元计；减免、免收的金额和行政事业性收费不是它。",
            unlike=words("减免 免收 免除 免费 行政事业性收费 采购 罚款 经费 预算 投资 财政"),
            zero_by=_FEE,
        ),
    ] = None

    about: ClassVar[About] = About(
        "依申请公开收费及减免情况",
        aliases=words("收费及减免 收费 收取费用 费用 信息处理费 减免 检索 邮寄 免费提供"),
        unlike=words("行政事业性收费 收费目录 收费标准 收费项目 涉企收费 专项经费"),
    )


class Secrecy(BaseModel):
    leaks: Annotated[
        int | None,
        Extract(
            "泄密事件数",
            aliases=words(
                "泄密事件 失泄密事件 泄密 失泄密 失密泄密 失密 泄露国家秘密 泄露秘密 "
                "泄漏国家秘密 泄露 保密事故 违反保密 涉密事件 泄密问题 泄密案件 失泄密问题 "
                "泄密情况 泄漏 跑密"
            ),
            unit="次",
            units=units.CASES,
            hint="政府信息公开中发生的泄密事件数；“未发生泄密事件”即为0。",
            unlike=words("培训 检查 不予公开"),
            zero_by=_LEAK,
        ),
    ] = None

    about: ClassVar[About] = About(
        "保密审查与泄密情况",
        aliases=words("保密审查 保密 泄密 失泄密 涉密 保密工作"),
    )
