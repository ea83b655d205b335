"""政府信息公开工作年度报告: what one body's report of one year says, as one record.

The fields' pointers are a contract: gold labels and scores are kept by them.  Every field may
be null, which never means 0.  Money is in 元.  The parts stand in the folder `disclosure`.
"""

from typing import Annotated, ClassVar

from disclosure.applications import Applications
from disclosure.capacity import Capacity
from disclosure.head import Report
from disclosure.outlook import PLANS, SHORTCOMINGS
from disclosure.proposals import Proposals
from disclosure.publication import Disclosure
from disclosure.remedies import Complaints, Fees, Litigation, Review, Secrecy
from disclosure.response import Response
from disclosure.tables import Tables
from disclosure.vocabulary import words
from pydantic import BaseModel

from llmextract.schema import About, Extract

_RULES = words(
    "条例 办法 规定 通知 意见 要点 方案 法 制度 细则 规则 安排 规范 准则 纲要 规划 决定 决议 标准 "
    "规程 公告 批复 函 令 格式 指引 解释"
)
"""How the titles of rules and official letters end."""


class Reference(BaseModel):
    """A regulation or official letter that the report cites."""

    title: Annotated[
        str | None,
        Extract(
            "文件名称",
            hint="《》内的全称；简称（《条例》）、报刊、手册、宣传品和节目不是它。",
            pattern=rf"(.{{2,}}(?:{'|'.join(_RULES)})(?:[（(][^（）()]{{1,12}}[）)])?)$",
            unlike=("草案", "征求意见"),
        ),
    ] = None
    number: Annotated[
        str | None,
        Extract(
            "文号",
            pattern=(
                r"([\u4e00-\u9fff]{1,14}\s*[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*第?\s*\d+\s*号)",
                r"([\u4e00-\u9fff]{0,12}令\s*第?\s*[\d一二三四五六七八九十百〇]+\s*号)",
            ),
        ),
    ] = None


class DisclosureReport(BaseModel):
    """政府信息公开工作年度报告."""

    report: Report = Report()
    disclosure: Disclosure = Disclosure()
    response: Response = Response()
    applications: Applications = Applications()
    review: Review = Review()
    litigation: Litigation = Litigation()
    complaints: Complaints = Complaints()
    fees: Fees = Fees()
    secrecy: Secrecy = Secrecy()
    capacity: Capacity = Capacity()
    proposals: Proposals = Proposals()
    problems: Annotated[
        list[str] | None,
        Extract(
            "存在的主要问题",
            aliases=words(
                "存在的主要问题 存在的问题 存在问题 主要问题 问题和不足 不足之处 存在不足 "
                "存在的不足 还存在 仍存在 仍然存在 存在一些 差距 薄弱环节 短板 困难和问题 有待加强 "
                "有待提高 问题 不足 难点 缺点 短处 毛病 弱项 弱点 软肋 欠缺 欠账 缺憾 遗憾 瓶颈 "
                "缺陷 漏洞 待改进 待完善 需要改进 需改进 可挑剔 做得不好 没做好 没有做好 做得不够 "
                "不尽如人意 不到位 不如人意"
            ),
            pattern=SHORTCOMINGS,
            unlike=words(
                "没有问题 热点问题 解决问题 问题导向 问题解答 补短板 足不出户 满足不 不足百 "
                "各类问题 咨询问题 反映问题 反映的问题 提出的问题 共性问题 "
                "热点难点 难点问题 问题回应 问题答复"
            ),
            hint="报告自述的问题与不足，每个问题一条，照原文。",
            compare="lenient",
        ),
    ] = None
    improvements: Annotated[
        list[str] | None,
        Extract(
            "改进措施",
            aliases=words(
                "改进情况 改进措施 改进办法 改进意见 改进方向 改进 下一步工作 下一步打算 下一步 "
                "下步 工作打算 工作计划 工作安排 工作思路 努力方向 今后工作 整改措施 明年 来年 "
                "下一年 新的一年 今后 打算 将重点 重点做好 将从 将进一步 将继续 "
                "将着力 将加强 将不断 次年 下年 下年度 下一年度 下阶段 下一阶段 接下来 往后 日后 "
                "怎么办 怎么改 这样改 这样干 拟从 拟采取 拟作 拟做 拟重点 拟着力 拟于 将采取 "
                "将做好 将抓好 着重抓好 重点抓好 对策 展望 "
                "我们将 我们要 我们打算 我们拟 我局将 我局拟"
            ),
            pattern=PLANS,
            hint="报告提出的改进措施或下一步打算，每项一条，照原文。",
            compare="lenient",
        ),
    ] = None
    legal_basis: Annotated[
        list[Reference] | None,
        Extract(
            "编制依据",
            aliases=words(
                "根据 依据 按照 依照 遵照 参照 对照 对标 按 依 照 循 遵循 结合 执行 贯彻 落实 "
                "贯彻落实 履行 为履行 符合 参以 援引"
            ),
            hint="报告引用的法规、文件名称及其文号。",
        ),
    ] = None
    tables: Tables = Tables()

    about: ClassVar[About] = About(
        "政府信息公开工作年度报告",
        aliases=words("政府信息公开年度报告 信息公开年报 政务公开年度报告 信息公开工作报告"),
        strata=("report.template",),
        entity="/report/agency",
        time="/report/year",
        title="/report/title",
    )
