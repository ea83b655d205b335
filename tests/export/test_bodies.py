"""One body, whatever its spelling; and never two bodies under one name."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from llmextract.errors import RunError, UsageError
from llmextract.export.bodies import Bodies, Seen
from llmextract.export.given import read_bodies
from llmextract.export.names import endings, folded

HAN = st.text("甲乙丙丁戊省市县区教育水利财政厅局", min_size=1, max_size=8)


def seen(*named: tuple[str, int | None]) -> list[Seen]:
    """A document for each name and year."""
    return [Seen(name, year, f"t{n}", n) for n, (name, year) in enumerate(named)]


def bodies(*named, names=lambda place, prefix: True, given=None) -> Bodies:
    return Bodies(seen(*named), names, given)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name) -> None:
    """A folded name is its own folded name."""
    assert folded(folded(name)) == folded(name)


def wide(name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


@given(
    HAN, st.lists(st.sampled_from([" ", "\u3000", "\u200b", "\n", "\t"]), max_size=4), st.randoms()
)
def test_form_does_not_part_a_body(name, marks, random) -> None:
    """Spaces, unseen characters, width and brackets are no part of a name."""
    spelled = list(f"{name}（东区）")
    for mark in marks:
        spelled.insert(random.randrange(len(spelled)), mark)
    found = bodies((f"{name}(东区)", 2019), (wide("".join(spelled)), 2020))
    assert len(found.all()) == 1
    assert found.all()[0].years == (2019, 2020)


@given(st.lists(st.tuples(HAN, st.integers(2018, 2021)), max_size=8), st.randoms(), st.booleans())
def test_order_does_not_matter(named, random, mentioned) -> None:
    """The bodies are the same whatever order the documents come in."""
    listed = seen(*named)
    names = lambda place, prefix: mentioned  # noqa: E731
    once = Bodies(listed, names)
    mixed = random.sample(listed, len(listed))
    assert {b.body_id: b.name for b in once.all()} == {
        b.body_id: b.name for b in Bodies(mixed, names).all()
    }


@given(st.lists(st.tuples(HAN, st.integers(2018, 2021)), max_size=8), st.booleans())
def test_names_that_are_no_ending_of_one_another_stay_apart(named, mentioned) -> None:
    """Within a body every spelling is an ending of the fullest, and no year has two documents of
    different spelling."""
    found = bodies(*named, names=lambda place, prefix: mentioned)
    for body in found.all():
        fullest = max(map(folded, body.spellings), key=len)
        assert all(fullest.endswith(folded(spelling)) for spelling in body.spellings)
        years = {folded(s): {y for n, y in named if folded(n) == folded(s)} for s in body.spellings}
        assert sum(map(len, years.values())) == len(set().union(*years.values()))
    assert sum(len(body.documents) for body in found.all()) == len(named)


def test_a_missing_prefix_is_supplied() -> None:
    """What the panel and the document itself agree on is one body, under its full name."""
    found = bodies(("澜西省水利厅", 2018), ("水利厅", 2019), ("岚江省交通厅", 2019))
    body = found.of("水利厅")
    assert body == found.of("澜西省 水利厅")
    assert (body.name, body.merged, body.years) == ("澜西省水利厅", True, (2018, 2019))
    assert "“水利厅” was taken for it" in body.note
    assert not found.of("岚江省交通厅").merged


@pytest.mark.parametrize(
    ("named", "names", "why"),
    [
        ([("甲省水利厅", 1), ("乙省水利厅", 2), ("水利厅", 3)], True, "several names end so"),
        ([("甲省水利厅", 2019), ("水利厅", 2019)], True, "both have a document of 2019"),
        ([("甲省水利厅", 2018), ("水利厅", 2019)], False, "do not all name the prefix"),
    ],
)
def test_a_prefix_in_doubt_is_not_supplied(named, names, why) -> None:
    """Two that end alike, one year twice, a text that does not name the prefix: they stay apart,
    and the table says why."""
    found = bodies(*named, names=lambda place, prefix: names)
    assert len(found.all()) == len(named)
    assert why in found.of("水利厅").note


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("某县人民政府", "某县人民政府办公室"),  # the end differs, not the beginning
        ("新安县人民政府", "安县人民政府"),  # one character is no prefix
        ("New York University", "York University"),  # words have spaces between them
        ("甲市一中(东校区)", "甲市一中(西校区)"),
    ],
)
def test_bodies_that_only_look_alike_stay_apart(one, other) -> None:
    """Nothing but a prefix in Chinese characters is ever supplied."""
    assert len(bodies((one, 2018), (other, 2019)).all()) == 2


def test_chains_end_in_the_fullest_name() -> None:
    """Two prefixes that are missing one after the other lead to one body."""
    found = bodies(("丙区教育局", 1), ("乙市丙区教育局", 2), ("甲省乙市丙区教育局", 3))
    assert [body.name for body in found.all()] == ["甲省乙市丙区教育局"]


def test_one_text_in_two_runs_speaks_for_one_body() -> None:
    """The same document, read as two names, is no objection to their being one."""
    listed = [Seen("甲省水利厅", 2019, "same", 0), Seen("水利厅", 2019, "same", 1)]
    [body] = Bodies(listed, lambda place, prefix: True).all()
    assert len(body.documents) == 1


def test_a_person_has_the_last_word() -> None:
    """What is given comes before the rules: it joins and it parts."""
    apart = bodies(("甲省水利厅", 1), ("水利厅", 2), given={"水利厅": "水利厅"})
    assert len(apart.all()) == 2
    joined = bodies(
        ("甲府", 1), ("甲县政府", 2), given={"甲 府": "甲县人民政府", "甲县政府": "甲县人民政府"}
    )
    assert [body.name for body in joined.all()] == ["甲县人民政府"]


@given(HAN)
def test_an_id_is_that_of_the_name(name) -> None:
    """The id depends on the folded name alone, and no sheet takes it for a number."""
    assume(folded(name))
    one = bodies((name, 2018)).all()[0].body_id
    assert one == bodies((f" {unicodedata.normalize('NFD', name)}", 2020)).all()[0].body_id
    assert one.startswith("b")
    assert len(one) == 12


def test_endings_leave_at_least_two_characters_on_each_side() -> None:
    """The ends that a name may be a fuller spelling of."""
    assert endings("甲省水利厅") == ["水利厅", "利厅"]
    assert endings("甲省A局") == []


def test_a_table_of_bodies_is_read(tmp_path) -> None:
    """The file that Excel saves, with its mark, gives spelling → body."""
    file = tmp_path / "b.csv"
    file.write_text("\ufeffspelling,body\n甲府,甲县人民政府\n", "utf-8")
    assert read_bodies(file) == {"甲府": "甲县人民政府"}


@pytest.mark.parametrize(
    ("text", "word"),
    [("甲,乙\n", "missing"), ("spelling,body\n甲,\n", "missing"),
     ("spelling,body\n甲,乙\n甲,丙\n", "given to")],
)  # fmt: skip
def test_a_wrong_table_of_bodies_is_refused(tmp_path, text, word) -> None:
    """Other columns, empty cells and contradictions are named with their line."""
    file = tmp_path / "b.csv"
    file.write_text(text + "x,y\n", "utf-8")
    with pytest.raises(UsageError, match=word):
        read_bodies(file)
    with pytest.raises(RunError):
        read_bodies(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ 集团", "abc集团"),
        ("甲局〔东〕", "甲局（东）"),
        ("New  York", "new york"),
        ("甲局：", "甲局"),
    ],
)
def test_forms_of_one_name(one, other) -> None:
    """Width, case, kinds of brackets, marks at the end."""
    assert folded(one) == folded(other)
