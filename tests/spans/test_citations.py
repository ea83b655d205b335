"""Lists of cited documents."""

from typing import Annotated

import pytest
from pydantic import BaseModel

from llmextract.errors import SchemaError
from llmextract.schema import Extract, compile_schema
from llmextract.spans import propose_spans
from tests.spans.making import REPORT, analysis_of, proved, values


def _cited(text):
    return [(item["name"], item["code"]) for item in values(text, REPORT, "/basis")]


def test_title_and_number():
    """A cited title comes with the number in the brackets behind it, other words there left out."""
    text = "根据《甲市信息公开条例》（甲政发〔2011〕3号，以下简称《条例》）和《乙办法》编制。"
    assert _cited(text) == [("甲市信息公开条例", "甲政发〔2011〕3号")]
    right, wrong = proved(text, REPORT)
    assert not wrong
    assert right["/basis/0"] == {"name": "甲市信息公开条例", "code": "甲政发〔2011〕3号"}


@pytest.mark.parametrize(
    "text",
    [
        "我局编印《公开工作条例》，发放五百册。",
        "《公开工作条例》施行一年。",
        "根据《甲日报》报道。",
        "我局全年工作按照上级的统一部署和要求展开，干部群众齐心协力，印发《公开工作办法》。",
    ],
)
def test_what_is_not_cited(text):
    """A title that is only mentioned, and one of another kind, are not cited."""
    assert _cited(text) == []


def test_a_number_is_a_citation():
    """A document with its number is cited, whatever verb is ahead."""
    assert _cited("印发《公开工作办法》（甲政发〔2011〕3号）。") == [
        ("公开工作办法", "甲政发〔2011〕3号")
    ]


def test_titles_beside_a_cited_one():
    """Titles joined to a cited one are cited too; others in the sentence are not."""
    text = (
        "按照《公开工作条例》第三条、《信访工作条例》《统计工作条例》和市里《督查工作办法》，"
        "制定《考核工作办法》。"
    )
    assert [name for name, _ in _cited(text)] == [
        "公开工作条例",
        "信访工作条例",
        "统计工作条例",
        "督查工作办法",
    ]


def test_each_document_once():
    """A shorter title for the same document adds nothing, and the longer one stays."""
    text = "按照《工作条例》，根据《甲市工作条例》（甲政发〔2011〕3号），又根据《工作条例》。"
    assert _cited(text) == [("甲市工作条例", "甲政发〔2011〕3号")]


def test_title_over_a_broken_line():
    """A title that a line end breaks is one title, and is proved."""
    text = "　　本报告，根据市里现行的《甲市信息公开工作年度考\n核办法（试行）》编写。\n"
    right, wrong = proved(text, REPORT)
    assert not wrong
    assert right["/basis/0"]["name"] == "甲市信息公开工作年度考核办法（试行）"


def test_lists_of_other_objects_are_left_alone():
    """A list whose items say no pattern is no list of citations."""
    proposals = propose_spans(analysis_of("根据《甲市条例》公开3条。"), REPORT)
    assert {p.pointer.split("/")[1] for p in proposals} == {"basis"}


def test_a_bad_pattern_in_an_item_is_found_with_the_schema():
    """What an item's field says is checked before any document is read."""

    class Item(BaseModel):
        title: Annotated[str | None, Extract("题", pattern="(")] = None

    class Model(BaseModel):
        items: list[Item] | None = None

    with pytest.raises(SchemaError, match="cannot be compiled"):
        compile_schema(Model)


@pytest.mark.parametrize(
    "words",
    [
        "《公开工作条例》第三十一条规定了期限。",
        "《公开工作条例》要求每年交卷。",
        "写它的依据有两个：《公开工作条例》。",
    ],
)
def test_what_a_document_says_cites_it(words):
    """A title is cited by its article, by what it demands, and by a citing word ahead of a colon."""
    assert _cited(words) == [("公开工作条例", None)]
