"""依申请公开: applications received, how they came in, and how many were dealt with."""

from typing import Annotated

from pydantic import BaseModel

from disclosure import units
from disclosure.vocabulary import words
from llmextract.schema import Extract


class Intake(BaseModel):
    received: Annotated[
        int | None,
        Extract(
            "收到申请数",
            aliases=words(
                "收到申请 收到政府信息公开申请 收到信息公开申请 收到依申请公开 本年新收 新收 "
                "共收到 收到 受理 接收 接到 受理申请 提出申请 申请总数 申请总量 依申请公开 "
                "公开申请 书面申请 申请公开 申请 要求公开 递交申请 申请件 登记申请 受理依申请 "
                "接到申请 申请量 收到公民"
            ),
            unit="件",
            units=units.VISITORS,
            hint="本年新收到的政府信息公开申请总数；当面、网络、信函等分渠道的数和办结、答复的数不是它。",
            unlike=words("办结 答复 当面 传真 网络 信函 结转 受理点 受理窗口"),
            zero_by=words(
                "申请 公开申请 依申请公开 收到申请 受理申请 要求公开 申请公开 申请事项 依申请"
            ),
        ),
    ] = None
    carried_over: Annotated[
        int | None,
        Extract(
            "上年结转申请数",
            aliases=words(
                "上年结转 上年度结转 上一年结转 上一年度结转 去年结转 往年结转 结转上年 上年转入 "
                "上年遗留 上年未办结 上年度未办结 上年跨年 年初结转 跨年结转 上年转来 上年带入 "
                "上年未结 上年度遗留 由上年"
            ),
            unit="件",
            units=units.CASES,
            hint="从上一年结转到本年办理的申请数，不是结转下年的数。",
            unlike=words("结转下 转下年 下年度 下一年"),
            zero_by=words(
                "上年结转 上年度结转 上一年结转 上一年度结转 上年遗留 上年度遗留 年初结余 上年转入"
            ),
        ),
    ] = None
    in_person: Annotated[
        int | None,
        Extract(
            "当面申请数",
            aliases=words(
                "当面申请 当面提交 当面递交 当面 现场申请 现场提交 现场 上门 登门 窗口 来人 "
                "来访申请 面交 亲自 到访 直接递交 柜台 大厅 来局 面对面 当面受理 现场递交 "
                "现场受理 柜面 本人到 前来 直接申请 登门递交"
            ),
            unit="件",
            units=units.VISITORS,
            hint="申请人当面（现场、窗口）提交的申请数。",
            zero_by=words("当面申请 当面提交 当面 现场申请 上门申请 登门"),
            unlike=words("当面答复 当面沟通 现场办理 当场"),
        ),
    ] = None
    fax: Annotated[
        int | None,
        Extract(
            "传真申请数",
            aliases=words(
                "传真申请 传真 传真方式 通过传真 以传真 传真件 传真提交 传真形式 传真渠道 "
                "传真发来 传真申请件 传真件申请 发来传真 经传真 传真收到"
            ),
            unit="件",
            units=units.CASES,
            hint="以传真方式提交的申请数，不是传真号码。",
            zero_by=words("传真申请 传真"),
            unlike=words("电话 传真号 传真："),
        ),
    ] = None
    online: Annotated[
        int | None,
        Extract(
            "网络申请数",
            aliases=words(
                "网络申请 网上申请 在线申请 网络 网上 在线 互联网 电子邮件 电子邮箱 邮箱 "
                "邮件申请 网站提交 网站申请 申请平台 申请系统 公开平台提交 电子申请 线上 网页 "
                "网站 网站在线 邮件 电邮 E-mail 网络平台 网上提交 网上平台 网页提交"
            ),
            unit="件",
            units=units.CASES,
            hint="通过网站、平台、电子邮件等网络方式提交的申请数。",
            zero_by=words(
                "网络申请 网上申请 在线申请 电子邮件申请 网络方式 网络提交 邮箱收到 网络渠道 网络"
            ),
            unlike=words("网上公开 网站发布 网站公开 留言 访问 咨询 信箱"),
        ),
    ] = None
    letter: Annotated[
        int | None,
        Extract(
            "信函申请数",
            aliases=words(
                "信函申请 信函 寄信 邮寄 来函 书信 挂号信 信件 邮政 快递 寄来 寄送 寄达 函件 "
                "特快专递 EMS 邮递 投递 邮局 寄交 来信申请 平信 快件 信函邮寄 书面邮寄 信件申请 "
                "邮寄申请 寄来申请"
            ),
            unit="件",
            units=units.CASES,
            hint="以信函（邮寄、挂号信、快递）方式提交的申请数。",
            zero_by=words("信函申请 信函 邮寄申请 书信 来函"),
            unlike=words("邮寄费 邮寄答复 电子邮件 来信来访 人民来信 信箱"),
        ),
    ] = None
    concluded: Annotated[
        int | None,
        Extract(
            "申请办结数",
            aliases=words(
                "申请办结 办结申请 办结 已办结 全部办结 办理完毕 处理完毕 办毕 办理完结 处理完结 "
                "办理申请 已办理 共办理 依法办理 办理 处理申请 办理结束 办结件 结案 全部办理 "
                "处理了 处结 了结"
            ),
            unit="件",
            units=units.CASES,
            hint="本年办结的申请总数，按时办结、延期办结是它的分项。",
            zero_by=words("办结申请 申请办结"),
            unlike=words("按时 按期 延期 尚未 未办结 正在 办结率 建议 提案 留言"),
        ),
    ] = None
    on_time: Annotated[
        int | None,
        Extract(
            "按时办结数",
            aliases=words(
                "按时办结 按期办结 如期办结 按时答复 按期答复 及时办结 时限内办结 期限内办结 "
                "法定期限内 规定期限内 规定时限内 法定时限内 时限内答复 期限内答复 按时 按期 "
                "如期 限期内 工作日内 按规定时限 按法定时限 在期限内 当期办结 准时 不超期 期内"
            ),
            unit="件",
            units=units.CASES,
            hint="在法定期限内办结的申请数；“均按时答复”没有写出数字，不填。",
            zero_by=words("按时办结"),
            unlike=words("延期 延长 逾期 按时办结率 提案 建议"),
        ),
    ] = None
    extended: Annotated[
        int | None,
        Extract(
            "延期办结数",
            aliases=words(
                "延期办结 延期答复 延期办理 延期 延长答复 延长办理 延长期限 延长答复期限 延长 "
                "展期 顺延 延时 延后答复 延迟 经批准延长 延长时限 延长时间 办理延期 征得同意延期 "
                "推迟"
            ),
            unit="件",
            units=units.CASES,
            hint="延长答复期限后办结的申请数。",
            zero_by=words("延期办结 延期答复 延期 延长答复 延长"),
            unlike=words("按时 延伸 延续"),
        ),
    ] = None
    replied: Annotated[
        int | None,
        Extract(
            "申请答复数",
            aliases=words(
                "申请答复 答复申请 作出答复 做出答复 予以答复 给予答复 书面答复 已答复 共答复 "
                "答复意见 答复书 出具答复 依法答复 均已答复 予以回复 书面回复 回复申请 告知书 "
                "答复 回复 复函 作了答复 答复完毕 作出书面 答复件 出具告知"
            ),
            unit="件",
            units=units.CASES,
            hint="对申请作出答复的总数，同意公开、不予公开等是它的分项。",
            zero_by=words("申请答复 答复申请"),
            unlike=words("按时答复 延期答复 答复率 未答复 留言 提案 建议 来信"),
        ),
    ] = None
    carried_forward: Annotated[
        int | None,
        Extract(
            "结转下年度继续办理数",
            aliases=words(
                "结转下年度继续办理 结转下年度 结转下年 结转下一年 结转至下 结转到下 转下年 "
                "转入下年 跨年办理 尚在办理 正在办理 尚未办结 未办结 未到期 在办 待办理 办理中 "
                "继续办理 尚未答复 结转次年 转至下年 跨年度 尚在办 未办完 留待下年 带入下年"
            ),
            unit="件",
            units=units.CASES,
            hint="年末尚未办结、结转下年度继续办理的申请数，不是上年结转的数。",
            zero_by=words(
                "结转下年 结转下一年 结转到 结转至 结转次年 转入下年 拖到下一年 未办结 在办 跨年"
            ),
            unlike=words("上年结转 上年度结转 去年结转 审理"),
        ),
    ] = None
