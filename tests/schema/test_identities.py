import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import SchemaError
from llmextract.schema import Identity
from llmextract.schema.identities import YearTerm, parse_identity, parse_year_identity

NAME = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
PATH = st.lists(NAME, min_size=1, max_size=3).map(tuple)
TERMS = st.lists(st.tuples(st.sampled_from([1, -1]), PATH), min_size=1, max_size=5)
SPACE = st.sampled_from(["", " ", "  "])


def written(terms: list[tuple[int, tuple[str, ...]]], space: str) -> str:
    """The terms in the grammar of identities; a leading plus is left out."""
    parts = [f"{'+' if sign > 0 else '-'}{space}{'.'.join(path)}" for sign, path in terms]
    text = f"{space}".join(parts)
    return text[1:].lstrip() if terms[0][0] > 0 else text


def pointers(terms: list[tuple[int, tuple[str, ...]]], base: str) -> tuple[tuple[int, str], ...]:
    return tuple((sign, f"{base}/{'/'.join(path)}") for sign, path in terms)


@given(TERMS, st.sampled_from(["=", "<="]), TERMS, SPACE, st.sampled_from(["", "/a", "/a/b"]))
def test_what_is_written_is_what_is_read(
    left: list[tuple[int, tuple[str, ...]]],
    operator: str,
    right: list[tuple[int, tuple[str, ...]]],
    space: str,
    base: str,
) -> None:
    """Signs, order, operator and paths survive, whatever the blanks; the base comes first."""
    text = f"{written(left, space)}{space}{operator}{space}{written(right, space)}"
    expected = Identity(text, pointers(left, base), operator, pointers(right, base))
    assert parse_identity(text, base) == expected


@given(st.text(alphabet="ab.+-=< ", max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but an identity or a SchemaError comes out, and no term is empty."""
    try:
        identity = parse_identity(text)
    except SchemaError:
        return
    assert identity.operator in ("=", "<=")
    assert identity.left
    assert identity.right
    assert all(part for p in identity.pointers for part in p.removeprefix("/").split("/"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a = ",
        "= a",
        "a = b = c",
        "a >= b",
        "a == b",
        "a b = c",
        "a = b +",
        "a. = b",
        "1 = a",
    ],
)
def test_malformed_identities_are_refused(text: str) -> None:
    """What is no sum or comparison of field names is an error that shows the identity."""
    with pytest.raises(SchemaError, match="identity"):
        parse_identity(text)


def test_pointers_lists_both_sides_in_order() -> None:
    """`pointers` is the left side, then the right."""
    assert parse_identity("a <= b - c.d").pointers == ("/a", "/b", "/c/d")


def test_terms_of_earlier_years_and_cells_of_tables_are_read() -> None:
    """`[-1]` is the year before, `*` and words in quotes are steps; slashes are escaped."""
    identity = parse_year_identity(
        'uses.*.现有 = uses.*.现有[-1] + uses.*."in/out" - lost[-2]', "/a"
    )
    assert identity.operator == "="
    assert identity.left == (YearTerm(1, "/a/uses/*/现有", 0),)
    assert identity.right == (
        YearTerm(1, "/a/uses/*/现有", 1),
        YearTerm(1, "/a/uses/*/in~1out", 0),
        YearTerm(-1, "/a/lost", 2),
    )
    assert identity.terms == (*identity.left, *identity.right)


@given(st.text(alphabet='ab*"[]-1.+=< ', max_size=14))
def test_any_text_is_read_as_an_identity_between_years_or_refused(text: str) -> None:
    """Nothing but an identity or a SchemaError comes out."""
    try:
        identity = parse_year_identity(text)
    except SchemaError:
        return
    assert all(step for t in identity.terms for step in t.pointer.removeprefix("/").split("/"))
