"""主动公开: what the body published of its own accord, and through which channels."""

from typing import Annotated, ClassVar

from pydantic import BaseModel

from disclosure import units
from disclosure.vocabulary import words
from llmextract.schema import About, Extract


class Category(BaseModel):
    """One part of the published items: 其中…N条."""

    label: Annotated[str | None, Extract("类别")] = None
    count: Annotated[int | None, Extract("条数", unit="条", units=units.ITEMS)] = None


class Disclosure(BaseModel):
    total: Annotated[
        int | None,
        Extract(
            "主动公开政府信息数",
            aliases=words(
                "主动公开政府信息 主动公开各类政府信息 主动公开信息 主动公开各类信息 主动公开 "
                "公开政府信息 公开各类信息 公开政务信息 公开信息 公布政府信息 发布政府信息 "
                "发布各类信息 向社会公开 对外公开 公开总数 公开总量 信息总量 公开条目 累计公开 "
                "共公开 对外发布 主动发布 主动公布 主动向社会 全年公开 合计公开 各渠道 公之于众"
            ),
            unit="条",
            units=units.ITEMS,
            hint="所有渠道合计、同一信息只计一次的主动公开总数；仅网站、微博、微信等单一渠道的数不是它，"
            "其中某一类的数也不是它；有本年新增和历年累计两个数时取本年。",
            zero_by=words("主动公开政府信息"),
            unlike=words(
                "规范性文件 微博 微信 公报 公开栏 其中 报送 上报 采用 录用 不予公开 依申请 访问 "
                "点击"
            ),
        ),
    ] = None
    by_category: Annotated[
        list[Category] | None,
        Extract(
            "主动公开政府信息分类",
            aliases=words("其中 分别为 按类别 分类统计 包括 类信息 类别 信息类 方面信息"),
            unit="条",
            units=units.ITEMS,
            hint="主动公开总数的分类构成，每项取类别名称和条数；按渠道（网站、微博等）划分的不在此列。",
            unlike=words("微博 微信 网站 公报 申请"),
            parts_of="total",
        ),
    ] = None
    normative_issued: Annotated[
        int | None,
        Extract(
            "制发规范性文件总数",
            aliases=words(
                "制发规范性文件 制定规范性文件 出台规范性文件 印发规范性文件 制定出台规范性文件 "
                "新制定规范性文件 起草规范性文件 制定发布 制发 制定 出台 印发 报备规范性文件 "
                "备案规范性文件 规范性文件总数 制定的规范性文件 "
                "新出台"
            ),
            unit="件",
            units=units.PAPERS,
            hint="本年制定、印发的规范性文件数，不是已公开的规范性文件数。",
            zero_by=words("制发规范性文件 制定规范性文件 出台规范性文件 印发规范性文件 规范性文件"),
            unlike=words("公开规范性文件 清理 废止 失效 审查 普通文件"),
        ),
    ] = None
    normative_disclosed: Annotated[
        int | None,
        Extract(
            "主动公开规范性文件数",
            aliases=words(
                "主动公开规范性文件 公开规范性文件 公布规范性文件 发布规范性文件 "
                "公开发布规范性文件 规范性文件公开 规范性文件信息 规范性文件类 刊登规范性文件 "
                "上网公开规范性文件 公开行政规范性文件 规范性文件 规范性文件全部公开 "
                "规范性文件上网 对外公布规范性文件"
            ),
            unit="条",
            units=units.PAPERS,
            short=words("主动公开 公开 公布 面向社会 向社会 上网 发布"),
            under=words("规范性文件"),
            hint="已向社会主动公开的规范性文件数，不是制发总数。",
            zero_by=words("主动公开规范性文件 公开规范性文件 公开的规范性文件"),
            unlike=words("制发规范性文件 制定规范性文件 清理 废止 失效 审查 备案"),
        ),
    ] = None
    via_gazette: Annotated[
        int | None,
        Extract(
            "政府公报公开政府信息数",
            aliases=words(
                "政府公报 公报 政报 通过公报公开 公报刊登 公报刊发 公报发布 刊登公报 编发公报 "
                "公报登载 公报公布 政府政报 公报刊载 县公报 市公报"
            ),
            unit="条",
            units=units.ITEMS,
            hint="在政府公报上公开的信息条数，不是公报出版期数或印数。",
            zero_by=words("公报公开 公报发布 公报刊登 政府公报 公报"),
            unlike=words("编印 发行 赠阅 发放 印发 册 统计公报 出版"),
        ),
    ] = None
    via_website: Annotated[
        int | None,
        Extract(
            "政府网站公开政府信息数",
            aliases=words(
                "政府网站公开 政府网站 门户网站 官方网站 官网 网站发布 网站公开 网上公开 "
                "上网发布 网站主动公开 网站更新 网站专栏公开 信息公开网 公开平台 公开专栏 网页 "
                "互联网 网站 网上发布 上传信息 门户网 政务网 政务网站 网站挂出 网站登载 网站刊发 "
                "站点 上网公开"
            ),
            unit="条",
            units=units.ITEMS,
            hint="通过政府网站公开的信息条数；访问量、栏目数、留言数、网上申请数都不是它。",
            zero_by=words("网站公开 网站发布"),
            unlike=words("访问 点击 浏览 留言 咨询 申请 访谈 解读 专题 微博 微信 报送 采用 浏览量"),
        ),
    ] = None
    via_weibo: Annotated[
        int | None,
        Extract(
            "政务微博公开政府信息数",
            aliases=words(
                "政务微博 官方微博 微博公开 微博发布 发布微博 微博 新浪微博 腾讯微博 微博平台 "
                "发微博 博文 微博客 微博推送 微博账号 两微 微博推送信息 微博刊发"
            ),
            unit="条",
            units=units.ITEMS,
            hint="通过政务微博发布的信息条数，不是粉丝、阅读、转发或评论数；微博微信合并的一个数不单属于它。",
            zero_by=words("微博公开 微博发布 政务微博公开"),
            unlike=words("粉丝 关注 阅读 转发 评论 点赞 回应 回复 微信 开通 账号"),
        ),
    ] = None
    via_wechat: Annotated[
        int | None,
        Extract(
            "政务微信公开政府信息数",
            aliases=words(
                "政务微信 微信公众号 微信公开 微信发布 微信公众平台 公众号发布 公众号推送 "
                "微信推送 官方微信 微信平台 推送微信 订阅号 服务号 公众号 微信 公众号推文 推文 "
                "图文消息 微信图文 微信公号"
            ),
            unit="条",
            units=units.ITEMS,
            hint="通过政务微信发布的信息条数，不是粉丝、订阅、阅读或转发数。",
            zero_by=words("微信公开 微信发布 政务微信公开"),
            unlike=words("粉丝 关注 订阅用户 阅读 转发 评论 点赞 回应 回复 开通 账号"),
        ),
    ] = None
    via_other: Annotated[
        int | None,
        Extract(
            "其他方式公开政府信息数",
            aliases=words(
                "其他方式公开 其他方式 其他渠道 其他途径 其它方式 其它渠道 公开栏 公示栏 报刊 "
                "报纸 广播电视 电视台 新闻媒体 电子显示屏 宣传册 宣传栏 查阅点公开 手机报 短信 "
                "客户端 公告栏 展板 宣传单 明白纸 LED 显示屏 广播 橱窗"
            ),
            unit="条",
            units=units.ITEMS,
            hint="公报、网站、微博、微信以外各种方式公开的信息条数。",
            zero_by=words("其他方式公开 其他渠道公开"),
            unlike=words("回应 申请 答复 告知 发放 块 报送"),
        ),
    ] = None
    weibo_followers: Annotated[
        int | None,
        Extract(
            "微博粉丝数",
            aliases=words(
                "微博粉丝 粉丝数 粉丝量 粉丝 听众 收听 关注人数 微博关注 关注者 博友 微博关注者 "
                "微博用户 微博订阅"
            ),
            unit="人",
            units=units.FOLLOWERS,
            short=words("粉丝 关注 订阅 用户"),
            under=words("微博"),
            hint="微博粉丝总数，不是本年新增数；微信的订阅人数不是它。",
            zero_by=words("微博粉丝 粉丝"),
            unlike=words("微信 公众号 订阅 新增 增加 增长 阅读 转发"),
        ),
    ] = None
    wechat_followers: Annotated[
        int | None,
        Extract(
            "微信订阅人数",
            aliases=words(
                "微信粉丝 微信关注 微信用户 订阅人数 订阅用户 订阅数 订阅量 订阅 关注用户 "
                "公众号粉丝 公众号关注 用户数 关注量 微信订阅 微信订户 关注公众号 微信关注者 "
                "公众号用户"
            ),
            unit="人",
            units=units.FOLLOWERS,
            short=words("粉丝 关注 订阅 用户"),
            under=words("微信 公众号"),
            hint="微信公众号订阅（关注）总人数，不是本年新增数；微博粉丝不是它。",
            zero_by=words("微信粉丝 订阅人数 订阅用户"),
            unlike=words("微博 新增 增加 增长 阅读 转发 听众"),
        ),
    ] = None
    site_visits: Annotated[
        int | None,
        Extract(
            "网站年访问量",
            aliases=words(
                "访问量 点击量 浏览量 访问人数 访问人次 点击率 点击数 点击次数 访问次数 访问总量 "
                "总访问 年访问 页面浏览 浏览次数 访客 网民访问 累计访问 访问 点击 浏览 浏览人次 "
                "独立访客 点击人次 访问达 点阅 被访问 页面访问"
            ),
            unit="次",
            units=units.VISITS,
            hint="网站或公开专栏一年的访问（点击、浏览）总量；日均、月均、单条、单个页面的访问量不是它。",
            zero_by=words("访问量"),
            unlike=words("日均 月均 每日 每天 每月 单日 单条 单篇 最高 平均 微信 微博"),
        ),
    ] = None
    special_columns: Annotated[
        int | None,
        Extract(
            "专栏专题数",
            aliases=words(
                "专题专栏 专栏 专题 开设专栏 开设专题 设立专栏 新增专栏 制作专题 推出专题 "
                "专题网页 热点专题 栏目 子栏目 一级栏目 重点领域专栏 专区 专页 版块 板块 频道 "
                "专题网站 专题页面"
            ),
            unit="个",
            units=units.COLUMNS,
            hint="网站上开设或维护的专栏、专题个数。",
            zero_by=words("专题专栏 专栏专题 开设专栏 开设专题"),
            unlike=words("专题会议 专题培训 专题研究 专题讲座 条信息 公开栏 宣传栏"),
        ),
    ] = None

    about: ClassVar[About] = About(
        "主动公开政府信息情况",
        aliases=words(
            "主动公开 公开政府信息 政府信息公开情况 公开内容 公开形式 公开渠道 公开方式 "
            "公开载体 公开平台 信息发布 发布信息 网站建设 平台建设 政务新媒体 政府网站 重点领域"
        ),
        identities=("normative_disclosed <= normative_issued",),
        unlike=words("依申请公开 申请公开 报送信息 信息报送 上报信息 被采用 约稿"),
    )
