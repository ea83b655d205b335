from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from llmextract.evaluation.versus.columns import aligned, short

words = st.text(st.sampled_from("ab 甲乙，９x"), max_size=12)


@given(st.lists(st.tuples(words, words, st.just("|")), min_size=1, max_size=6))
def test_columns_line_up_whatever_the_script(rows):
    """The last column starts at the same place in every line, Chinese or not."""
    starts = {cell_len(line.rpartition("|")[0]) for line in aligned(rows)}
    assert len(starts) == 1


def test_padding_on_the_left_by_example():
    """Numbers end where their column ends."""
    lines = list(aligned([("名称", "7", "x"), ("n", "1,000", "y")], right=(1,)))
    assert lines == ["名称      7  x", "n     1,000  y"]


@given(st.text(st.sampled_from("ab 甲乙，９x\n"), max_size=40), st.integers(2, 20))
def test_short_text_fits(text, columns):
    """What is cut fits and shows that it is cut; what fits is kept."""
    cut = short(text, columns)
    assert cell_len(cut) <= columns
    assert cut == " ".join(text.split()) or cut.endswith("…")
