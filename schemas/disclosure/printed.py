"""Regular expressions for what reports print in their head: years, dates, bodies, title lines."""

S = r"[ \t\u3000\u00a0]*+"  # possessive: long runs of blanks cost nothing
HAN = r"[\u4e00-\u9fff〇]"

_ZERO = "〇○零OoＯ0０"
_TENS = "一二三四五六七八九"
YEAR = rf"(?:[2２]{S}[0０]{S}\d{S}\d|二{S}[{_ZERO}]{S}[{_ZERO}{_TENS}]{S}[{_ZERO}{_TENS}])"
MONTH = rf"(?:[0-1０-１]?{S}\d|十[一二]?|[元{_TENS}])"
DAY = rf"(?:[0-3０-３]?{S}\d|[二三]?十[{_TENS}]?|廿[{_TENS}]?|[{_TENS}])"
MONTH_DAY = rf"{MONTH}{S}月{S}{DAY}{S}[日号]"
_DASH = r"[-－—/／.．]"
_APART = rf"(?:度?{S}[（(，,]{S}[自从]?{S})?"  # 2012年度（1月1日
DATE = (
    rf"(?:{YEAR}{S}年{S}{_APART}{MONTH_DAY}"
    rf"|{YEAR}{S}{_DASH}{S}\d{{1,2}}{S}{_DASH}{S}\d{{1,2}}(?!\d))"
)

REPORT_YEAR = rf"(?<![-－—至\d]){YEAR}(?={S}年(?!{S}\d))"
"""The year a title names; not a plan's or a school year (2012-2013学年度)."""

KIND = rf"(?:报{S}告|年{S}报|总{S}结)"
OPEN = rf"公{S}开"

LINE = rf"(?m)^{S}[#*]*{S}(?:(?:标{S}题|名{S}称|题{S}名){S}[：:]{S})?"
"""The start of a line that may be a title."""

BRACKET = r"[（(][^\n（）()]{1,16}[）)]"
FULL = r"(?<![省市县区州盟旗镇乡])"
"""A look-behind that refuses the bare name of a place behind a body's name."""

OWN = r"(?![省市县区州镇乡本我全])"
"""A look-ahead that refuses a body's name without its place (市水利局)."""

END = rf"{S}(?:{BRACKET})?{S}\**{S}$"
"""The end of a title line."""

NO_MENU = r"(?![^\n]*(?:首页|位置|索引|目录|导航|打印|字体|下载|[>》|]))"
"""A look-ahead that refuses lines of web furniture."""

BODY = (
    r"(?:政府|办公厅|办公室|办事处|委员会|管委会|党组|指挥部|[总支大]队|法院|检察院|医院|学院|大学"
    r"|公司|集团|中心|街道|[省市县区州盟旗镇乡局厅委办部署处院会队站所馆社校行库])"
)
"""How the name of a public body ends."""

NAME = (
    r"(?:(?!政府信息|政务信息|信息公开|政务公开|关于)[\u4e00-\u9fff·、]){2,40}?"
    r"(?:[（(][\u4e00-\u9fff、]{2,20}[）)])?"
)
"""A body's name, as short as what follows allows."""


def in_head(pattern: str, lines: int = 30) -> str:
    """`pattern` within the first `lines` lines of the text."""
    return rf"\A(?:[^\n]*\n){{0,{lines}}}?[^\n]*?{pattern}"


def in_tail(pattern: str, lines: int = 20) -> str:
    """`pattern` at the end of one of the last `lines` lines of the text."""
    return rf"(?m){pattern}{S}$(?=(?:\n[^\n]*){{0,{lines}}}\Z)"
