"""机构与保障: offices, staff, money, meetings and trainings."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel

from disclosure import units
from disclosure.vocabulary import words
from llmextract.schema import About, Extract


class Capacity(BaseModel):
    offices: Annotated[
        int | None,
        Extract(
            "政府信息公开工作专门机构数",
            aliases=words(
                "专门机构 工作专门机构 专职机构 工作机构 公开机构 设立机构 成立机构 公开办公室 "
                "办事机构 主管机构 公开科 机构数 专设机构 专门科室 牵头科室 承办机构 专门的机构 "
                "公开工作机构 常设机构"
            ),
            unit="个",
            units=units.PLACES,
            hint="负责政府信息公开工作的专门机构个数。",
            zero_by=words(
                "专门机构 专职机构 工作机构 专门的政府信息公开机构 专门的信息公开机构 专门的机构"
            ),
            unlike=words("查阅 服务机构 科研机构 监督机构 下属"),
        ),
    ] = None
    reading_points: Annotated[
        int | None,
        Extract(
            "政府信息公开查阅点数",
            aliases=words(
                "查阅点 公开查阅点 查阅场所 查阅中心 查阅窗口 查阅室 查阅服务点 公共查阅 "
                "设置查阅 设立查阅 阅览点 阅览室 查询点 信息查阅 公开服务点 查阅 查阅处 查阅服务 "
                "资料查阅 供公众查阅 公开查阅 查阅设施 查阅专区"
            ),
            unit="个",
            units=units.PLACES,
            hint="设立的政府信息公开查阅点（查阅场所）个数。",
            zero_by=words("查阅点 查阅场所 查阅室 查阅中心"),
            unlike=words("人次 接待 次数 条"),
        ),
    ] = None
    staff: Annotated[
        int | None,
        Extract(
            "从事政府信息公开工作人员数",
            aliases=words(
                "工作人员 从事政府信息公开工作 从事信息公开 公开工作人员 配备人员 人员配备 配备 "
                "人员总数 人员数 专兼职人员 专（兼）职 专兼职 信息员 经办人员 信息公开员 人手 "
                "工作队伍 公开队伍 从事这项工作 从事公开 负责人员 承担公开 共有人员"
            ),
            unit="人",
            units=units.PEOPLE,
            hint="从事政府信息公开工作的人员总数，含专职和兼职；“由2名增加为4人”取4。",
            zero_by=words("从事政府信息公开工作人员 从事信息公开工作人员"),
            unlike=words("专职人员 兼职人员 培训 参训 参加 领导小组 受训"),
        ),
    ] = None
    staff_full_time: Annotated[
        int | None,
        Extract(
            "专职人员数",
            aliases=words(
                "专职人员 专职工作人员 专职 专职负责 专人负责 全职 专门人员 专门工作人员 "
                "专职从事 专职信息员 专司 专门从事 专职干部 专职的 全职人员"
            ),
            unit="人",
            units=units.PEOPLE,
            hint="专职从事政府信息公开工作的人数（不包括兼职）。",
            zero_by=words("专职人员 专职工作人员 专职"),
            unlike=words("兼职 专兼职 培训"),
        ),
    ] = None
    staff_part_time: Annotated[
        int | None,
        Extract(
            "兼职人员数",
            aliases=words(
                "兼职人员 兼职工作人员 兼职 兼职负责 兼职从事 兼任 兼管 兼职信息员 联络员 兼做 "
                "身兼 兼职干部 兼职的 兼管人员"
            ),
            unit="人",
            units=units.PEOPLE,
            hint="兼职从事政府信息公开工作的人数。",
            zero_by=words("兼职人员 兼职工作人员 兼职"),
            unlike=words("专职 专兼职 培训"),
        ),
    ] = None
    budget: Annotated[
        Decimal | None,
        Extract(
            "政府信息公开专项经费",
            aliases=words(
                "专项经费 工作经费 公开经费 经费投入 投入经费 安排经费 落实经费 拨付经费 "
                "经费保障 专项资金 投入资金 经费 拨款 列支 安排资金 财政拨付 预算安排 财政安排 "
                "运行经费 开支"
            ),
            unit="元",
            hint="用于政府信息公开工作的专项经费，以元计（不含人员经费）；收取的费用不是它。",
            zero_by=words("专项经费 工作经费 安排经费 专项资金"),
            unlike=words("三公经费 收取 采购 收费 项目资金 扶贫 预算公开 部门预算"),
        ),
    ] = None
    meetings: Annotated[
        int | None,
        Extract(
            "召开政府信息公开工作会议或专题会议数",
            aliases=words(
                "工作会议 专题会议 召开会议 召开政府信息公开 召开专题会 推进会 部署会 调度会 "
                "协调会 座谈会 工作会 领导小组会议 专题研究 召开 例会 碰头会 专题会 联席会议 "
                "研究部署 开会 会商 工作例会 专门会议"
            ),
            unit="次",
            units=units.MEETINGS,
            hint="召开的政府信息公开工作会议或专题会议次数。",
            zero_by=words("工作会议 专题会议 专门开会"),
            unlike=words("培训 发布会 听证会 常务会 人次 通气会 党组会公开"),
        ),
    ] = None
    trainings: Annotated[
        int | None,
        Extract(
            "举办政府信息公开培训班数",
            aliases=words(
                "培训班 举办培训 组织培训 开展培训 各类培训 业务培训 专题培训 培训会 培训活动 "
                "集中培训 业务学习 讲座 轮训 培训 授课 集训 以会代训 研讨班 学习班 业务辅导 "
                "培训讲座 办班"
            ),
            unit="次",
            units=units.COURSES,
            hint="举办的政府信息公开培训班（培训会、讲座）期数或次数，不是受训人数。",
            zero_by=words("培训班 举办培训 组织培训 开展培训 培训 办班"),
            unlike=words("人次 接受培训 受训 参训 培训人员"),
        ),
    ] = None
    trainees: Annotated[
        int | None,
        Extract(
            "接受培训人员数",
            aliases=words(
                "接受培训人员 接受培训 培训人员 参训人员 受训人员 参加培训 参训 受训 培训人数 "
                "培训人次 培训干部 培训工作人员 参训人数 参加人员 学员 听课 参加学习 受训干部 "
                "覆盖人员 参加人次 轮训干部 培训覆盖"
            ),
            unit="人",
            units=units.ATTENDERS,
            hint="接受政府信息公开培训的人数（人次），不是培训班期数。",
            zero_by=words("接受培训人员 接受培训 参加培训 参训 人员接受公开培训"),
            unlike=words("专职 兼职 配备"),
        ),
    ] = None

    about: ClassVar[About] = About(
        "机构建设和保障经费情况",
        aliases=words(
            "机构建设 保障经费 组织领导 组织保障 队伍建设 机构人员 工作机构 工作人员 查阅点 "
            "会议和培训 培训 监督保障 人员和经费 工作机制 机制建设"
        ),
        identities=("staff = staff_full_time + staff_part_time",),
    )
