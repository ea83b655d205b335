"""What the report is: its body, level, year, title, dates and template, read by pattern."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel

from disclosure.printed import (
    BODY,
    BRACKET,
    DATE,
    END,
    FULL,
    KIND,
    LINE,
    MONTH_DAY,
    NAME,
    NO_MENU,
    OPEN,
    OWN,
    REPORT_YEAR,
    YEAR,
    S,
    in_head,
    in_tail,
)
from llmextract.schema import About, Extract

_FREE = r"[^\n。；，：:]"  # within a title
_ABOUT = rf"{S}(?:关于|{S}(?:做好|报送|公布|印发|上报))*{S}"
_TO_KIND = rf"{_FREE}{{0,30}}(?:\n{_FREE}{{1,30}})?{KIND}{END}"

_ON_ONE_LINE = (
    rf"{_FREE}{{2,60}}{OPEN}{_FREE}{{0,24}}{KIND}(?:{S}的{S}(?:公告|通告))?(?:{S}{BRACKET})?"
)
_TITLE = (
    # the body on a line of its own, the rest below it
    rf"{LINE}(?P<value>{NO_MENU}{NAME}{BODY}{S}\n\s*(?:关于)?{S}(?:{YEAR}{S}年|(?!{_FREE}*{YEAR}{S}年))"
    rf"{_FREE}{{0,16}}信息{OPEN}{_FREE}{{0,20}}{KIND}(?:{S}{BRACKET})?){S}$",
    rf"{LINE}(?P<value>{NO_MENU}(?={_FREE}*{YEAR}{S}年){_ON_ONE_LINE}){S}\**{S}$",
    # broken over two lines at any place
    rf"{LINE}(?P<value>{NO_MENU}{_FREE}{{2,60}}{YEAR}{S}年{_FREE}{{0,30}}\n{_FREE}{{1,30}}{KIND}){END}",
    rf"{LINE}(?P<value>{NO_MENU}{_FREE}{{2,60}}\n{_FREE}{{0,16}}{OPEN}{_FREE}{{0,24}}{KIND}){END}",
    rf"{LINE}(?P<value>{NO_MENU}{_ON_ONE_LINE}){S}\**{S}$",
)

_PUBLISHER = r"(?:发[文布]机[构关]|发[文布](?:单位|部门)|制发机关|公开(?:机构|主体|单位))"
_LABEL = r"(?!发[文布]|成文|索引|主题|文号|生成|公开|分类|有效|名称|信息|日期|时间|体裁)"
_IN_TITLE = rf"{_ABOUT}(?:{YEAR}{S}[-－—至]{S})?{YEAR}{S}学?年{_TO_KIND}"
_YEAR_FIRST = rf"(?:{YEAR}{S}年{S}度?{S})?"
_UNDATED = (
    rf"{_ABOUT}(?:政府(?!{S}网)|政务|信息){S}(?:信息)?(?:和政务)?{OPEN}{_FREE}{{0,30}}{KIND}{END}"
)
_SIGNED = rf"{OWN}[\u4e00-\u9fff]{{2,30}}{BODY}{FULL}(?<!网站)"
_AGENCY = (
    in_head(
        rf"{_PUBLISHER}{S}[】\]]?{S}(?:[：:\n]\s*|(?<=[ \t\u3000】\]])){_LABEL}"
        r"(?P<value>[\u4e00-\u9fff·]{2,40}(?:[（(][\u4e00-\u9fff]{2,20}[）)])?)"
    ),
    rf"{LINE}{NO_MENU}{OWN}(?P<value>{NAME}{FULL}){_IN_TITLE}",
    rf"{LINE}{NO_MENU}(?P<value>{NAME}{BODY}){S}\n\s*(?:关于)?{S}(?:{YEAR}{S}年)?"
    rf"{_FREE}{{0,16}}{OPEN}{_FREE}{{0,20}}{KIND}{END}",
    rf"{LINE}{NO_MENU}{_YEAR_FIRST}(?P<value>{NAME}人民政府)(?:办公[厅室])?"
    rf"{S}(?:信息|政务){OPEN}{_FREE}{{0,30}}{KIND}{END}",
    rf"{LINE}{NO_MENU}{_YEAR_FIRST}{OWN}(?P<value>{NAME}{FULL}){_UNDATED}",
    # a line of its own above or below the title, or at the end
    rf"\A(?:[^\n]*\n){{0,12}}?{S}{NO_MENU}(?P<value>{_SIGNED}){S}(?=\n)",
    in_tail(rf"^{S}(?P<value>{_SIGNED})(?:{S}{DATE}{S}(?:印发)?)?"),
    rf"{LINE}{NO_MENU}(?P<value>{NAME}){_IN_TITLE}",
    rf"{LINE}{NO_MENU}{_YEAR_FIRST}(?P<value>{NAME}){_UNDATED}",
    in_tail(rf"^{S}(?P<value>[\u4e00-\u9fff]{{2,30}}{BODY})(?:{S}{DATE}{S}(?:印发)?)?"),
)

_YEAR = (
    rf"{LINE}{NO_MENU}{_FREE}{{0,60}}?(?P<value>{REPORT_YEAR}){S}年{_TO_KIND}",
    rf"{LINE}{NO_MENU}{_FREE}{{0,60}}{OPEN}{_FREE}{{0,24}}{KIND}{S}\n?{S}[（(]?{S}"
    rf"(?P<value>{REPORT_YEAR}){S}年{S}度?{S}[）)]?{S}$",
    rf"(?P<value>{YEAR}){S}年{S}1{S}月{S}1{S}日[^\n。]{{0,12}}12{S}月{S}31{S}日",
    rf"(?<!-)(?P<value>{REPORT_YEAR}){S}年度?[^\n。；]{{0,16}}(?:信息|政务){OPEN}(?:工作)?(?:情况)?(?:年度)?{KIND}",
    rf"(?P<value>{REPORT_YEAR}){S}年(?:度)?[，,]?{S}(?:在|我|本|全|按照|根据|认真|以(?![来前后往上下及内]))",
)

_NOT_IN_DATES = r"[^\d\s。；;年月日〇一二三四五六七八九十至到讫迄止—－~～-]"
_BETWEEN = rf"(?:{S}(?:[同当本该]年|[零0]时|24时|{_NOT_IN_DATES})){{0,10}}?{S}"
_TO = rf"{_BETWEEN}(?:[至到讫迄止于]{{1,2}}|[-－—–~～]{{1,2}}){_BETWEEN}"
_FROM_DATE = rf"(?P<value>{DATE}){_TO}(?:{DATE}|{MONTH_DAY})"
_TO_DATE = rf"{DATE}{_TO}(?P<value>{DATE}|{MONTH_DAY})"
_TERM = (
    r"(?:统计|数据|数字|报告期|本报告|本篇|所[列记述载称涉]|口径|区间|时段|起[讫止])[^\n。]{0,30}?"
)
_SPAN = r"(?:期限|时限|时间|期间|周期)[^\n。]{0,8}?"
_JANUARY = rf"(?={YEAR}{S}[^\d\n]{{1,6}}{S}(?:0?1|一|元){S}[^\d\n]{{1,2}}{S}(?:0?1|一)(?!\d))"
_DECEMBER = (
    rf"(?={YEAR}{S}[^\d\n]{{1,6}}{S}(?:0?[1-7](?!\d)|[一二三四五六七]){S}[^\d\n])(?={DATE}{_TO}(?:{YEAR}{S}[^\d\n]{{1,2}}{S})?"
    rf"(?:12|十二){S}[^\d\n]{{1,2}}{S}(?:31|三十一)(?!\d))"
)
_PERIOD = (
    (_TERM, ""),
    (_JANUARY, ""),
    (_SPAN, ""),
    (rf"[自从]{S}", rf"{S}为?止"),
    (rf"\A[\s\S]{{0,1200}}?{_DECEMBER}", ""),
)
_NO_YEAR = (  # the year stands ahead in the sentence
    rf"{_TERM}(?P<value>{MONTH_DAY}){_TO}{MONTH_DAY}",
    rf"{_TERM}{MONTH_DAY}{_TO}(?P<value>{MONTH_DAY})",
)
_UNTIL = rf"{_TERM}截[至止]到?{S}(?P<value>{DATE})"

_ISSUED = r"(?:发布|发文|公开|公布|印发|制发|发稿|上传|更新)"
_MADE = r"(?:成文|生成|签发|撰写)"
_WHEN = rf"{S}(?:日{S}期|时{S}间){S}[】\]]?{S}[：:\n]?\s*"
_OPENS, _CLOSES = r"[（(\[【〔〈<]?", r"[）)\]】〕〉>]?"
_FREE_HAN = r"(?![^\n]*[至到截止自从])[\u4e00-\u9fff]{2,24}"
_GIVEN = r"(?:[印刊颁签]?[发布出行]{1,2}|公布|公开|发布|成文|签发|印制|定稿|修订|编制?)?"
_ISSUE_DATE = (
    in_head(rf"{_ISSUED}{_WHEN}(?P<value>{DATE})"),
    in_head(rf"{_MADE}{_WHEN}(?P<value>{DATE})"),
    in_head(rf"(?:日{S}期|时{S}间){S}[：:]{S}(?P<value>{DATE})"),
    in_head(
        rf"(?<=\n){S}{_OPENS}{S}(?:{_FREE_HAN}{S})?(?P<value>{DATE}){S}(?:\d{{1,2}}:\d\d(?::\d\d)?)?{S}{_GIVEN}{S}{_CLOSES}{S}(?=\n|来源|浏览|字号|作者)"
    ),
    in_tail(
        rf"^{S}{_OPENS}(?:[\u4e00-\u9fff（）()、]{{2,40}})?{S}(?P<value>{DATE}){S}{_GIVEN}{_CLOSES}"
    ),
    in_tail(rf"(?<![至到—－~～-])(?P<value>{DATE}){S}{_GIVEN}"),
)

_CITY = r"(?<!城)市(?!场|政|容|民(?!政)|直|级|属|长|域)"
_DISTRICT = r"(?<!自治)(?<!地)(?<!政)(?<!灌)(?<!库)(?<!保护)(?<!名胜)(?<!景)区(?!域|划)"
_MUNICIPALITY = r"(?:北京|上海|天津|重庆)"
_NO_PLACE = rf"(?:(?!省|自治|县|旗|兵团|州|{_CITY}|{_DISTRICT}).)*$"
_MINISTRY = (
    r"(?:外交|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|国土资源"
    r"|生态环境|环境保护|住房和城乡建设|交通运输|交通|铁道|水利|农业农村|农业|商务|文化和旅游|文化|卫生"
    r"|退役军人事务|应急管理|监察|国家安全)部"
)
_LEVEL = (
    (
        r"(?:(?<![城乡])镇|(?<!城)乡|街道|苏木)(?:人民)?(?:政府|党委|党工委|办事处)?(?:党政)?(?:综合)?(?:办公室|办)?$",
        "town",
    ),
    (
        r"[县区市旗][\u4e00-\u9fff]{1,6}(?:(?<![城乡])镇|(?<!城)乡(?!镇|村)|街道)(?!建设|规划|管理|企业)",
        "town",
    ),
    (rf"^(?:中华人民共和国|国务院|国家|中国|中央|最高人民|全国){_NO_PLACE}", "central"),
    (rf"^(?:{_MINISTRY}|审计署|海关总署|[\u4e00-\u9fff]{{2,12}}总局)(?:办公厅)?$", "central"),
    (r"县|(?<!红)旗(?!舰)", "county"),
    (_DISTRICT, "county"),
    (rf"{_CITY}[\u4e00-\u9fff]{{1,6}}{_CITY}", "county"),
    (rf"州[\u4e00-\u9fff]{{1,6}}{_CITY}", "county"),
    (rf"^{_MUNICIPALITY}", "province"),
    (
        rf"{_CITY}|自治州|行署|行政公署|地区|(?<!联)盟(?!主)|州(?!省)(?=人民政府|[\u4e00-\u9fff]{{2,14}}[局委办会]$|$)",
        "prefecture",
    ),
    (r"省|自治区|特别行政区|兵团|厅$", "province"),
)


def _cells(*names: str) -> str:
    """Column or row names as printed, in one line or with breaks between characters."""
    return "|".join(r"\s*".join(name) for name in names)


_SIX = r"收\s*到\s*和\s*处\s*理\s*政\s*府\s*信\s*息\s*公\s*开\s*申\s*请"
_TEMPLATE = (
    (_cells("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量"), "table_2021"),
    (_cells("本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量"), "table_2019"),
    (
        _cells(
            "回应公众关注热点或重大舆情数",
            "通过不同渠道和方式公开政府信息的情况",
            "主动公开规范性文件数",
            "属于已主动公开范围数",
            "同意部分公开答复数",
            "政府信息公开工作专门机构数",
        ),
        "stat_2014",
    ),
    (rf"(?m)^{S}[\u4e00-\u9fff]{{0,20}}信息公开(?:工作)?情况统计表{S}$", "stat_2014"),
    (
        rf"\A[\s\S]{{0,800}}?(?P<value>(?:20(?:19|20)|二[〇○零](?:一九|二[〇○零]))\s*年)(?=[\s\S]*{_SIX})",
        "table_2019",
    ),
    (_cells("逾期不补正", "逾期未按收费通知要求缴纳费用"), "table_2021"),
    (_SIX, "table_2021"),
    (rf"(?m)^{S}(?P<value>一{S}、{S}[^\n。：:]{{2,30}})", "narrative"),
    (r"公开", "narrative"),
)


class Report(BaseModel):
    agency: Annotated[
        str | None,
        Extract(
            "发文机关",
            aliases=("发布机构", "发文机构", "发文单位", "发布单位", "公开主体"),
            hint="发布报告的机关名称，取文首的发布机构；文首没有时取标题中年份之前的机关名称，再取落款。",
            pattern=_AGENCY,
            within="text",
        ),
    ] = None
    level: Annotated[
        str | None,
        Extract(
            "机关层级",
            hint="central 中央 · province 省级 · prefecture 市（州、盟、地区）级 · "
            "county 县（区、旗）级 · town 乡镇街道；县级市从名称上分不出来。",
            of="agency",
            choices=_LEVEL,
        ),
    ] = None
    year: Annotated[
        int | None,
        Extract(
            "报告年度",
            hint="报告所述的年度，不是发布年份，也不是文中顺带提到的年份、学年度或计划年份。",
            pattern=_YEAR,
            within="text",
        ),
    ] = None
    title: Annotated[
        str | None,
        Extract(
            "标题", aliases=("名称", "题名"), hint="报告的完整标题。", pattern=_TITLE, within="text"
        ),
    ] = None
    issue_date: Annotated[
        date | None,
        Extract(
            "发布日期",
            aliases=("发文日期", "成文日期", "生成日期", "公开日期", "发布时间", "印发"),
            hint="文首的发布日期；没有时取落款日期。统计期限的起止日期不是它。",
            pattern=_ISSUE_DATE,
            within="text",
        ),
    ] = None
    period_start: Annotated[
        date | None,
        Extract(
            "统计期限起",
            aliases=("统计期限", "统计时限", "统计期间", "报告期", "起始日期"),
            hint="统计期限的起始日期。",
            pattern=(
                *(f"{before}{_FROM_DATE}{after}" for before, after in _PERIOD),
                _NO_YEAR[0],
            ),
            within="text",
        ),
    ] = None
    period_end: Annotated[
        date | None,
        Extract(
            "统计期限止",
            aliases=("截至", "截止", "终止日期", "统计期限至"),
            hint="统计期限的终止日期；没有印年份的（至12月31日）与起始日期同年。",
            pattern=(
                *(f"{before}{_TO_DATE}{after}" for before, after in _PERIOD),
                _NO_YEAR[1],
                _UNTIL,
            ),
            within="text",
        ),
    ] = None
    template: Annotated[
        str | None,
        Extract(
            "报告模板",
            hint="narrative 叙述式 · stat_2014 附统计表 · table_2019 · table_2021；"
            "看标题和表头，不看报告所引的文号。",
            choices=_TEMPLATE,
            within="text",
        ),
    ] = None

    about: ClassVar[About] = About("报告", aliases=("年度报告", "政府信息公开工作年度报告"))
