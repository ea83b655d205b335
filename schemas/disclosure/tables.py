"""法定统计表: the official tables since 2019, and which cell is which field of the record.

Sums that the forms do not print (all litigation, all refusals) are no cells and fill no field.
"""

from decimal import Decimal
from typing import ClassVar

from pydantic import BaseModel

from disclosure.sheet import SHEET
from disclosure.vocabulary import words
from llmextract.schema import About, Block, Column, Layout, Row, Sum

_ALL = "总计"
_KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结")

_PUBLISHED = words("二、主动公开政府信息情况 主动公开政府信息情况 行政机关主动公开政府信息情况")
_HANDLED = ("收到和处理政府信息公开申请情况", "行政机关收到和处理政府信息公开申请情况")
_DISPUTED = (
    "政府信息公开行政复议、行政诉讼情况",
    "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
)
_ARTICLES = (
    "信息内容",
    "第二十条第一项",
    *(f"第二十条第（{n}）项" for n in "一二三四五六七八九"),
    *(f"第二十条第{n}项" for n in "一五六八九"),
)


def _block(columns: tuple[Column, ...], *rows: Row) -> Block:
    return Block(columns, rows)


_MADE, _OPENED, _IN_ALL = "本年新制作数量", "本年新公开数量", "对外公开总数量"
_CHANGED = (
    Column("上一年项目数量", ("上一年项目数量", "上年项目数量")),
    Column("本年增/减", ("本年增/减", "本年增减", "本年增减数")),
)
_DECIDED = Column("处理决定数量", ("处理决定数量", "本年处理决定数量"))

TABLE_2_2019 = Layout(
    "table_2",
    (
        _block(
            (Column(_MADE), Column(_OPENED), Column(_IN_ALL)),
            Row("规章"),
            Row(
                "规范性文件",
                ("规范性文件", "行政规范性文件"),
                {
                    _MADE: "/disclosure/normative_issued",
                    _OPENED: "/disclosure/normative_disclosed",
                },
            ),
        ),
        _block((*_CHANGED, _DECIDED), Row("行政许可"), Row("其他对外管理服务事项")),
        _block((*_CHANGED, _DECIDED), Row("行政处罚"), Row("行政强制")),
        _block(_CHANGED, Row("行政事业性收费")),
        _block(
            (Column("采购项目数量"), Column("采购总金额", ("采购总金额", "采购金额"))),
            Row("政府集中采购"),
        ),
    ),
    _PUBLISHED,
    _ARTICLES,
)

_ISSUED, _REPEALED, _VALID = "本年制发件数", "本年废止件数", "现行有效件数"
_DECISIONS = (Column("本年处理决定数量", ("本年处理决定数量", "处理决定数量")),)

TABLE_2_2021 = Layout(
    "table_2",
    (
        _block(
            (
                Column(_ISSUED, (_ISSUED, "本年制发数")),
                Column(_REPEALED, (_REPEALED, "本年废止数")),
                Column(_VALID, (_VALID, "现行有效数")),
            ),
            Row("规章"),
            Row(
                "行政规范性文件",
                ("行政规范性文件", "规范性文件"),
                {_ISSUED: "/disclosure/normative_issued"},
            ),
        ),
        _block(_DECISIONS, Row("行政许可")),
        _block(_DECISIONS, Row("行政处罚"), Row("行政强制")),
        _block((Column("本年收费金额", unit="万元"),), Row("行政事业性收费")),
    ),
    _PUBLISHED,
    _ARTICLES,
)

_NEW, _OVER = "本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"
_FORWARD, _OTHERWISE = "结转下年度继续办理", "其他处理"
_RESULTS = (
    Row("予以公开", fields={_ALL: "/applications/granted"}),
    Row("部分公开", fields={_ALL: "/applications/partly_granted"}),
    Row("不予公开", head=True),
    Row(
        "属于国家秘密",
        ("属于国家秘密", "国家秘密"),
        {_ALL: "/applications/refused_state_secret"},
    ),
    Row("其他法律行政法规禁止公开"),
    Row("危及“三安全一稳定”", fields={_ALL: "/applications/refused_security"}),
    Row("保护第三方合法权益"),
    Row("属于三类内部事务信息"),
    Row("属于四类过程性信息"),
    Row("属于行政执法案卷"),
    Row("属于行政查询事项"),
    Row("无法提供", head=True),
    Row("本机关不掌握相关政府信息"),
    Row("没有现成信息需要另行制作"),
    Row("补正后申请内容仍不明确"),
    Row("不予处理", head=True),
    Row("信访举报投诉类申请"),
    Row("重复申请"),
    Row("要求提供公开出版物"),
    Row("无正当理由大量反复申请"),
    Row(
        "要求行政机关确认或重新出具已获取信息",
        ("要求行政机关确认或重新出具已获取信息", "要求确认或重新出具已获取信息"),
    ),
)
_ONE_OTHER = (Row(_OTHERWISE),)
_THREE_OTHERS = (
    Row(_OTHERWISE, head=True),
    Row(
        "其他处理/逾期不补正",
        (
            "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "申请人无正当理由逾期不补正",
            "逾期不补正",
        ),
    ),
    Row(
        "其他处理/逾期不缴费",
        (
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "申请人逾期未按收费通知要求缴纳费用",
            "逾期不缴费",
        ),
    ),
    Row("其他处理/其他", ("其他",)),
)


def _table_3(others: tuple[Row, ...]) -> Layout:
    results = (*_RESULTS, *others)
    leaves = tuple(row.name for row in results if not row.head)
    return Layout(
        "table_3",
        (
            Block(
                (
                    Column("自然人"),
                    *(Column(name, under="法人或其他组织") for name in _KINDS[1:]),
                    Column(_ALL, (_ALL, "合计")),
                ),
                (
                    Row(_NEW, (_NEW, "本年新收"), {_ALL: "/applications/received"}),
                    Row(_OVER, (_OVER, "上年结转"), {_ALL: "/applications/carried_over"}),
                    Row("本年度办理结果", head=True),
                    *results,
                    Row(_ALL, (_ALL, "合计"), {_ALL: "/applications/concluded"}),
                    Row(
                        _FORWARD,
                        (_FORWARD, "结转下年度"),
                        {_ALL: "/applications/carried_forward"},
                    ),
                ),
                across=(Sum((_ALL,), _KINDS),),
                down=(Sum((_NEW, _OVER), (_ALL, _FORWARD)), Sum((_ALL,), leaves)),
            ),
        ),
        _HANDLED,
        ("申请人情况", "法人或其他组织"),
    )


TABLE_3_23 = _table_3(_ONE_OTHER)
TABLE_3_25 = _table_3(_THREE_OTHERS)

_OUTCOME_FIELDS = {
    "结果维持": "upheld",
    "结果纠正": "corrected",
    "其他结果": "other",
    "尚未审结": "pending",
    _ALL: "total",
}
_DISPUTES = (
    Row(
        "行政复议",
        fields={column: f"/review/{name}" for column, name in _OUTCOME_FIELDS.items()},
    ),
    Row("行政诉讼未经复议直接起诉", ("未经复议直接起诉", "行政诉讼未经复议直接起诉")),
    Row("行政诉讼复议后起诉", ("复议后起诉", "行政诉讼复议后起诉")),
)


def _table_4(*, wide: bool) -> Layout:
    columns = tuple(Column(name) for name in (*_OUTCOMES, _ALL))
    block = Block(columns, _DISPUTES, across=(Sum((_ALL,), _OUTCOMES),), wide=wide)
    captions = ("行政复议", "行政诉讼") if wide else ("行政诉讼",)
    return Layout("table_4", (block,), _DISPUTED, captions)


TABLE_4 = _table_4(wide=True)
TABLE_4_IN_ROWS = _table_4(wide=False)


class Tables(BaseModel):
    """The official tables since 2019: cells as printed, by row and column name."""

    table_2: dict[str, dict[str, int | Decimal | None]] | None = None
    table_3: dict[str, dict[str, int | Decimal | None]] | None = None
    table_4: dict[str, dict[str, int | Decimal | None]] | None = None

    about: ClassVar[About] = About(
        "法定统计表",
        tables={
            "table_2": (TABLE_2_2021, TABLE_2_2019),
            "table_3": (TABLE_3_25, TABLE_3_23),
            "table_4": (TABLE_4, TABLE_4_IN_ROWS),
            "stat_2014": (SHEET,),
        },
        across=(
            f"table_2.*.{_VALID} = table_2.*.{_VALID}[-1] + table_2.*.{_ISSUED}"
            f" - table_2.*.{_REPEALED}",
            f"table_3.{_OVER}.* = table_3.{_FORWARD}.*[-1]",
        ),
    )
