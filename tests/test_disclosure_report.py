import re
from collections import defaultdict
from itertools import combinations

import pytest

from llmextract.schema import FieldSpec, SchemaSpec, load_schema
from llmextract.schema.check import patterns_of

INTS = {
    "disclosure": "total normative_issued normative_disclosed via_gazette via_website via_weibo "
    "via_wechat via_other weibo_followers wechat_followers site_visits special_columns",
    "response": "hot_topics press_conferences press_conferences_by_head online_interviews "
    "online_interviews_by_head interpretations weibo_wechat_responses other_responses "
    "messages_answered",
    "applications": "received carried_over in_person fax online letter concluded on_time extended "
    "replied already_public granted partly_granted refused refused_state_secret "
    "refused_trade_secret refused_privacy refused_security refused_not_government_information "
    "refused_other_law not_this_agency not_exist amend other_channel carried_forward",
    "review": "total upheld corrected other pending",
    "litigation": "total upheld corrected other pending",
    "complaints": "total",
    "secrecy": "leaks",
    "capacity": "offices reading_points staff staff_full_time staff_part_time meetings trainings "
    "trainees",
    "proposals": "total npc cppcc npc_lead npc_assist cppcc_lead cppcc_assist lead grade_a "
    "grade_b grade_c grade_d results_published",
}
OTHERS = {
    "/report/agency": "str",
    "/report/level": "str",
    "/report/year": "int",
    "/report/title": "str",
    "/report/issue_date": "date",
    "/report/period_start": "date",
    "/report/period_end": "date",
    "/report/template": "str",
    "/disclosure/by_category": "list_object",
    "/fees/collected": "decimal",
    "/capacity/budget": "decimal",
    "/proposals/completion_rate": "decimal",
    "/proposals/satisfaction_rate": "decimal",
    "/problems": "list_str",
    "/improvements": "list_str",
    "/legal_basis": "list_object",
}


@pytest.fixture(scope="module")
def schema() -> SchemaSpec:
    return load_schema("disclosure_report")


def find(schema: SchemaSpec, name: str, text: str) -> str | None:
    """The first match of the field's patterns in `text`, whole text as `within` says."""
    extract = schema.by_pointer[f"/report/{name}"].extract
    assert extract.within == "text"
    for pattern in patterns_of(extract):
        match = re.search(pattern, text)
        if match:
            return match["value"]
    return None


def choose(schema: SchemaSpec, name: str, text: str) -> str | None:
    choices = schema.by_pointer[f"/report/{name}"].extract.choices
    return next((value for pattern, value in choices if re.search(pattern, text)), None)


def test_the_pointers_are_the_contract(schema: SchemaSpec) -> None:
    """Every field of the dictionary is there with its kind, and no other."""
    expected = {
        f"/{group}/{name}": "int" for group, names in INTS.items() for name in names.split()
    }
    assert {spec.pointer: spec.kind for spec in schema.fields} == expected | OTHERS
    assert schema.mappings == ("/tables/table_2", "/tables/table_3", "/tables/table_4")


def test_an_empty_record_is_valid_and_all_null(schema: SchemaSpec) -> None:
    """Nothing is required, and nothing defaults to 0."""

    def leaves(value: object) -> list[object]:
        if isinstance(value, dict):
            return [leaf for inner in value.values() for leaf in leaves(inner)]
        return [value]

    assert set(leaves(schema.model().model_dump())) == {None}


def test_lists_hold_the_agreed_items(schema: SchemaSpec) -> None:
    """Categories are {label, count}, cited rules {title, number}."""
    items = {spec.pointer: spec.item for spec in schema.fields if spec.item}
    assert {pointer: list(item.model_fields) for pointer, item in items.items()} == {
        "/disclosure/by_category": ["label", "count"],
        "/legal_basis": ["title", "number"],
    }
    assert schema.by_pointer["/disclosure/by_category"].extract.parts_of == "total"


def test_numbers_have_units_and_money_is_in_yuan(schema: SchemaSpec) -> None:
    """Each number but the year has a unit; money has 元 alone, for the parser converts 万元."""
    for spec in schema.numeric:
        if spec.name != "year":
            assert spec.extract.unit, spec.pointer
            assert spec.extract.unit in spec.extract.units or not spec.extract.units
    money = ("/fees/collected", "/capacity/budget")
    assert [schema.by_pointer[p].extract.unit for p in money] == ["元", "元"]
    assert [schema.by_pointer[p].extract.units for p in money] == [(), ()]


def names(spec: FieldSpec) -> set[str]:
    return {spec.extract.label, *spec.extract.aliases}


def test_names_tell_the_fields_of_a_group_apart(schema: SchemaSpec) -> None:
    """No name belongs to two fields of one group."""
    groups: dict[str, list[FieldSpec]] = defaultdict(list)
    for spec in schema.fields:
        groups[spec.group].append(spec)
    shared = {
        (one.pointer, other.pointer): common
        for fields in groups.values()
        for one, other in combinations(fields, 2)
        if (common := names(one) & names(other))
    }
    assert not shared


def test_every_counted_field_is_described_for_the_model_and_the_code(schema: SchemaSpec) -> None:
    """Numbers have six to twenty-eight aliases that repeat nothing, and a hint of one sentence."""
    for spec in schema.numeric:
        if spec.group != "report":
            aliases = spec.extract.aliases
            assert 6 <= len(aliases) <= 28, spec.pointer
            assert len(set(aliases)) == len(aliases), spec.pointer
            assert spec.extract.hint.endswith("。"), spec.pointer


def test_no_name_of_a_field_is_also_said_to_exclude_it(schema: SchemaSpec) -> None:
    """`unlike` never holds a word that stands inside the field's own label."""
    for spec in schema.fields:
        clash = [word for word in spec.extract.unlike if word in spec.extract.label]
        assert not clash, (spec.pointer, clash)


def test_identities_of_prose_and_statistics(schema: SchemaSpec) -> None:
    """The sums and subsets of the form are declared, over pointers."""
    sides = {
        identity.left[0][1]: (identity.operator, len(identity.right))
        for identity in schema.identities
    }
    assert sides == {
        "/disclosure/normative_disclosed": ("<=", 1),
        "/response/press_conferences_by_head": ("<=", 1),
        "/response/online_interviews_by_head": ("<=", 1),
        "/applications/received": ("=", 4),
        "/applications/concluded": ("=", 2),
        "/applications/replied": ("=", 8),
        "/applications/refused": ("=", 6),
        "/review/total": ("=", 4),
        "/litigation/total": ("=", 4),
        "/capacity/staff": ("=", 2),
        "/proposals/total": ("=", 2),
        "/proposals/npc": ("=", 2),
        "/proposals/cppcc": ("=", 2),
        "/proposals/lead": ("=", 4),
        "/proposals/results_published": ("<=", 1),
    }


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("青禾市人民政府2012年政府信息公开工作年度报告", "青禾市人民政府", "2012"),
        ("云岭省人民政府 2008年政府信息公开工作年度报告\n", "云岭省人民政府", "2008"),
        ("2012年青禾市政府信息公开工作年度报告\n", "青禾市", "2012"),
        ("2012年青禾市人民政府信息公开年度报告\n", "青禾市人民政府", "2012"),
        ("青禾市水务局政府信息公开工作年度报告（2013年）", "青禾市水务局", "2013"),
        ("青禾市水务局政府信息公开工作2016年度报告", "青禾市水务局", "2016"),
        ("青禾市水务局关于报送2010年政府信息公开工作总结的报告", "青禾市水务局", "2010"),
        ("青禾市水务局\n政府信息公开工作年度报告\n（2014年度）\n", "青禾市水务局", "2014"),
        ("白水县卫生局\n二〇一二年度政府信息公开工作报告\n", "白水县卫生局", "二〇一二"),
        ("白水县卫生局二○一一年政府信息公开年度报告\n", "白水县卫生局", "二○一一"),
        ("白水县卫生局２０１１年政府信息公开年度报告\n", "白水县卫生局", "２０１１"),
        ("青禾市水务局 2 0 1 4 年政府信息公开工作年度报告\n", "青禾市水务局", "2 0 1 4"),
        ("云岭省教育厅2017年政府信息公\n开工作年度报告\n", "云岭省教育厅", "2017"),
        ("青禾市财政局（国资委）2018年政府信息公开年报\n", "青禾市财政局（国资委）", "2018"),
        ("云岭大学2012-2013学年度信息公开工作报告\n", "云岭大学", None),
        ("首页 > 年报\n白水县教育局2019年政府信息公开工作年度报告\n", "白水县教育局", "2019"),
        (
            "索引号：1 发布机构：白水县政府办\n白水县2019年政府信息公开年报\n",
            "白水县政府办",
            "2019",
        ),
        (
            "发布机构\n白水县教育局\n发文日期\n2018-03-02\n2017年政府信息公开年报",
            "白水县教育局",
            "2017",
        ),
        (
            "2015年政府信息公开年度报告\n一、概述\n\n   青禾市水务局\n2016年3月8日\n",
            "青禾市水务局",
            "2015",
        ),
    ],
)
def test_agency_and_year_stand_in_the_title_the_head_or_the_signature(
    schema: SchemaSpec, text: str, agency: str, year: str | None
) -> None:
    """Whole, broken and numbered in any way, titles give the body and the year they are about."""
    assert find(schema, "agency", text) == agency
    assert find(schema, "year", text) == year


@pytest.mark.parametrize("word", ["以前", "以来", "以后", "以及"])
def test_a_year_that_bounds_a_time_is_not_the_reports(schema: SchemaSpec, word: str) -> None:
    """A year before 以 is the report's only where the sentence begins what was done in it."""
    assert find(schema, "year", f"补录二〇一一年{word}的旧文件。") is None
    assert find(schema, "year", f"补录2011年{word}的旧文件。2014年，以便民为先。") == "2014"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "政府信息公开年报\n青禾市2014年政府信息公开年度报告\n",
            "青禾市2014年政府信息公开年度报告",
        ),
        ("名称：青禾市2014年政府信息公开年度报告\n", "青禾市2014年政府信息公开年度报告"),
        ("水务局\n2014年度政府信息公开报告\n现将", "水务局\n2014年度政府信息公开报告"),
        ("青禾市水务局2014年政府信息公开\n年度报告\n", "青禾市水务局2014年政府信息公开\n年度报告"),
        ("青禾市信息公开年度报告（2015年）\n", "青禾市信息公开年度报告（2015年）"),
    ],
)
def test_the_title_is_the_line_that_names_the_report(
    schema: SchemaSpec, text: str, title: str
) -> None:
    """Menus and labels are no part of it; a second line that belongs to it is."""
    assert find(schema, "title", text) == title


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("某局年报\n发布日期：2019-01-29 10:20\n", "2019-01-29"),
        ("成文日期：2019年1月8日 发布日期：2019年1月9日\n某局年报\n", "2019年1月9日"),
        ("某局年报\n时间: 2015/02/27 来源：办公室\n", "2015/02/27"),
        ("某局年报\n\n（2012年3月28日）\n一、概述\n", "2012年3月28日"),
        ("某局年报\n正文。\n\n                 青禾市水务局  2016年3月8日  \n", "2016年3月8日"),
        ("某局年报\n正文。\n    二〇一三年三月十八日\n", "二〇一三年三月十八日"),
        ("某局年报\n正文。\n青禾市水务局办公室      2014年1月9日印发\n", "2014年1月9日"),
        ("某局年报\n统计期限为2012年1月1日至2012年12月31日。\n", None),
    ],
)
def test_the_issue_date_stands_in_the_head_or_the_signature(
    schema: SchemaSpec, text: str, issued: str | None
) -> None:
    """A labelled or lone date of the head comes first, then the signature; a period is none."""
    assert find(schema, "issue_date", text) == issued


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("统计期限自2012年1月1日起，至2012年12月31日止。", "2012年1月1日", "2012年12月31日"),
        ("统计期限从2012年1月1日到12月31日。", "2012年1月1日", "12月31日"),
        (
            "报告期限为二〇一二年一月一日至同年十二月三十一日",
            "二〇一二年一月一日",
            "十二月三十一日",
        ),
        ("数据统计期间：2019.01.01—2019.12.31", "2019.01.01", "2019.12.31"),
        ("3月1日开会。从2012 年 1 月 1 日起至 12 月 31 日止", "2012 年 1 月 1 日", "12 月 31 日"),
        ("自2008年5月1日起至2008年12月31日止，共公开", "2008年5月1日", "2008年12月31日"),
        ("统计数据截止2012年12月31日。", None, "2012年12月31日"),
        ("2012年3月1日至5月1日，开展培训。", None, None),
    ],
)
def test_the_period_has_two_ends_and_other_spans_are_none(
    schema: SchemaSpec, text: str, start: str | None, end: str | None
) -> None:
    """The dates of the statistics are found in many wordings, other spans of time are not."""
    assert find(schema, "period_start", text) == start
    assert find(schema, "period_end", text) == end


@pytest.mark.parametrize(
    ("level", "agencies"),
    [
        (
            "central",
            "国务院办公厅 教育部 国家市场监督管理总局 中国人民银行 海关总署 国家粮食和物资储备局",
        ),
        ("province", "云岭省人民政府 北京市 上海市市场监督管理局 内蒙古自治区教育厅 贵州省教育厅"),
        ("province", "国家税务总局云岭省税务局 云岭省住房和城乡建设厅 新疆生产建设兵团"),
        (
            "prefecture",
            "青禾市人民政府 恩施州林业局 锡林郭勒盟行政公署 大兴安岭地区行署 景德镇市人民政府",
        ),
        (
            "prefecture",
            "云岭省青禾市水务局 青禾市住房和城乡建设局 青禾市城市管理局 青禾市乡镇企业局",
        ),
        (
            "county",
            "白水县卫生局 北京市海淀区人民政府 东乌珠穆沁旗 白水县乡村振兴局 青禾市白水市教育局",
        ),
        ("town", "白水县云山镇人民政府 青禾市白水区红星街道办事处 云山镇人民政府 红星乡"),
    ],
)
def test_the_level_follows_from_the_agency(schema: SchemaSpec, level: str, agencies: str) -> None:
    """The lowest place named decides; names of offices that contain 市, 乡 or 区 do not mislead."""
    assert schema.by_pointer["/report/level"].extract.of == "agency"
    found = {agency: choose(schema, "level", agency) for agency in agencies.split()}
    assert found == dict.fromkeys(found, level)


SIX = "三、收到和处理政府信息公开申请情况\n"


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("一、概述\n主动公开政府信息12条。", "narrative"),
        ("附：政府信息公开情况统计表\n（一）回应公众关注热点或重大舆情数 次 3", "stat_2014"),
        ("信息内容 本年新制作数量 本年新公开数量 对外公开总数量", "table_2019"),
        ("信息内容\n本年制发\n件数\n本年废止\n件数\n现行有效\n件数", "table_2021"),
        (f"青禾市2020年政府信息公开工作年度报告\n{SIX}（表略）", "table_2019"),
        (f"青禾市2022年政府信息公开工作年度报告\n{SIX}（表略）", "table_2021"),
        (f"依据国办公开办函〔2021〕30号\n{SIX}本年新公开数量", "table_2019"),
    ],
)
def test_the_template_follows_from_headings_and_column_heads(
    schema: SchemaSpec, text: str, template: str
) -> None:
    """Column heads decide, broken or not; a cited number does not; prose is the default."""
    assert choose(schema, "template", text) == template


@pytest.mark.parametrize("unit", [" ", "\n", "年", "2012", "青\n", "青禾市 ", "2012年 "])
def test_patterns_end_on_long_runs_of_one_thing(schema: SchemaSpec, unit: str) -> None:
    """A quarter of a million characters of noise are searched to the end and hold no title."""
    noise = unit * (250_000 // len(unit))
    assert find(schema, "title", noise) is None
    assert find(schema, "agency", noise) is None
    assert find(schema, "period_end", noise) is None
