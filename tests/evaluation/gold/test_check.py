import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import UsageError
from llmextract.evaluation.gold import check_gold
from tests.evaluation.gold.making import GOOD, TEXT, changed, check, place

RECEIVED, FAX = "/applications/received", "/applications/fax"
FAULTS = {
    "a key that is misspelt": (changed("acepted", {}), "acepted", "no key", "did you mean accepted?"),
    "a bare list beside items": (changed("problems", ["…"]), "problems", "no key", "under items"),
    "no values": (changed("values", ...), "values", "is missing", "give {}"),
    "values that are a list": (changed("values", []), "values", "not an object", "write"),
    "a pointer without slash": (changed("status", "x", "stated"), "x", "no JSON Pointer", "/x"),
    "a pointer to nothing": (
        changed("values", "/applications/recieved", 3),
        "/applications/recieved", "no such field", "did you mean /applications/received?",
    ),
    "a list among the values": (
        changed("values", "/problems", "慢"), "/problems", "is a list field", "under items",
    ),
    "a field among the lists": (
        changed("items", "/problem", ["慢"]), "/problem", "no such list field", "/problems",
    ),
    "an unknown table": (
        changed("tables", {"table_9": {}}), "/tables/table_9", "no such table", "table_2",
    ),
    "a number as text": (
        changed("values", RECEIVED, "23"), RECEIVED, "“23” is not a whole number", "(in 件) without",
    ),
    "a fraction of a count": (
        changed("values", RECEIVED, 23.5), RECEIVED, "23.5 is not a whole number", "decimal point",
    ),
    "true for a count": (changed("values", RECEIVED, True), RECEIVED, "not a whole number", "write"),
    "a number for a name": (
        changed("values", "/report/agency", 3), "/report/agency", "3 is not text", "quotation marks",
    ),
    "a date in words": (
        changed("values", "/report/issue_date", "2021年1月22日"),
        "/report/issue_date", "no ISO date", "2017-03-24",
    ),
    "a level that there is not": (
        changed("values", "/report/level", "city"),
        "/report/level", "not one of the field's values", "county",
    ),
    "null": (changed("values", "/review/total", None), "/review/total", "is null", "leave it out"),
    "a list as a value": (
        changed("values", "/review/total", [1]), "/review/total", "is a list", "under items",
    ),
    "labelled and left out at once": (
        changed("not_annotated", [RECEIVED]), RECEIVED, "not annotated at once", "keep one",
    ),
    "a zero that is five": (
        changed("status", RECEIVED, "stated_zero"), RECEIVED, "23 and the status stated_zero", "take",
    ),
    "a zero without its status": (
        changed("status", FAX, ...), FAX, "0 without the status stated_zero", "add the status",
    ),
    "a value that is not stated": (
        changed("status", RECEIVED, "not_stated"), RECEIVED, "the status not_stated", "take the value",
    ),
    "a status of nothing": (
        changed("status", "/review/total", "stated"), "/review/total", "without a value", "add",
    ),
    "an unknown status": (
        changed("status", FAX, "zero"), FAX, "status: “zero” is unknown", "stated_zero",
    ),
    "an unknown qualifier": (
        changed("qualifiers", RECEIVED, "almost"), RECEIVED, "“almost” is unknown", "at_least",
    ),
    "a qualified name": (
        changed("qualifiers", "/report/agency", "over"), "/report/agency", "is no number", "take",
    ),
    "a qualifier of nothing": (
        changed("qualifiers", "/review/total", "over"), "/review/total", "without a value", "add",
    ),
    "accepted beside nothing": (
        changed("accepted", "/review/total", [1]), "/review/total", "without a value", "add",
    ),
    "the value accepted again": (
        changed("accepted", RECEIVED, [23]), RECEIVED, "twice", "once",
    ),
    "a span of nothing": (
        changed("spans", "/review/total", [0, 3]), "/review/total", "without a value", "take",
    ),
    "a span of three": (changed("spans", RECEIVED, [1, 2, 3]), RECEIVED, "no pair", "[start, end]"),
    "an empty span": (changed("spans", RECEIVED, [5, 5]), RECEIVED, "[5, 5] is empty", "count"),
    "an inverted span": (changed("spans", RECEIVED, [9, 5]), RECEIVED, "before it begins", "count"),
    "a span behind the text": (
        changed("spans", RECEIVED, [0, 999]), RECEIVED, f"which has {len(TEXT)} characters", "count",
    ),
    "a span elsewhere": (
        changed("spans", RECEIVED, place("信函申请9件")), RECEIVED, "states 9, not 23", "correct",
    ),
    "one of two spans elsewhere": (
        changed("spans", RECEIVED, [place("申请23件"), place("云溪镇")]),
        RECEIVED, "states no number, not 23", "correct",
    ),
    "a value read without its multiplier": (
        changed("values", "/capacity/budget", 45.5), "/capacity/budget", "states 455000, not 45.5", "(in 元)",
    ),
    "a share for a count": (
        changed("spans", RECEIVED, place("办结率98.5%")), RECEIVED, "states 98.5, not 23", "correct",
    ),
    "a zero that is not denied": (
        changed("spans", FAX, place("信函申请9件")), FAX, "neither prints 0 nor denies", "correct",
    ),
    "a name that is not in its span": (
        changed("spans", "/report/agency", place("收到")), "/report/agency", "“云溪镇”", "correct",
    ),
    "a date that is not in its span": (
        changed("values", "/report/issue_date", "2021-01-23"),
        "/report/issue_date", "“2021-01-23”", "correct",
    ),
    "another text": (changed("sha256", "0" * 64), "sha256", "is not that of", "another one"),
    "half a hash": (changed("sha256", "0a"), "sha256", "64 characters", "as read"),
    "spans without a hash": (changed("sha256", ...), "sha256", "is missing beside spans", "add"),
    "a document that is not there": (
        changed("document", "other.txt"), "document", "not among the documents", "--documents",
    ),
    "an item twice": (
        changed("items", "/problems", ["更新不及时", "更新不及时"]),
        "/problems/1", "the same as item 0", "keep one",
    ),
    "an item without words": (
        changed("items", "/problems", ["更新不及时", ""]), "/problems/1", "empty item", "take it out",
    ),
    "an item that is a number": (
        changed("items", "/problems", ["更新不及时", 5]), "/problems/1", "5 is not text", "words",
    ),
    "an item with an odd part": (
        changed("items", "/legal_basis", [{"title": "云溪办法", "numbre": "1"}]),
        "/legal_basis/0/numbre", "no such part", "did you mean number?",
    ),
    "an item that its span does not hold": (
        changed("items", "/problems", ["更新不及时", "解读偏多"]),
        "/problems/1", "does not hold “解读偏多”", "correct",
    ),
    "fewer spans than items": (
        changed("item_spans", "/problems", [place("更新不及时")]),
        "/problems", "2 items and 1 entries", "one entry an item",
    ),
    "spans of no list": (
        changed("items", "/problems", ...), "/problems", "the list has no items", "add the items",
    ),
    "a sum that does not hold": (
        changed("identities", ["23 = 14 + 8"]), "identities", "does not hold: 23 and 22", "broken",
    ),
    "no sum": (changed("identities", ["all is well"]), "identities", "cannot be read", "23 = 14"),
    "a broken sum that holds": (
        changed("broken_identities", ["23 = 14 + 9"]), "broken_identities", "holds", "identities",
    ),
    "a sum of the schema that breaks": (
        changed("values", "/applications/in_person", 4),
        RECEIVED, "breaks an identity", "broken_identities",
    ),
    "no annotator": (changed("annotator", ...), "annotator", "is missing", "add"),
    "no date": (changed("date", ...), "date", "is missing", "add"),
    "a date of another form": (changed("date", "21.11.2026"), "date", "no ISO date", "2017-03-24"),
    "a value without span": (changed("spans", RECEIVED, ...), RECEIVED, "has no span", "under spans"),
    "an item without span": (
        changed("item_spans", "/legal_basis", ...), "/legal_basis/0", "has no span", "item_spans",
    ),
    "labels that nobody has checked": (
        changed("unchecked", [RECEIVED]), "unchecked", "1 labels have not been checked", "compare",
    ),
    "a quote of other words": (
        changed("quotes", "/disclosure/via_other", "公开13条"),
        "/disclosure/via_other", "does not stand in the document", "copy",
    ),
}  # fmt: skip


def test_good_gold_has_no_faults(tmp_path):
    """Complete gold of a text passes with all there is to check."""
    assert check(tmp_path, GOOD) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place_and_what_to_do(tmp_path, name):
    """What is broken is named by file and pointer, with what is wrong and what to do."""
    data, where, what, hint = FAULTS[name]
    faults = check(tmp_path, data)
    found = [f for f in faults if f.where == where and what in f.what and hint in f.hint]
    assert found, [str(fault) for fault in faults]
    assert str(found[0]).startswith(f"{tmp_path / 'yunxi.json'}: {where}: ")


def test_json_that_cannot_be_read_is_told_by_line_and_column(tmp_path):
    """A slip of the pen is found at its place."""
    (fault,) = check(tmp_path, '{\n "values": {,}\n}')
    assert (fault.where, fault.malformed) == ("2:13", True)


@pytest.mark.parametrize("content", [b"\xff", b"[1]", b'{"values": NaN}', b"[" * 100_000])
def test_any_other_content_is_a_fault_and_not_a_crash(tmp_path, content):
    """Bytes that are no gold are reported like all else."""
    (tmp_path / "bad.json").write_bytes(content)
    faults = check_gold([tmp_path], complete=True).faults
    assert faults
    assert all(fault.file.endswith("bad.json") for fault in faults)


def test_a_key_given_twice_is_told(tmp_path):
    """JSON readers take the last of two; here neither is taken silently."""
    content = json.dumps(GOOD, ensure_ascii=False).replace(
        f'"{RECEIVED}": 23', f'"{RECEIVED}": 22, "{RECEIVED}": 23'
    )
    (fault,) = check(tmp_path, content)
    assert (fault.where, fault.what) == (RECEIVED, "is given twice")


def test_two_files_about_one_document_are_told(tmp_path):
    """The same name with another extension, and the same text under another name."""
    check(tmp_path, changed("document", "yunxi.html"), name="a")
    check(tmp_path, changed("document", "other.txt"), name="b")
    faults = check(tmp_path, GOOD, documents=False)
    assert [(f.file.rpartition("/")[2], f.where) for f in faults] == [
        ("b.json", "sha256"),
        ("yunxi.json", "document"),
    ]


def test_a_sum_that_the_document_breaks_may_be_declared(tmp_path):
    """A contradiction that the text prints is no fault of the gold."""
    data = changed("values", "/applications/letter", 10)
    data["spans"]["/applications/letter"] = data["spans"]["/applications/received"]
    broken = [f for f in check(tmp_path, data) if "breaks an identity" in f.what]
    assert broken
    data["broken_identities"] = ["23 ≠ 14 + 10 + 0 (= 24)"]
    assert not [f for f in check(tmp_path, data) if "breaks an identity" in f.what]


def test_what_is_not_given_is_not_checked(tmp_path):
    """Without schema, documents and --complete, only the file itself is looked at."""
    data = changed("values", "/no/field", 7)
    data["annotator"] = ""
    assert check(tmp_path, data, complete=False, documents=False, schema=False) == ()


def test_without_a_schema_numbers_are_still_read(tmp_path):
    """A number that its passage does not state is found by the document alone."""
    (fault,) = check(tmp_path, changed("values", RECEIVED, 24), schema=False)
    assert (fault.where, "states 23, not 24" in fault.what) == (RECEIVED, True)


def test_measure_words_are_not_told_apart_but_money_is(tmp_path):
    """Staff may be counted in 件 or 人; money is no count."""
    data = changed("values", "/capacity/staff", 23)
    data["spans"]["/capacity/staff"] = place("申请23件")
    assert check(tmp_path, data) == ()
    data["values"]["/capacity/staff"] = 455000
    data["spans"]["/capacity/staff"] = place("专项经费45.5万元")
    (fault,) = check(tmp_path, data)
    assert "45.5万元, which is not in 人" in fault.what


def test_an_accepted_value_may_have_a_proof_of_its_own(tmp_path):
    """Two dates are printed and both are right: each is proved where it stands."""
    data = changed("accepted", "/report/issue_date", ["2021-12-31"])
    data["spans"]["/report/issue_date"] = [place("2021年1月22日印发"), place("12月31日截止")]
    assert check(tmp_path, data) == ()
    del data["accepted"]["/report/issue_date"]
    (fault,) = check(tmp_path, data)
    assert (fault.where, "12月31日截止" in fault.what) == ("/report/issue_date", True)


def test_a_unit_in_a_cell_of_its_own_multiplies(tmp_path):
    """经费 | 万元 | 45.5 states 455000 元 and nothing else."""
    data = changed("spans", "/capacity/budget", place("经费\t万元\t45.5"))
    assert check(tmp_path, data) == ()
    assert check(tmp_path, data, schema=False) == ()
    data["values"]["/capacity/budget"] = 4550
    assert [fault.where for fault in check(tmp_path, data)] == ["/capacity/budget"]


def test_cells_of_tables_are_proved_as_they_are_printed(tmp_path):
    """A cell needs a span like a value; 45.5 in a row of 万元 is 45.5; its other reading too."""
    cell = "/tables/table_2/经费/本年收费金额"
    data = changed("tables", {"table_2": {"经费": {"本年收费金额": 45.5, "其他": None}}})
    (fault,) = check(tmp_path, data)
    assert (fault.where, fault.what) == (cell, "has no span")
    for words in ("45.5\n", "45.5万元"):
        data["spans"][cell] = place(words)
        assert check(tmp_path, data) == ()
    data["accepted"][cell] = [455000]
    assert check(tmp_path, data) == ()
    data["tables"]["table_2"]["经费"]["本年收费金额"] = 45
    del data["accepted"][cell]
    assert [fault.where for fault in check(tmp_path, data)] == [cell]


@pytest.mark.parametrize(
    ("words", "value"),
    [("减7", -7), ("许可\t减7\t5", -7), ("许可\t减7\t5", 5), ("-3", -3), ("增2", 2)],
)
def test_a_cell_may_print_a_change(tmp_path, words, value):
    """Words and signs for less make a number negative; the number alone is no proof of that."""
    cell = "/tables/table_2/许可/本年增减"
    data = changed("tables", {"table_2": {"许可": {"本年增减": value}}})
    data["spans"][cell] = place(words)
    assert check(tmp_path, data) == ()
    data["tables"]["table_2"]["许可"]["本年增减"] = value - 1
    assert [fault.where for fault in check(tmp_path, data)] == [cell]
    data["tables"]["table_2"]["许可"]["本年增减"] = -2
    assert [fault.where for fault in check(tmp_path, data)] == [cell]


def test_a_path_without_gold_is_a_usage_error(tmp_path):
    """A missing path and an empty folder are no clean gold."""
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(UsageError, match="give gold files"):
            check_gold([path])


@given(
    st.sampled_from([p for p, v in GOOD["values"].items() if not isinstance(v, str)]),
    st.integers(0, 10**7),
)
def test_a_number_that_is_not_printed_is_always_found(tmp_path_factory, pointer, number):
    """Whatever wrong number stands for a right one, its passage contradicts it."""
    if number == GOOD["values"][pointer]:
        return
    folder = tmp_path_factory.mktemp("gold")
    faults = check(folder, changed("values", pointer, number))
    assert pointer in {fault.where for fault in faults}
