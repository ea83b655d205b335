import json
from decimal import Decimal

import pytest

from llmextract.errors import UsageError
from llmextract.evaluation import load_gold
from llmextract.types import Qualifier, Span, Status


def write(folder, name, data):
    (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def test_the_bundled_format(tmp_path):
    """Values, status, spans and items are read by pointer; decimals stay exact."""
    write(
        tmp_path,
        "d",
        {
            "document": "d.txt",
            "values": {"/a/x": 98.3, "/a/y": 0},
            "accepted": {"/a/x": [98]},
            "status": {"/a/y": "stated_zero", "/a/z": "table_missing"},
            "qualifiers": {"/a/x": "over"},
            "spans": {"/a/x": [3, 7]},
            "not_annotated": ["/a/w"],
            "items": {"/reasons": ["某"]},
        },
    )
    (gold,) = load_gold(tmp_path)
    assert gold.accepts("/a/x") == (Decimal("98.3"), 98)
    assert gold.accepts("/a/z") == ()
    assert gold.status == {"/a/y": Status.STATED_ZERO, "/a/z": Status.TABLE_MISSING}
    assert gold.qualifiers == {"/a/x": Qualifier.OVER}
    assert gold.spans == {"/a/x": (Span(3, 7),)}
    assert gold.not_annotated == {"/a/w"}
    assert gold.items == {"/reasons": ("某",)}
    assert gold.lists_complete


def test_the_plain_format(tmp_path):
    """Stated zeros, quotes and bare lists are read; sums and table keys are no items."""
    data = {
        "document": "d",
        "values": {"/a/x": 0},
        "stated_zero": ["/a/x"],
        "quotes": {"/a/x": "未收到"},
        "kinds": [["甲", 3]],
        "table_4": [1, 2],
        "identities": ["3 = 1 + 2"],
        "broken_identities": [],
    }
    write(tmp_path, "d", data)
    (gold,) = load_gold(tmp_path / "d.json")
    assert gold.status == {"/a/x": Status.STATED_ZERO}
    assert gold.items == {"/kinds": (["甲", 3],)}
    assert not gold.lists_complete
    assert gold.spans == {}


def test_quotes_are_placed_in_the_documents(tmp_path):
    """With the labelled texts at hand every place of a quote is known, and spans get quotes."""
    write(tmp_path, "d", {"values": {}, "quotes": {"/a/x": "一件"}, "spans": {"/a/y": [0, 2]}})
    (tmp_path / "d.txt").write_text("\ufeff收到一件，又一件", "utf-8")
    (gold,) = load_gold(tmp_path, tmp_path)
    assert gold.spans == {"/a/x": (Span(2, 4), Span(6, 8)), "/a/y": (Span(0, 2),)}
    assert gold.quotes["/a/y"] == "收到"


@pytest.mark.parametrize("content", ["not json", "[]", '{"document": "d"}', '{"values": 3}'])
def test_a_malformed_file_is_named(tmp_path, content):
    """A file that is not gold is refused with its name."""
    (tmp_path / "bad.json").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"bad\.json"):
        load_gold(tmp_path)


def test_missing_and_double_gold_is_refused(tmp_path):
    """An empty folder, a missing file and two files about one document are usage errors."""
    with pytest.raises(UsageError, match="no gold"):
        load_gold(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        load_gold(tmp_path / "none.json")
    write(tmp_path, "a", {"document": "d", "values": {}})
    write(tmp_path, "b", {"document": "d", "values": {}})
    with pytest.raises(UsageError, match="two gold files"):
        load_gold(tmp_path)
