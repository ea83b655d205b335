"""What announces a report's shortcomings and plans where no fixed name does: the headings and
sentences of many wordings that lead in to them."""

from disclosure.printed import YEAR, S

_ABOUT = r"(?![^\n]*(?:申请|解读|收费|群众|救助|建议|提案|复议|诉讼|经费|热点))"
"""A look-ahead that refuses headings of the report's other parts."""

_REST = r"(?=[^，。；：\n]{0,8}$)"
"""The rest of a heading."""

SHORTCOMINGS = (
    rf"^{_ABOUT}([^，。；：\n]{{0,8}}?(?:不回避|(?<![补长])短处?|差(?:什么|在|哪|距)|欠(?:什么|下|着|缺|账)?|不够|没做"
    rf"|困难|难处|难题|挑战|教训|检讨|反思|自省|不足|缺(?:什么|失)|症结|痛点|堵点|待解|不满意)){_REST}",
)
"""How headings speak of what is wanting: 还差什么 · 不回避 · 自我检讨."""

_WE = r"(?:[我本全][们县市区省局厅委镇乡办院会]{1,2}|[县市区省局厅委镇乡办院])?"
_SHALL = (
    r"(?:拟|将|要(?!求)|计划|打算|准备|争取|力争|着力|着重|安排|重点(?:抓|做|推|工作|安排|任务)"
    r"|怎么[干做办改]|[干做]什么|[干做][些点]|想[干做]|见$|展望|目标|承诺)"
)
PLANS = (
    rf"({YEAR}{S}年?{S}度?{S}[里内，,]?{S}{_WE}(?:的?工作|信息公开工作)?{_SHALL})",
    rf"^{_ABOUT}([^，。；：\n]{{0,8}}?(?:怎么[办改干做]|[干做]什么|往哪|再出发|展望|设想|思路|方向"
    rf"|打算|明天|未来|下一|整改(?:清单|任务|方案|计划)|改什么|改法|努力)){_REST}",
)
"""How they speak of what comes next: 2012年，拟重点抓好三件事 · 明年怎么干 · 2016见."""

__all__ = ["PLANS", "SHORTCOMINGS"]
