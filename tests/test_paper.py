"""Where a passage stands on paper."""

from llmextract.paper import Printed, printed_at

LINES = (
    Printed(0, 10, 1, (50, 100, 250, 112)),
    Printed(10, 20, 1, (50, 115, 200, 127)),
    Printed(21, 30, 2, (50, 60, 150, 72)),
)


def test_a_passage_in_one_line_has_that_lines_box() -> None:
    """What stands in one line gets the page and the box of that line alone."""
    assert printed_at(LINES, 2, 8) == (1, (50, 100, 250, 112))
    assert printed_at(LINES, 10, 20) == (1, (50, 115, 200, 127))


def test_a_passage_over_two_lines_has_the_box_round_both() -> None:
    """The box of a passage over several lines encloses them all."""
    assert printed_at(LINES, 8, 12) == (1, (50, 100, 250, 127))


def test_a_passage_over_two_pages_has_the_page_where_it_begins() -> None:
    """A passage that goes on overleaf is found where it begins."""
    assert printed_at(LINES, 15, 25) == (1, (50, 115, 200, 127))


def test_what_no_line_holds_is_nowhere() -> None:
    """A gap, a place after the last line and a document without pages have no box."""
    assert printed_at(LINES, 20, 21) is None
    assert printed_at(LINES, 40, 50) is None
    assert printed_at((), 0, 5) is None
