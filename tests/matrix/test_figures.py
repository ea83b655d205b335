"""Figures in a text are those that were measured."""

from pathlib import Path

import pytest

from llmextract.errors import UsageError
from llmextract.matrix import measure
from llmextract.matrix.figures import changes, with_figures

OUT = Path("out")
PAGE = """# Figures
<!-- figures: shop accuracy -->
old
<!-- /figures -->
F1 <!-- figure: shop/link-models.py-good-Shop/f1 -->0.1<!-- /figure -->,
<!-- figure: shop/rules-Shop/calls -->9<!-- /figure --> calls.
<!-- figures: other -->
kept
<!-- /figures -->
<!-- figure: other/x/f1 -->0.5<!-- /figure -->
"""


@pytest.fixture
def found(planned, run_here):
    todo = planned()
    run_here(todo)
    return measure(todo, OUT)


def test_tables_and_single_figures_are_made_anew(found) -> None:
    """Between markers stands what was measured; all else is as it was."""
    new = with_figures(PAGE, found)
    assert "old" not in new
    assert "F1 <!-- figure: shop/link-models.py-good-Shop/f1 -->1.000<!-- /figure -->," in new
    assert "<!-- figure: shop/rules-Shop/calls -->0.0<!-- /figure --> calls." in new
    assert "| strategy | model | F1 [95 %] |" in new
    assert new.endswith(PAGE[PAGE.index("<!-- figures: other -->") :])


def test_doing_it_again_changes_nothing(found) -> None:
    """So that a check is silent after an update."""
    new = with_figures(PAGE, found)
    assert with_figures(new, found) == new
    assert changes(new, new, "page") == []
    assert any(line.startswith("-old") for line in changes(PAGE, new, "page"))


@pytest.mark.parametrize(
    "name", ["shop", "shop facts", "shop accuracy", "shop costs", "shop notes"]
)
def test_each_part_can_stand_alone(found, name) -> None:
    """Whatever prose stands between them."""
    text = f"<!-- figures: {name} -->\n<!-- /figures -->\n"
    assert len(with_figures(text, found)) > len(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- figures: shop costz -->\n<!-- /figures -->\n", "no figure is called 'shop costz'"),
        ("<!-- figure: shop/rules-Shop/f2 -->1<!-- /figure -->", "no figure is called 'f2'"),
        ("<!-- figure: shop/nobody/f1 -->1<!-- /figure -->", "no figure is called 'nobody'"),
        ("<!-- figures: shop -->\n", "is not closed"),
        ("<!-- figure: shop/rules-Shop/f1 -->1\n<!-- /figure -->", "is not closed"),
    ],
)
def test_a_marker_that_names_nothing_is_an_error(found, text, message) -> None:
    """No figure stays old unseen because its marker was misspelt."""
    with pytest.raises(UsageError, match=message):
        with_figures(text, found, "page.md")
