import json
import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.gold import Gold, gold_data, gold_digest, gold_text, load_gold
from llmextract.types import Qualifier, Span, Status

POINTERS = st.text(min_size=1, max_size=6).map(lambda name: "/" + name)
NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
VALUES = NUMBERS | st.text() | st.booleans()
SPANS = st.lists(
    st.builds(Span, st.integers(0, 99), st.integers(100, 999)), min_size=1, max_size=3
).map(tuple)


def by_pointer(values):
    return st.dictionaries(POINTERS, values, max_size=4)


@st.composite
def golds(draw):
    items = draw(by_pointer(st.lists(st.text() | by_pointer(VALUES), max_size=3).map(tuple)))
    spans = {p: draw(st.tuples(*[SPANS | st.just(()) for _ in one])) for p, one in items.items()}
    return Gold(
        document=draw(st.text(min_size=1)),
        values=draw(by_pointer(VALUES)),
        accepted=draw(by_pointer(st.lists(VALUES, min_size=1, max_size=3).map(tuple))),
        status=draw(by_pointer(st.sampled_from(Status))),
        qualifiers=draw(by_pointer(st.sampled_from(Qualifier))),
        spans=draw(by_pointer(SPANS)),
        not_annotated=draw(st.frozensets(POINTERS, max_size=3)),
        items=items,
        item_spans=spans,
        lists_complete=True,
        identities=tuple(draw(st.lists(st.text(), max_size=2))),
        broken_identities=tuple(draw(st.lists(st.text(), max_size=2))),
        tables=draw(st.dictionaries(st.text(), by_pointer(by_pointer(VALUES)), max_size=2)),
        sha256=draw(st.text()),
        annotator=draw(st.text()),
        date=draw(st.text()),
    )


@given(golds())
def test_what_is_written_reads_back(tmp_path_factory, gold):
    """A gold file holds all that the labels say: every digit, span and item."""
    file = tmp_path_factory.mktemp("gold") / "g.json"
    file.write_text(gold_text(gold), "utf-8")
    (read,) = load_gold(file)
    assert read == gold
    assert [type(v) for v in read.values.values()] == [type(v) for v in gold.values.values()]


def test_spans_stand_on_the_line_of_their_field():
    """A file is made to be edited by hand."""
    gold = Gold("d", {"/a": Decimal("98.30")}, spans={"/a": (Span(3, 7),)})
    lines = gold_text(gold).splitlines()
    assert '  "/a": 98.30' in lines
    assert '  "/a": [3, 7]' in lines


def shuffled(node, order):
    """The same JSON with the keys of each object in another order."""
    if isinstance(node, dict):
        keys = order.sample(list(node), len(node))
        return {key: shuffled(node[key], order) for key in keys}
    return [shuffled(item, order) for item in node] if isinstance(node, list) else node


@given(st.lists(golds(), max_size=3, unique_by=lambda g: g.document), st.randoms())
def test_the_digest_does_not_know_orders_and_layouts(tmp_path_factory, folder, order):
    """Order of files and keys, layout, annotator and date change nothing."""
    digest = gold_digest(folder)
    read = []
    for n, gold in enumerate(order.sample(folder, len(folder))):
        file = tmp_path_factory.mktemp("gold") / f"{n}.json"
        data = json.loads(gold_text(gold), parse_float=lambda text: {"decimal": text})
        text = json.dumps(shuffled(data, order), indent=order.choice([None, 4]))
        file.write_text(_decimals(text), "utf-8")
        read += load_gold(file)
    assert gold_digest(replace(gold, annotator="B", date="") for gold in read) == digest


def _decimals(text):
    import re

    return re.sub(r'\{\s*"decimal":\s*"([^"]*)"\s*\}', r"\1", text)


@given(golds())
def test_the_digest_does_not_know_the_order_of_what_has_none(gold):
    """Accepted values, spans, items, sums and fields left out stand in any order."""
    order = random.Random(0)
    turned = {p: order.sample(range(len(i)), len(i)) for p, i in gold.items.items()}
    other = replace(
        gold,
        accepted={p: values[::-1] for p, values in gold.accepted.items()},
        spans={p: spans[::-1] for p, spans in gold.spans.items()},
        items={p: tuple(gold.items[p][n] for n in turned[p]) for p in turned},
        item_spans={p: tuple(gold.item_spans[p][n] for n in turned[p]) for p in turned},
        identities=gold.identities[::-1],
    )
    assert gold_digest([other]) == gold_digest([gold])


@given(golds(), POINTERS, VALUES)
def test_the_digest_changes_with_every_label(gold, pointer, value):
    """A field added, left out, made absent, or another document is another gold."""
    digest = gold_digest([gold])
    if pointer not in gold.values:
        assert gold_digest([replace(gold, values={**gold.values, pointer: value})]) != digest
    if pointer not in gold.not_annotated:
        left_out = gold.not_annotated | {pointer}
        assert gold_digest([replace(gold, not_annotated=left_out)]) != digest
    assert gold_digest([replace(gold, document=gold.document + "x")]) != digest
    assert gold_digest([replace(gold, lists_complete=False)]) != digest
    assert gold_digest([gold, gold]) != digest


def test_the_digest_knows_values_and_not_how_they_are_written():
    """98.30 is 98.3 and 5.0 is 5; "5" is text, and true is no 1."""
    digests = [gold_digest([Gold("d", {"/a": value})]) for value in (5, Decimal("5.0"), "5", True)]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_the_digest_is_the_same_with_the_documents_at_hand(tmp_path):
    """Spans found by quotes, and quotes taken from spans, are no labels."""
    (tmp_path / "d.txt").write_text("收到一件，又一件", "utf-8")
    data = {"values": {}, "quotes": {"/a/x": "一件"}, "spans": {"/a/y": [0, 2]}}
    (tmp_path / "d.json").write_text(json.dumps(data), "utf-8")
    assert gold_digest(load_gold(tmp_path)) == gold_digest(load_gold(tmp_path, tmp_path))
    assert gold_data(load_gold(tmp_path, tmp_path)[0])["quotes"] == {"/a/x": "一件"}
