from llmextract.ground import prove_all
from llmextract.types import Proposal, Reason
from tests.making import SCHEMA, analysis, proposal, span


def values(done):
    return {p.pointer: p.value for p in done}


def reasons(refused):
    return {r.pointer: r.reason for r in refused}


def test_a_mention_proves_one_field_and_the_surest_gets_it():
    """Two fields on one number: the one with more confidence keeps it, the other is taken."""
    found = analysis("全年借出30册。")
    done, refused = prove_all(
        [
            proposal("/loans/adult", 30, found, "30册", confidence=0.6),
            proposal("/loans/total", 30, found, "30册", confidence=0.9),
        ],
        found,
        SCHEMA,
    )
    assert values(done) == {"/loans/total": 30}
    assert reasons(refused) == {"/loans/adult": Reason.TAKEN}
    assert "/loans/total" in refused[0].detail


def test_without_confidence_the_words_decide():
    """Of two fields that claim the only equal number, the one its clause names gets it."""
    found = analysis("儿童外借30册。")
    for order in (("/loans/adult", "/loans/child"), ("/loans/child", "/loans/adult")):
        done, refused = prove_all([Proposal(p, 30, None) for p in order], found, SCHEMA)
        assert values(done) == {"/loans/child": 30}
        assert list(reasons(refused)) == ["/loans/adult"]


def test_equal_values_each_find_their_own_mention():
    """Two fields with one value are proved by the two numbers that state it."""
    found = analysis("成人外借30册，儿童外借30册。")
    done, _ = prove_all(
        [Proposal("/loans/child", 30, None), Proposal("/loans/adult", 30, None)], found, SCHEMA
    )
    quotes = {p.pointer: p.evidence.quote for p in done}
    assert quotes == {"/loans/adult": "成人外借30册", "/loans/child": "儿童外借30册"}


def test_a_second_choice_must_be_nearly_as_good_as_the_first():
    """A claim that lost its mention does not fall back on a number that barely fits."""
    found = analysis("本馆成人外借30册。\n成人30本很旧。")
    done, refused = prove_all(
        [
            proposal("/loans/total", 30, found, "30册", confidence=0.9),
            Proposal("/loans/adult", 30, None),
        ],
        found,
        SCHEMA,
    )
    assert values(done) == {"/loans/total": 30}
    assert reasons(refused) == {"/loans/adult": Reason.TAKEN}


def test_a_denial_and_a_number_of_each_serve_several_fields():
    """One sentence may deny two events, and 均为0 speaks of both, as 双双 and 也是 do."""
    for text in (
        "全年没有丢失和儿童外借。",
        "丢失、儿童外借均为0册。",
        "丢失、儿童外借双双0册。",
        "丢失和儿童外借同样0册。",
    ):
        found = analysis(text)
        done, refused = prove_all(
            [
                Proposal("/loans/lost", 0, None),
                Proposal("/loans/child", 0, found.mentions[0].clause),
            ],
            found,
            SCHEMA,
        )
        assert values(done) == {"/loans/child": 0, "/loans/lost": 0}
        assert not refused


def test_a_second_value_for_a_field_is_a_rival():
    """The surer value stands; a different one is rejected as rival, an equal one says nothing."""
    found = analysis("借出30册，又借出31册。")
    done, refused = prove_all(
        [
            proposal("/loans/total", 31, found, "31册", confidence=0.7),
            proposal("/loans/total", 30, found, "30册", confidence=0.9),
            proposal("/loans/total", 30, found, "30册", confidence=0.8),
        ],
        found,
        SCHEMA,
    )
    assert values(done) == {"/loans/total": 30}
    assert [(r.value, r.reason) for r in refused] == [(31, Reason.RIVAL)]


def test_a_field_that_the_schema_lacks_is_rejected():
    """Pointers outside the schema, and inside a leaf, never reach the record."""
    found = analysis("借出30册。")
    proposals = [Proposal(p, 30, None) for p in ("/loans/gone", "/loans/total/x", "/nothing", "")]
    done, refused = prove_all(proposals, found, SCHEMA)
    assert not done
    assert {r.reason for r in refused} == {Reason.UNKNOWN_FIELD}
    assert len(refused) == len(proposals)


def test_null_claims_nothing():
    """A null proposal is neither proved nor rejected."""
    assert prove_all([Proposal("/loans/total", None, None)], analysis("借出。"), SCHEMA) == ([], [])


def test_a_list_is_proved_item_by_item():
    """Items that stand in the text are kept in its order and numbered; the others are named."""
    found = analysis("问题：书太旧；人手\n不足。书太旧。")
    done, refused = prove_all(
        [
            Proposal("/problems", ["人手不足", "没有空调", "书太旧"], None),
            Proposal("/problems/0", "书太旧", None),
        ],
        found,
        SCHEMA,
    )
    assert values(done) == {"/problems/0": "书太旧", "/problems/1": "人手不足"}
    assert [p.evidence.quote for p in done] == ["书太旧", "人手\n不足"]
    assert [(r.value, r.reason) for r in refused] == [("没有空调", Reason.NOT_IN_TEXT)]


def test_an_item_of_label_and_count_needs_both_side_by_side():
    """A label with its neighbour's number is refused, although both stand in the clause."""
    found = analysis("其中文学类30册、历史类40册、科学类30册。")
    items = [
        {"label": "文学类", "count": 30},
        {"label": "历史类", "count": 40},
        {"label": "科学类", "count": 30},
        {"label": "历史类", "count": 30},
        {"label": "文学类", "count": 40},
        {"label": "艺术类", "count": 40},
        {"label": "文学类", "count": 31},
        {},
        "文学类",
    ]
    done, refused = prove_all([Proposal("/by_kind", items, None)], found, SCHEMA)
    assert [p.value for p in done] == items[:3]
    assert [p.evidence.quote for p in done] == ["文学类30册", "历史类40册", "科学类30册"]
    assert [p.evidence.raw for p in done] == ["30册", "40册", "30册"]
    assert len(refused) == 6


def test_an_item_with_a_quote_is_proved_in_it_alone():
    """A quote that lacks one of the item's parts does not prove it."""
    found = analysis("文学类30册。历史类40册。")
    item = {"label": "历史类", "count": 40}
    there, elsewhere = span(found, "历史类40册"), span(found, "文学类30册")
    done, refused = prove_all(
        [Proposal("/by_kind/0", item, there), Proposal("/by_kind/1", item, elsewhere)],
        found,
        SCHEMA,
    )
    assert len(done) == 1
    assert reasons(refused) == {"/by_kind/1": Reason.NOT_IN_QUOTE}


def test_the_numbers_of_items_may_repeat_those_of_fields():
    """A breakdown does not take a field's number away."""
    found = analysis("成人外借30册。")
    done, refused = prove_all(
        [
            Proposal("/by_kind", [{"label": "成人", "count": 30}], None),
            Proposal("/loans/adult", 30, None),
        ],
        found,
        SCHEMA,
    )
    assert set(values(done)) == {"/loans/adult", "/by_kind/0"}
    assert not refused


def test_items_of_text_alone_stand_in_one_line():
    """A title and its number count if they stand together; a null part is left out."""
    found = analysis("根据《阅读条例》（云发〔2015〕3号）。\n另按《借阅办法》办理。")
    items = [
        {"title": "阅读条例", "number": "云发〔2015〕3号"},
        {"title": "借阅办法", "number": None},
        {"title": "借阅办法", "number": "云发〔2015〕3号"},
    ]
    done, refused = prove_all([Proposal("/rules", items, None)], found, SCHEMA)
    assert [p.value for p in done] == items[:2]
    assert len(refused) == 1


def test_results_do_not_depend_on_the_order_of_proposals():
    """Shuffled proposals give the same values and the same rejections."""
    found = analysis("借出70册，成人外借30册，儿童外借40册，没有丢失。")
    proposals = [
        Proposal("/loans/total", 70, None),
        Proposal("/loans/adult", 30, None),
        Proposal("/loans/child", 40, None),
        Proposal("/loans/lost", 0, None),
        Proposal("/visits", 40, None),
        Proposal("/loans/fines", 70, None),
    ]
    there = prove_all(proposals, found, SCHEMA)
    back = prove_all(proposals[::-1], found, SCHEMA)
    assert there[0] == back[0]
    assert reasons(there[1]) == reasons(back[1])
