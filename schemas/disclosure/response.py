"""回应解读: how the body answered public concern."""

from typing import Annotated, ClassVar

from pydantic import BaseModel

from disclosure import units
from disclosure.vocabulary import words
from llmextract.schema import About, Extract


class Response(BaseModel):
    hot_topics: Annotated[
        int | None,
        Extract(
            "回应公众关注热点或重大舆情数",
            aliases=words(
                "回应公众关注热点 回应热点 回应社会关切 回应社会热点 回应关切 热点问题 热点回应 "
                "重大舆情 舆情回应 回应舆情 处置舆情 舆情 公众关切 公众关注 社会热点 热点难点 "
                "突发事件 热点 群众关切 群众关心 热点事件 网络舆情 舆情事件 民生热点 涉及舆情 "
                "社会关注"
            ),
            unit="次",
            units=units.TOPICS,
            hint="回应公众关注热点或重大舆情的总次数，各种回应方式的分项不是它。",
            zero_by=words("重大舆情 舆情 回应公众关注热点 回应热点 热点问题"),
            unlike=words("发布会 访谈 解读 微博 微信 留言 监测 信箱 其他方式"),
        ),
    ] = None
    press_conferences: Annotated[
        int | None,
        Extract(
            "参加或举办新闻发布会总次数",
            aliases=words(
                "新闻发布会 发布会 新闻通气会 通气会 新闻吹风会 吹风会 媒体见面会 记者会 "
                "记者招待会 召开新闻发布 举办新闻发布 举行新闻发布 参加新闻发布 例行发布 "
                "新闻发布 记者见面会 媒体通气会 情况通报会 媒体沟通会 新闻媒体通气"
            ),
            unit="次",
            units=units.EVENTS,
            hint="参加或举办的新闻发布会总次数，不是主要负责同志参加的次数。",
            zero_by=words("新闻发布会 发布会 新闻通气会"),
            unlike=words("主要负责 主要领导 一把手 新闻稿 发言人 副 访谈"),
        ),
    ] = None
    press_conferences_by_head: Annotated[
        int | None,
        Extract(
            "主要负责同志参加新闻发布会次数",
            aliases=words(
                "主要负责同志参加新闻发布会 主要负责同志参加 主要负责同志出席 主要负责人参加 "
                "主要负责人出席 主要领导参加 主要领导出席 一把手出席 一把手参加 "
                "负责同志出席发布会 主要负责同志 主要负责人 主要领导 局长出席 市长出席 县长出席 "
                "厅长出席 主任出席 局长参加发布会 局长到场 主要负责人出席发布会"
            ),
            unit="次",
            units=units.EVENTS,
            short=words(
                "主要负责同志 主要负责人 主要领导 一把手 局长 县长 市长 区长 州长 厅长 "
                "省长 主任 部长 书记 镇长 乡长 负责同志参加"
            ),
            under=words("发布会 通气会 新闻发布 记者会"),
            hint="本机关主要负责同志（一把手）参加新闻发布会的次数；副职、分管负责人参加的不算。",
            zero_by=words(
                "主要负责同志参加新闻发布会 主要负责人参加新闻发布会 主要领导参加新闻发布会 "
                "主要负责同志参加发布会 主要负责人参加发布会 局长参加新闻发布会"
            ),
            unlike=words("副 分管 访谈 其他负责 班子成员"),
        ),
    ] = None
    online_interviews: Annotated[
        int | None,
        Extract(
            "政府网站在线访谈次数",
            aliases=words(
                "在线访谈 网上访谈 网络访谈 视频访谈 嘉宾访谈 访谈节目 领导访谈 在线交流 "
                "网络直播 在线直播 访谈 在线解答 上线 做客 直播访谈 走进直播间 电视访谈 热线访谈 "
                "录制访谈"
            ),
            unit="次",
            units=units.EVENTS,
            hint="政府网站在线访谈总次数，不是主要负责同志参加的次数。",
            zero_by=words("在线访谈 网上访谈 网络访谈 网站访谈 访谈"),
            unlike=words("主要负责 主要领导 一把手 发布会 问卷 副"),
        ),
    ] = None
    online_interviews_by_head: Annotated[
        int | None,
        Extract(
            "主要负责同志参加政府网站在线访谈次数",
            aliases=words(
                "主要负责同志参加政府网站在线访谈 主要负责同志参加在线访谈 主要负责同志参加访谈 "
                "主要负责同志做客 主要负责人做客 主要负责人参加在线访谈 主要领导做客 "
                "主要领导参加在线访谈 主要领导参加访谈 一把手访谈 一把手做客 一把手参加访谈 "
                "一把手上线 局长做客 市长做客 县长做客 厅长做客 主任做客 局长参加访谈 局长上线 "
                "主要负责人参加访谈"
            ),
            unit="次",
            units=units.EVENTS,
            short=words(
                "主要负责同志 主要负责人 主要领导 一把手 局长 县长 市长 区长 州长 厅长 "
                "省长 主任 部长 书记 镇长 乡长 负责同志参加"
            ),
            under=words("在线访谈 访谈 在线交流 直播"),
            hint="本机关主要负责同志（一把手）参加在线访谈的次数；副职、分管负责人参加的不算。",
            zero_by=words(
                "主要负责同志参加政府网站在线访谈 主要负责同志参加在线访谈 主要负责同志参加访谈"
            ),
            unlike=words("副 分管 发布会 其他负责 班子成员"),
        ),
    ] = None
    interpretations: Annotated[
        int | None,
        Extract(
            "政策解读稿件发布数",
            aliases=words(
                "政策解读稿件 政策解读 解读稿件 解读材料 解读文章 解读信息 发布解读 解读稿 图解 "
                "图文解读 解读产品 文件解读 专家解读 解读 一图读懂 读懂 政策图解 视频解读 解读件 "
                "解读文稿 政策问答 图说"
            ),
            unit="篇",
            units=units.POSTS,
            hint="发布的政策解读稿件总数。",
            zero_by=words("政策解读 解读稿件 解读材料 解读"),
            unlike=words("发布会 访谈 解读率 方案 专栏"),
        ),
    ] = None
    weibo_wechat_responses: Annotated[
        int | None,
        Extract(
            "微博微信回应事件数",
            aliases=words(
                "微博微信回应事件 微博微信回应 微博、微信回应 微信微博回应 两微回应 微博回应 "
                "微信回应 微博回复 微信回复 新媒体回应 微博微信回复 公众号回应 两微平台回应 "
                "微博微信答复 微博答复 微信答复 政务新媒体回应"
            ),
            unit="次",
            units=units.TOPICS,
            hint="通过微博、微信回应事件的次数，不是微博微信发布的信息条数。",
            zero_by=words("微博微信回应 微博回应 微信回应 微博微信发布回应"),
            unlike=words("发布信息 推送 粉丝 转发 阅读"),
        ),
    ] = None
    other_responses: Annotated[
        int | None,
        Extract(
            "其他方式回应事件数",
            aliases=words(
                "其他方式回应事件 其他方式回应 其它方式回应 其他渠道回应 其他途径回应 "
                "其他形式回应 以其他方式 通过其他方式 媒体回应 接受采访 媒体采访 "
                "其他方式作出回应 别的方式回应 其余方式回应 电话回应 书面回应"
            ),
            unit="次",
            units=units.TOPICS,
            hint="发布会、访谈、解读、微博微信以外的方式回应事件的次数。",
            zero_by=words("其他方式回应"),
            unlike=words("公开信息 申请 微博 微信"),
        ),
    ] = None
    messages_answered: Annotated[
        int | None,
        Extract(
            "网民留言办理数",
            aliases=words(
                "留言 网民留言 网友留言 群众留言 留言回复 办理留言 答复留言 信箱来信 领导信箱 "
                "市长信箱 县长信箱 区长信箱 局长信箱 厅长信箱 省长信箱 公众信箱 咨询留言 "
                "网上咨询 来信 信箱 网友提问 网民来信 网上来信 书记信箱 镇长信箱 留言板 网民诉求 "
                "网上留言"
            ),
            unit="条",
            units=units.LETTERS,
            hint="办理、回复的网民留言或信箱来信件数；收到数与办结数并存时取办结（回复）数。",
            zero_by=words("留言 来信 信箱"),
            unlike=words("申请公开 公开申请 建议提案 代表建议 热线 举报"),
        ),
    ] = None

    about: ClassVar[About] = About(
        "回应解读情况",
        aliases=words(
            "回应解读 解读回应 政策解读 回应关切 回应社会关切 社会关切 舆情 公众关注 新闻发布 "
            "发布会 访谈 政民互动 互动交流 交流互动 网民留言 公众参与"
        ),
        identities=(
            "press_conferences_by_head <= press_conferences",
            "online_interviews_by_head <= online_interviews",
        ),
        unlike=words("依申请公开 申请公开 建议提案"),
    )
