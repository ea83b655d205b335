"""What the numbers around are, and who else wants the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.linking.neighbours import NEIGHBOURS, Surroundings, relations_of
from tests.linking.making import SHOP

FIELDS = SHOP.numeric
RELATIONS = relations_of(FIELDS, SHOP.identities)
TOTAL, BY_SHOP, ONLINE, RETURNED = (
    f"/orders/{name}" for name in ("total", "shop", "online", "returned")
)
LAWSUITS = "/claims/lawsuits"


@st.composite
def documents(draw):
    """(chances, sections) of up to eight numbers, in the order of the text."""
    numbers = sorted(draw(st.sets(st.integers(0, 50), min_size=1, max_size=8)))
    places = sorted(draw(st.lists(st.integers(0, 3), min_size=len(numbers), max_size=len(numbers))))
    chances = {}
    for number in numbers:
        fits = draw(st.sets(st.sampled_from([s.pointer for s in FIELDS]), min_size=1))
        chances |= {(number, p): draw(st.floats(0, 1)) for p in sorted(fits)}
    return chances, dict(zip(numbers, places, strict=True))


def features(chances, sections, number, pointer):
    return Surroundings(chances, sections, RELATIONS).features(number, pointer)


def one_section(*rows):
    """Chances and sections of a row of numbers that stand in one section."""
    chances = {(n, p): chance for n, row in enumerate(rows) for p, chance in row.items()}
    return chances, dict.fromkeys(range(len(rows)), 0)


def test_relations_are_those_of_the_schema() -> None:
    """Order and groups are the fields', kin are the others of the same sums, either way."""
    assert RELATIONS.order[TOTAL] == 0
    assert sorted(RELATIONS.order.values()) == list(range(len(FIELDS)))
    assert RELATIONS.group[LAWSUITS] == "claims"
    assert RELATIONS.kin[TOTAL] == {BY_SHOP, ONLINE, RETURNED}
    assert RELATIONS.kin[ONLINE] == {TOTAL, BY_SHOP}
    assert RELATIONS.kin[LAWSUITS] == frozenset()


@given(documents())
def test_features_are_named_and_bounded(document) -> None:
    """Every pair has every feature, between 0 and 1."""
    around = Surroundings(*document, RELATIONS)
    for key in document[0]:
        found = around.features(*key)
        assert tuple(found) == NEIGHBOURS
        assert all(0 <= value <= 1 for value in found.values())


@given(documents(), st.integers(1, 9), st.integers(0, 99))
def test_renumbering_changes_nothing(document, factor, offset) -> None:
    """What counts is which numbers stand side by side, not how numbers and sections are counted."""
    chances, sections = document
    other_chances = {(factor * n + offset, p): c for (n, p), c in chances.items()}
    other_sections = {factor * n + offset: 7 - s for n, s in sections.items()}
    one = Surroundings(chances, sections, RELATIONS)
    other = Surroundings(other_chances, other_sections, RELATIONS)
    for number, pointer in chances:
        assert other.features(factor * number + offset, pointer) == one.features(number, pointer)


@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(document, random) -> None:
    """Chances are a table: only the numbers' order is that of the text."""
    chances, sections = document
    pairs = list(chances.items())
    random.shuffle(pairs)
    one = Surroundings(chances, sections, RELATIONS)
    other = Surroundings(dict(pairs), sections, RELATIONS)
    for key in chances:
        assert other.features(*key) == pytest.approx(one.features(*key))


@given(documents())
def test_other_sections_do_not_count_but_as_rivals(document) -> None:
    """A section taken by itself gives all features but that of who else wants the field."""
    chances, sections = document
    whole = Surroundings(chances, sections, RELATIONS)
    for section in set(sections.values()):
        part = {n: s for n, s in sections.items() if s == section}
        own = {key: chance for key, chance in chances.items() if key[0] in part}
        alone = Surroundings(own, part, RELATIONS)
        for key in own:
            one, other = whole.features(*key), alone.features(*key)
            assert one.pop("rival_field") >= other.pop("rival_field")
            assert one == pytest.approx(other)


@given(documents())
def test_a_text_read_backwards_swaps_before_and_after(document) -> None:
    """Each feature of what stands before is that of what stands behind in the mirrored text."""
    chances, sections = document
    one = Surroundings(chances, sections, RELATIONS)
    other = Surroundings(chances, dict(reversed(sections.items())), RELATIONS)
    for key in chances:
        there, back = one.features(*key), other.features(*key)
        for name in ("group", "kin"):
            assert there[f"{name}_before"] == back[f"{name}_after"]
            assert there[f"{name}_after"] == back[f"{name}_before"]


def test_a_sentence_in_the_schemas_order() -> None:
    """Total, shop, online: the middle one has its kin and its order on both sides."""
    row = one_section({TOTAL: 0.75}, {BY_SHOP: 0.5}, {ONLINE: 0.25})
    found = features(*row, 1, BY_SHOP)
    assert (found["order_before"], found["order_after"]) == (0.75, 0.25)
    assert (found["kin_before"], found["kin_after"]) == (0.75, 0.25)
    assert (found["group_before"], found["group_after"]) == (0.75, 0.25)
    assert found["group_around"] == 0.5
    assert found["alone"] == 0


def test_a_sentence_against_the_schemas_order() -> None:
    """What stands in the wrong order is company, but not in order."""
    found = features(*one_section({ONLINE: 0.75}, {BY_SHOP: 0.5}), 1, BY_SHOP)
    assert found["order_before"] == 0
    assert found["group_before"] == found["kin_before"] == 0.75


def test_order_reaches_two_fields_and_two_numbers() -> None:
    """The third number away, and the third field away, are too far."""
    far = {LAWSUITS: 0.5}
    row = one_section({TOTAL: 0.75}, far, far, {BY_SHOP: 0.5})
    assert features(*row, 3, BY_SHOP)["order_before"] == 0
    near = one_section({TOTAL: 0.75}, far, {BY_SHOP: 0.5})
    assert features(*near, 2, BY_SHOP)["order_before"] == 0.75
    assert features(*one_section({TOTAL: 0.75}, {RETURNED: 0.5}), 1, RETURNED)["order_before"] == 0
    assert features(*one_section({TOTAL: 0.75}, {ONLINE: 0.5}), 1, ONLINE)["order_before"] == 0.75


def test_another_group_is_no_company() -> None:
    """Neighbours that are likely of another group add nothing."""
    found = features(*one_section({LAWSUITS: 1.0}, {TOTAL: 0.5}), 1, TOTAL)
    assert {name: value for name, value in found.items() if value} == {}


def test_fields_of_two_groups_have_no_order() -> None:
    """The last field of a group and the first of the next stand side by side by chance."""
    last, first = "/orders/rate", "/claims/complaints"
    assert RELATIONS.order[first] - RELATIONS.order[last] == 1
    row = one_section({last: 0.75}, {first: 0.5})
    assert features(*row, 1, first)["order_before"] == 0
    assert features(*row, 0, last)["order_after"] == 0


def test_a_number_that_stands_alone_says_so() -> None:
    """Alone in its section it has no neighbours, whatever other sections hold."""
    chances = {(0, TOTAL): 0.5, (1, BY_SHOP): 0.5}
    assert features(chances, {0: 0, 1: 1}, 0, TOTAL)["alone"] == 1
    assert features(chances, {0: 0, 1: 0}, 0, TOTAL)["alone"] == 0


def test_rivals_are_the_best_others() -> None:
    """Another number may give the field, and the number another field; ties count in full."""
    chances, sections = one_section({TOTAL: 0.5, ONLINE: 0.25}, {TOTAL: 0.75}, {TOTAL: 0.75})
    first, second = (features(chances, sections, n, TOTAL) for n in (0, 1))
    assert (first["rival_field"], first["rival_number"]) == (0.75, 0.25)
    assert (second["rival_field"], second["rival_number"]) == (0.75, 0.0)


def test_the_share_of_a_group_counts_up_to_eight_numbers() -> None:
    """In a long section eight others of the group count in full."""
    rows = [{TOTAL: 1.0}] * 9 + [{LAWSUITS: 1.0}] * 9
    assert features(*one_section(*rows), 0, TOTAL)["group_around"] == 1
    assert features(*one_section(*rows[:5], *rows[9:]), 0, TOTAL)["group_around"] == 0.5
    assert features(*one_section(*rows[:2], *rows[9:11]), 0, TOTAL)["group_around"] == (
        pytest.approx(1 / 3)
    )
