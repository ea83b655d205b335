"""依申请公开: what became of the applications."""

from typing import Annotated, ClassVar

from disclosure import units
from disclosure.intake import Intake
from disclosure.vocabulary import words
from llmextract.schema import About, Extract


class Applications(Intake):
    already_public: Annotated[
        int | None,
        Extract(
            "属于已主动公开范围数",
            aliases=words(
                "属于已主动公开范围 已主动公开范围 属于主动公开范围 主动公开范围 已主动公开 "
                "已经主动公开 属于主动公开 属已主动公开 此前已公开 已经公开 已公开 告知查询 "
                "告知获取方式 告知获取途径 获取该政府信息的方式 引导查阅 告知查阅 自行查阅 "
                "指引查询 告知网址 早已公开 可自行查询 网上可查 已在网站 属公开范围"
            ),
            unit="件",
            units=units.CASES,
            hint="所申请的信息已经主动公开、告知获取方式的件数，不是主动公开信息总数。",
            zero_by=words("属于已主动公开范围 已主动公开范围 属于主动公开范围"),
            unlike=words("不属于 条信息 非主动公开"),
        ),
    ] = None
    granted: Annotated[
        int | None,
        Extract(
            "同意公开答复数",
            aliases=words(
                "同意公开 予以公开 给予公开 准予公开 决定公开 全部公开 完全公开 依法公开 "
                "全部提供 予以提供 依法提供 提供信息 提供了信息 可以公开 满足申请 同意提供 同意 "
                "提供 向申请人提供 满足申请人 按要求提供 公开了 准许公开 给予提供 同意全部公开"
            ),
            unit="件",
            units=units.CASES,
            hint="同意（予以）公开的答复数，不含部分公开和不予公开。",
            zero_by=words("同意公开 予以公开"),
            unlike=words("部分 不同意 不予 无法提供 未予 不能提供"),
        ),
    ] = None
    partly_granted: Annotated[
        int | None,
        Extract(
            "同意部分公开答复数",
            aliases=words(
                "同意部分公开 部分公开 予以部分公开 部分予以公开 作部分公开 部分提供 部分同意 "
                "部分满足 部分内容公开 公开部分内容 区分处理 部分信息公开 遮挡后公开 公开一部分 "
                "公开其中一部分 部分同意公开 部分答复 部分不予公开"
            ),
            unit="件",
            units=units.CASES,
            hint="同意部分公开的答复数。",
            zero_by=words("部分公开"),
        ),
    ] = None
    refused: Annotated[
        int | None,
        Extract(
            "不同意公开答复数",
            aliases=words(
                "不同意公开 不予公开 未予公开 不予提供 免予公开 不宜公开 不能公开 不公开 "
                "拒绝公开 决定不予公开 不得公开 不予同意 未同意 不同意 不予以公开 免于公开 "
                "拒绝提供 不予同意公开 没有公开 决定不公开 作出不予公开 未同意公开"
            ),
            unit="件",
            units=units.CASES,
            hint="不同意（不予）公开的答复总数，其下各理由的件数不是它。",
            zero_by=words("不同意公开 不予公开 拒绝公开 不公开 拒绝"),
            unlike=words("秘密 涉密 隐私 部分公开 不予公开率"),
        ),
    ] = None
    refused_state_secret: Annotated[
        int | None,
        Extract(
            "涉及国家秘密不同意公开数",
            aliases=words(
                "涉及国家秘密 国家秘密 属于国家秘密 国家机密 涉密 属涉密 涉密信息 涉及秘密 定密 "
                "密级 国家秘密的 因涉密 属于涉密 涉密不公开 保密事项"
            ),
            unit="件",
            units=units.CASES,
            hint="因涉及国家秘密而不予公开的件数。",
            zero_by=words("国家秘密 国家机密 因涉密 属涉密 涉密不公开"),
            unlike=words("商业 泄密 隐私"),
        ),
    ] = None
    refused_trade_secret: Annotated[
        int | None,
        Extract(
            "涉及商业秘密不同意公开数",
            aliases=words(
                "涉及商业秘密 商业秘密 属于商业秘密 商业机密 企业秘密 企业商业 经营秘密 技术秘密 "
                "商密 商业秘密的 涉及企业 商业信息 第三方商业秘密"
            ),
            unit="件",
            units=units.CASES,
            hint="因涉及商业秘密而不予公开的件数。",
            zero_by=words("商业秘密 商业机密 企业秘密 涉商"),
            unlike=words("国家秘密 隐私"),
        ),
    ] = None
    refused_privacy: Annotated[
        int | None,
        Extract(
            "涉及个人隐私不同意公开数",
            aliases=words(
                "涉及个人隐私 个人隐私 属于个人隐私 他人隐私 公民隐私 涉及隐私 个人信息 "
                "第三方隐私 隐私 他人信息 私人信息 隐私的 私隐"
            ),
            unit="件",
            units=units.CASES,
            hint="因涉及个人隐私而不予公开的件数。",
            zero_by=words("个人隐私 隐私"),
            unlike=words("国家秘密 商业秘密"),
        ),
    ] = None
    refused_security: Annotated[
        int | None,
        Extract(
            "危及国家安全、公共安全、经济安全和社会稳定不同意公开数",
            aliases=words(
                "危及国家安全 国家安全 公共安全 经济安全 社会稳定 三安全一稳定 危及安全 影响稳定 "
                "影响社会稳定 安全和稳定 安全稳定 危及公共安全 危及社会稳定 危害国家安全 "
                "危及经济安全 影响安全 危及稳定"
            ),
            unit="件",
            units=units.CASES,
            hint="因可能危及国家安全、公共安全、经济安全和社会稳定而不予公开的件数。",
            zero_by=words("危及国家安全 公共安全 社会稳定 三安全一稳定"),
            unlike=words("安全生产 食品安全"),
        ),
    ] = None
    refused_not_government_information: Annotated[
        int | None,
        Extract(
            "不是《条例》所指政府信息数",
            aliases=words(
                "不是《条例》所指政府信息 不是条例所指 《条例》所指 条例所指 非《条例》 "
                "不属于《条例》 非政府信息 不属于政府信息 不属政府信息 不是政府信息 "
                "不属于条例规定 内部管理信息 内部信息 过程性信息 不构成政府信息 不属于公开范围 "
                "不是政府信息的 条例所称 《条例》规定的政府信息 不是条例 《条例》所称 "
                "算不上政府信息"
            ),
            unit="件",
            units=units.CASES,
            hint="所申请内容不是《条例》所指政府信息的件数。",
            zero_by=words("不是《条例》所指政府信息 非政府信息 不属于政府信息"),
            unlike=words("不存在 本机关 本部门"),
        ),
    ] = None
    refused_other_law: Annotated[
        int | None,
        Extract(
            "法律法规规定的其他情形数",
            aliases=words(
                "法律法规规定的其他情形 法律法规规定的其它情形 规定的其他情形 其他情形 其它情形 "
                "其他法定情形 法律法规禁止公开 行政法规禁止公开 法律法规规定不予公开 "
                "其他原因不予公开 其他不予公开 其他法律 其他理由 其他法定 其它不予公开 "
                "法律另有规定 法规另有规定 其他规定"
            ),
            unit="件",
            units=units.CASES,
            hint="因法律法规规定的其他情形而不予公开的件数。",
            zero_by=words("法律法规规定的其他情形 其他情形 其他法律 其他法定"),
            unlike=words("国家秘密 商业秘密 个人隐私 复议 诉讼"),
        ),
    ] = None
    not_this_agency: Annotated[
        int | None,
        Extract(
            "不属于本行政机关公开数",
            aliases=words(
                "不属于本行政机关公开 不属于本行政机关 不属于本机关 不属本机关 非本机关 "
                "不属于本单位 不属于本部门 非本单位 非本部门 不属于我局 不属我局 不属于我厅 "
                "不属于我委 不属于我市 职责范围 职权范围 不归本机关 其他机关 其他行政机关 "
                "向其他部门申请 不属于本 不属本 不属于我 不属我 非我 不归 不掌握"
            ),
            unit="件",
            units=units.CASES,
            hint="所申请信息不属于本行政机关公开的件数。",
            zero_by=words(
                "不属于本行政机关 不属于本机关 不属于本单位 不属于本部门 不属于本镇 不属于本局"
            ),
            unlike=words("不存在 《条例》"),
        ),
    ] = None
    not_exist: Annotated[
        int | None,
        Extract(
            "申请信息不存在数",
            aliases=words(
                "申请信息不存在 政府信息不存在 信息不存在 不存在 未制作 未保存 未获取 "
                "没有相关信息 无相关信息 没有该信息 查无 未检索到 未查到 未找到 未形成 无此信息 "
                "没有制作 没有保存 查不到 找不到 无记录 未制作或 没有这 没有形成 并不存在"
            ),
            unit="件",
            units=units.CASES,
            hint="所申请信息不存在的件数。",
            zero_by=words("申请信息不存在 信息不存在"),
            unlike=words("问题 困难"),
        ),
    ] = None
    amend: Annotated[
        int | None,
        Extract(
            "告知作出更改补充数",
            aliases=words(
                "告知作出更改补充 告知做出更改补充 更改补充 更改、补充 作出更改 补正 补充材料 "
                "补充完善 补充更正 补充说明 申请内容不明确 内容不明确 不明确 要求补充 补齐 "
                "更正申请 材料不全 要求补正 通知补正 补正通知 更改或补充 作更改 更改、补正 "
                "补充后 一次性告知"
            ),
            unit="件",
            units=units.CASES,
            hint="告知申请人作出更改、补充（补正）的件数。",
            zero_by=words("更改补充 补充更改 更改、补充 补正"),
            unlike=words("逾期不补正"),
        ),
    ] = None
    other_channel: Annotated[
        int | None,
        Extract(
            "告知通过其他途径办理数",
            aliases=words(
                "告知通过其他途径办理 通过其他途径 其他途径 其它途径 其他渠道 其它渠道 "
                "其他途径办理 其他程序 转其他 转交 移交 引导申请人 告知其他 告知信访 咨询渠道 "
                "另行处理 别的途径 另寻 转信访 引导至 改由 走其他 告知通过 转办"
            ),
            unit="件",
            units=units.CASES,
            hint="告知申请人通过其他途径办理的件数。",
            zero_by=words("其他途径办理 其他途径"),
            unlike=words("公开信息 发布"),
        ),
    ] = None
    about: ClassVar[About] = About(
        "依申请公开政府信息情况",
        aliases=words(
            "依申请公开 依申请 申请公开 公开申请 信息公开申请 收到和处理 申请办理 申请情况 "
            "受理申请 申请人 申请件 处理政府信息公开申请 收到申请"
        ),
        identities=(
            "received = in_person + fax + online + letter",
            "concluded = on_time + extended",
            "replied = already_public + granted + partly_granted + refused"
            " + not_this_agency + not_exist + amend + other_channel",
            "refused = refused_state_secret + refused_trade_secret + refused_privacy"
            " + refused_security + refused_not_government_information + refused_other_law",
        ),
        across=("carried_over = carried_forward[-1]",),
        unlike=words(
            "信访 来信来访 来访 热线 来电 留言 投诉 举报 信箱 咨询 复议 诉讼 提案 行政许可"
        ),
    )
