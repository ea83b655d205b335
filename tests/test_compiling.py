"""A phrasebook that a model writes."""

import asyncio
import re
from typing import Annotated, ClassVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from llmextract.backends.base import Capabilities
from llmextract.backends.scripted import ScriptedBackend
from llmextract.compiling import asked_fields, compile_phrases, marked
from llmextract.errors import AnswerError, BackendError, PromptError, SchemaError, TransportError
from llmextract.schema import About, Extract, compile_schema, load_schema
from llmextract.schema.passages import parse_passages
from llmextract.types import Completion
from tests.runs.fakes import Intake


class Stalls(BaseModel):
    """Stalls of a market
    and who runs them."""

    open: Annotated[int | None, Extract("open stalls", unit="stalls", hint="on an average day")]
    shut: int | None = None


class Market(BaseModel):
    visitors: Annotated[int | None, Extract("visitors")] = None
    year: Annotated[int | None, Extract("year", pattern=r"report (\d{4})")] = None
    name: Annotated[str | None, Extract("name", pattern="(.+)")] = None
    stalls: Stalls | None = None

    about: ClassVar = About("market")


SCHEMA = compile_schema(Market, "market")
OPEN = SCHEMA.by_pointer["/stalls/open"]
INTAKE = compile_schema(Intake, "intake")
MARK = "{stalls/open|12}"


def compiled(script, schema=SCHEMA, **options) -> str:
    backend = script if isinstance(script, ScriptedBackend) else ScriptedBackend(script)
    return asyncio.run(compile_phrases(schema, backend, **options))


def label(request) -> str:
    """The label that a request asks about."""
    return re.search(r"Field: (.+)", request.messages[-1].content)[1]


def assert_reads_as(text: str, schema=SCHEMA) -> None:
    """Each line is a heading, or a passage with one mark that stands for its number."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    passages = list(parse_passages(text, schema.by_pointer, "compiled.txt"))
    assert len(passages) == len(lines)
    for passage in passages:
        (mark,) = passage.marks
        assert len(mark.pointers) == 1
        assert re.findall(r"\d+", passage.text) == ["12"] == [passage.text[mark.start : mark.end]]


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("N stalls were open", f"{MARK} stalls were open"),
        ("there were 34 open stalls", f"there were {MARK} open stalls"),
        ("1. open stalls: N", f"open stalls: {MARK}"),
        ("2) open stalls: N", f"open stalls: {MARK}"),
        ("（3）常设摊位N个", f"常设摊位{MARK}个"),
        ("4、常设摊位N个", f"常设摊位{MARK}个"),
        ("5、12个摊位常年开放", f"{MARK}个摊位常年开放"),
        ("二、常设摊位N个", f"常设摊位{MARK}个"),
        ("③常设摊位N个", f"常设摊位{MARK}个"),
        ("- N stalls open", f"{MARK} stalls open"),
        ("* 6. open: N", f"open: {MARK}"),
        ("## N stalls open", f"{MARK} stalls open"),
        ("1. # N stalls open", f"{MARK} stalls open"),
        ("3.5 thousand stalls open", f"{MARK} thousand stalls open"),
        ("12,300, of them open", f"{MARK}, of them open"),
        ("the stalls came to 12.", f"the stalls came to {MARK}."),
        ('"N stalls open",', f"{MARK} stalls open"),
        ("“开放摊位N个”", f"开放摊位{MARK}个"),
        ("「开放摊位N个」", f"开放摊位{MARK}个"),
        ("“夜市”开放摊位N个", f"“夜市”开放摊位{MARK}个"),
        ("“夜市”摊位N个，又称“夜摊”", f"“夜市”摊位{MARK}个，又称“夜摊”"),
        ("{N} stalls {open}", f"{MARK} stalls open"),
        ("stalls | N | open", f"stalls  {MARK}  open"),
        ("**N** stalls `open`", f"{MARK} stalls open"),
        ("开放摊位Ｎ个", f"开放摊位{MARK}个"),
        ("开放摊位１２个", f"开放摊位{MARK}个"),
        ("£N of stalls", f"£{MARK} of stalls"),
    ],
)  # fmt: skip
def test_what_stands_around_a_wording_is_taken_off(line, phrase) -> None:
    """List numbers, quotes around the whole line, braces and markup are no part of a wording."""
    assert list(marked(line, OPEN)) == [phrase]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "stalls were open",
        "NO stalls were open",
        "of N stalls N were open",
        "in 2019, N stalls were open",
        "12 of 20 stalls",
        "N stalls",
        "1,234",
        "N/A for stalls",
        "Here are 8 lines:",
        "以下是8句说法：",
        "{}|“”",
        "#",
    ],
)
def test_lines_that_are_no_wording_with_one_number_are_left_out(line) -> None:
    """No number, several, nothing but number and unit, or an announcement of what follows."""
    assert list(marked(line, OPEN)) == []


def test_a_wording_counts_once_however_its_number_is_written() -> None:
    """Lines that differ in digits, list number or quotes only are one."""
    answer = "1. open: 7 stalls\n2. open: 8 stalls\n“open: 9 stalls”\nshut: 7 stalls"
    assert list(marked(answer, OPEN)) == [f"open: {MARK} stalls", f"shut: {MARK} stalls"]


def test_beside_lines_with_n_digits_are_no_number_of_the_field() -> None:
    """A model that writes the N it was asked for means something else by digits."""
    answer = "Sure, 8 lines as you wished.\nopen stalls: N\nLine 3\nN of the stalls open"
    assert list(marked(answer, OPEN)) == [f"open stalls: {MARK}", f"{MARK} of the stalls open"]


LINES = st.lists(
    st.one_of(
        st.text(),
        st.text("N129.,、)（）“”\"'「」{}|#*`- \t件收到申请ab：", max_size=30),
        st.tuples(st.text(max_size=9), st.text(max_size=9)).map("N stalls open".join),
    ),
    max_size=6,
).map("\n".join)


@given(LINES)
@example("# open stalls N")
@example("“# open stalls N”")
@example("open {stalls|N} N stalls\u2028# N more stalls")
@example("开放｛摊位｝²N个\x1c1. ٣ stalls open")
def test_whatever_a_model_answers_its_lines_are_passages(answer) -> None:
    """Every line of the phrasebook reads as a passage with one mark, of the field asked about."""
    for phrase in marked(answer, OPEN):
        (passage,) = parse_passages(phrase, SCHEMA.by_pointer, "compiled.txt")
        (mark,) = passage.marks
        assert mark.pointers == ("/stalls/open",)
        assert passage.text[mark.start : mark.end] == "12"


@given(LINES)
def test_no_wording_comes_twice(answer) -> None:
    """Repetition, of which small models are fond, is kept out."""
    phrases = list(marked(answer, OPEN))
    assert len(set(phrases)) == len(phrases)


def test_fields_stand_under_the_names_of_their_groups() -> None:
    """Wordings come in the order of the fields, each group's under its heading, in one line."""
    text = compiled(lambda request: f"{label(request)} came to N\n{label(request)}: N")
    assert text == (
        "#\n"
        "visitors came to {visitors|12}\n"
        "visitors: {visitors|12}\n"
        "# Stalls of a market\n"
        f"open stalls came to {MARK}\n"
        f"open stalls: {MARK}\n"
        "shut came to {stalls/shut|12}\n"
        "shut: {stalls/shut|12}\n"
    )
    assert_reads_as(text)
    headings = [p.heading for p in parse_passages(text, SCHEMA.by_pointer, "compiled.txt")]
    assert headings == ["", ""] + ["Stalls of a market"] * 4


def test_a_heading_is_one_line_whatever_the_label() -> None:
    """A label with a line break in it makes no passage without a mark."""

    class Two(BaseModel):
        inner: Stalls | None = None

    Stalls.about = About("stalls\n and awnings")
    try:
        schema = compile_schema(Two, "two")
    finally:
        del Stalls.about
    text = compiled(lambda request: "there are N of them", schema)
    assert text.splitlines()[0] == "# stalls and awnings"
    assert_reads_as(text, schema)


def test_only_what_is_counted_is_asked_for() -> None:
    """Texts, and numbers that a pattern finds, cost no call; each other field costs one."""
    backend, told = ScriptedBackend(lambda request: "there were N of them"), []
    compiled(backend, done=told.append)
    assert [label(r) for r in backend.requests] == ["visitors", "open stalls", "shut"]
    assert {r.purpose for r in backend.requests} == {"compile"}
    assert sorted(s.pointer for s in told) == sorted(s.pointer for s in asked_fields(SCHEMA))


def test_a_question_says_what_is_known_of_the_field() -> None:
    """Label, group, unit, hint and the number of lines stand in it, and there is room for them."""
    backend = ScriptedBackend(lambda request: "there were N of them")
    compiled(backend, count=5)
    asked = backend.requests[1]
    for words in ("open stalls", "Stalls of a market", "Unit: stalls", "on an average day", "5 li"):
        assert words in asked.messages[-1].content
    assert asked.max_tokens >= 5 * 20


def test_a_schema_in_chinese_is_asked_about_in_chinese() -> None:
    """The prompt is the one for the language of the labels."""
    backend = ScriptedBackend(lambda request: "全年收到N件")
    text = compiled(backend, INTAKE)
    assert "指标：收到申请" in backend.requests[0].messages[-1].content
    assert text == "#\n全年收到{received|12}件\n全年收到{fax|12}件\n"


def test_no_more_wordings_than_asked_for() -> None:
    """A model that goes on and on fills no phrasebook."""
    answer = "\n".join(f"stalls {letter * 3}: N" for letter in "abcdefghij")
    lines = compiled(lambda request: answer, count=3).splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 3 * 3


def test_a_line_that_was_cut_off_is_left_out() -> None:
    """What stands before the limit of tokens is half a wording."""

    def cut(request) -> Completion:
        return Completion("N stalls open\nopen on N da", "length", 1, 1, 0.0, "scripted")

    text = compiled(cut)
    assert "stalls open" in text
    assert "open on" not in text


def test_a_field_without_a_wording_leaves_no_trace() -> None:
    """An unusable answer is no error, and no heading is left without passages."""
    text = compiled(lambda r: "N people came" if label(r) == "visitors" else "I cannot say")
    assert text == "#\n{visitors|12} people came\n"


def test_no_wording_at_all_is_an_error() -> None:
    """A model that cannot do it is told of, instead of an empty phrasebook."""
    with pytest.raises(AnswerError, match=r"none of 3 answers.*→"):
        compiled(lambda request: "I cannot say")


def test_nothing_to_ask_for_is_an_error_of_the_schema() -> None:
    """A schema without counted fields is refused before a call."""

    class Names(BaseModel):
        name: Annotated[str | None, Extract("name", pattern="(.+)")] = None

    backend = ScriptedBackend([])
    with pytest.raises(SchemaError, match=r"Names.*→"):
        compiled(backend, compile_schema(Names))
    assert backend.requests == []


@pytest.mark.parametrize(
    "error",
    [
        TransportError("no connection", where="server", retryable=True),
        AnswerError("cut off", where="server"),
    ],
)
def test_an_error_of_the_backend_comes_out_as_it_is(error) -> None:
    """Not in a group, and with its own cause, whichever field it is of."""
    error.__cause__ = cause = OSError("broken pipe")
    with pytest.raises(BackendError) as raised:
        compiled(lambda r: error if label(r) == "shut" else "there were N of them")
    assert raised.value is error
    assert raised.value.__cause__ is cause


def test_a_broken_prompt_is_an_error_of_the_prompt(tmp_path) -> None:
    """Other prompts are used; one that lacks a placeholder is refused."""
    (tmp_path / "compile").mkdir()
    (tmp_path / "compile" / "en.md").write_text("---\nversion: 1\n---\n# system\na\n# user\nb\n")
    with pytest.raises(PromptError):
        compiled(["N people came"], prompts=tmp_path)


def test_no_more_calls_at_a_time_than_the_backend_takes() -> None:
    """A local model is asked one question after the other."""
    at_work, most = 0, 0

    async def answer(request) -> str:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        for _ in range(5):
            await asyncio.sleep(0)
        at_work -= 1
        return "there were N of them"

    for concurrency in (1, 2):
        most = 0
        compiled(ScriptedBackend(answer, capabilities=Capabilities(concurrency=concurrency)))
        assert most == concurrency


def test_the_bundled_schema_can_be_compiled() -> None:
    """Each counted field of it gets a question, and the text reads as a phrasebook."""
    schema = load_schema("disclosure_report")
    backend = ScriptedBackend(lambda r: "1. 全年共办理N件。\n2. “其中N件”\n以下略：3")
    text = compiled(backend, schema)
    assert len(backend.requests) == len(asked_fields(schema)) > 50
    assert_reads_as(text, schema)
    found = list(parse_passages(text, schema.by_pointer, "compiled.txt"))
    assert {p.marks[0].pointers[0] for p in found} == {s.pointer for s in asked_fields(schema)}
