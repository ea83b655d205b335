"""政府信息公开情况统计表: the sheet that reports of 2014 to 2018 append, a field in every cell."""

from disclosure.vocabulary import words
from llmextract.schema import Block, Column, Layout, Row

_COUNT = "统计数"


def _row(label: str, pointer: str, *others: str, name: str = "", unit: str | None = None) -> Row:
    return Row(name or label, (label, *others), {_COUNT: pointer}, unit=unit)


def _head(label: str, *others: str) -> Row:
    return Row(label, (label, *others), head=True)


_PUBLISHED = (
    _head("主动公开情况", "主动公开政府信息情况"),
    _row("主动公开政府信息数", "/disclosure/total"),
    _row("主动公开规范性文件数", "/disclosure/normative_disclosed"),
    _row("制发规范性文件总数", "/disclosure/normative_issued", "制发规范性文件数"),
    _head("通过不同渠道和方式公开政府信息的情况"),
    _row("政府公报公开政府信息数", "/disclosure/via_gazette"),
    _row("政府网站公开政府信息数", "/disclosure/via_website"),
    _row("政务微博公开政府信息数", "/disclosure/via_weibo"),
    _row("政务微信公开政府信息数", "/disclosure/via_wechat"),
    _row("其他方式公开政府信息数", "/disclosure/via_other"),
)
_ANSWERED = (
    _head("回应解读情况"),
    _row("回应公众关注热点或重大舆情数", "/response/hot_topics"),
    _head("通过不同渠道和方式回应解读的情况"),
    _row("参加或举办新闻发布会总次数", "/response/press_conferences"),
    _row(
        "主要负责同志参加新闻发布会次数",
        "/response/press_conferences_by_head",
        "主要负责同志参加新闻发布会总次数",
    ),
    _row("政府网站在线访谈次数", "/response/online_interviews"),
    _row(
        "主要负责同志参加政府网站在线访谈次数",
        "/response/online_interviews_by_head",
        "主要负责同志参加政府网站在线访谈总次数",
    ),
    _row("政策解读稿件发布数", "/response/interpretations"),
    _row("微博微信回应事件数", "/response/weibo_wechat_responses"),
    _row("其他方式回应事件数", "/response/other_responses"),
)
_ASKED = (
    _head("依申请公开情况"),
    _row("收到申请数", "/applications/received"),
    _row("当面申请数", "/applications/in_person"),
    _row("传真申请数", "/applications/fax"),
    _row("网络申请数", "/applications/online"),
    _row("信函申请数", "/applications/letter"),
    _row("申请办结数", "/applications/concluded"),
    _row("按时办结数", "/applications/on_time"),
    _row("延期办结数", "/applications/extended"),
    _row("申请答复数", "/applications/replied"),
    _row("属于已主动公开范围数", "/applications/already_public"),
    _row("同意公开答复数", "/applications/granted"),
    _row("同意部分公开答复数", "/applications/partly_granted"),
    _row("不同意公开答复数", "/applications/refused"),
    _row("涉及国家秘密", "/applications/refused_state_secret"),
    _row("涉及商业秘密", "/applications/refused_trade_secret"),
    _row("涉及个人隐私", "/applications/refused_privacy"),
    _row("危及国家安全、公共安全、经济安全和社会稳定", "/applications/refused_security"),
    _row("不是《条例》所指政府信息", "/applications/refused_not_government_information"),
    _row("法律法规规定的其他情形", "/applications/refused_other_law"),
    _row("不属于本行政机关公开数", "/applications/not_this_agency"),
    _row("申请信息不存在数", "/applications/not_exist"),
    _row("告知作出更改补充数", "/applications/amend"),
    _row("告知通过其他途径办理数", "/applications/other_channel"),
)


def _disputes(label: str, group: str, upheld: tuple[str, ...]) -> tuple[Row, ...]:
    parts = (("upheld", upheld), ("corrected", ("被依法纠错数",)), ("other", ("其他情形数",)))
    return (
        _row(label, f"/{group}/total"),
        *(
            _row(*printed[:1], f"/{group}/{name}", *printed[1:], name=f"{label}/{printed[0]}")
            for name, printed in parts
        ),
    )


_DISPUTED = (
    *_disputes("行政复议数量", "review", ("维持具体行政行为数",)),
    *_disputes(
        "行政诉讼数量",
        "litigation",
        ("维持具体行政行为或者驳回原告诉讼请求数", "维持具体行政行为或驳回原告诉讼请求数"),
    ),
    _row("举报投诉数量", "/complaints/total"),
    _row(
        "依申请公开信息收取的费用",
        "/fees/collected",
        "依申请公开政府信息收取的费用",
        unit="万元",
    ),
)
_KEPT = (
    _head("机构建设和保障经费情况"),
    _row("政府信息公开工作专门机构数", "/capacity/offices"),
    _row("设置政府信息公开查阅点数", "/capacity/reading_points"),
    _row("从事政府信息公开工作人员数", "/capacity/staff"),
    _row("专职人员数", "/capacity/staff_full_time"),
    _row("兼职人员数", "/capacity/staff_part_time"),
    _row("政府信息公开专项经费", "/capacity/budget", unit="万元"),
    _head("政府信息公开会议和培训情况"),
    _row("召开政府信息公开工作会议或专题会议数", "/capacity/meetings"),
    _row("举办各类培训班数", "/capacity/trainings", "举办政府信息公开培训班数"),
    _row("接受培训人员数", "/capacity/trainees"),
)

SHEET = Layout(
    "stat_2014",
    (
        Block(
            (Column(_COUNT, ("统计数", "数量", "数值")),),
            (*_PUBLISHED, *_ANSWERED, *_ASKED, *_DISPUTED, *_KEPT),
        ),
    ),
    headings=words("政府信息公开情况统计表 政府信息公开工作情况统计表"),
    captions=words("统计指标 单位 指标 计量单位 序号"),
    marks=words("条 件 次 篇 个 人 人次 万元 元 份 期 班次 场次"),
)
