"""`llmextract matrix`: what it prints, writes and ends with."""

import json
from pathlib import Path

import pytest

from llmextract.strategies import registry
from llmextract.strategies.registry import make_strategy
from tests.matrix.making import SCHEMA, make_place, model

FILE = """
name = "shop"
documents = ["documents"]
gold = "gold"
schemas = ["{schema}"]
strategies = ["link", "rules"]
backends = ["{model}"]
"""


@pytest.fixture
def matrix(run, place, monkeypatch):
    """Runs the command; shop.toml describes a matrix of two setups."""
    monkeypatch.setattr(registry, "make_strategy", make_strategy)
    make_place(place)
    Path("shop.toml").write_text(FILE.format(schema=SCHEMA, model=model("good")), "utf-8")

    def command(*arguments: str):
        return run("matrix", *arguments, "--out", "out")

    return command


def test_a_file_is_run_and_the_table_printed(matrix) -> None:
    """Tables go to stdout, what happens to stderr; again, nothing but the table is made."""
    first = matrix("shop.toml", "--jobs", "2")
    assert first.exit_code == 0
    assert "rules-Shop: begins" in first.stderr
    assert "grounded F1" in first.stdout
    again = matrix("shop.toml", "--table")
    assert (again.stdout, again.stderr) == (first.stdout, "")


def test_options_alone_describe_a_matrix(matrix) -> None:
    """Without a file, and with JSON for programs."""
    done = matrix(
        "--documents", "documents", "--gold", "gold", "-s", SCHEMA, "--strategy", "rules", "--json"
    )
    assert done.exit_code == 0
    assert list(json.loads(done.stdout)["setups"]) == ["rules-Shop"]


def test_a_file_with_options_takes_the_options(matrix) -> None:
    """An option takes the place of what the file says."""
    done = matrix("shop.toml", "--strategy", "rules", "--table", "--json")
    assert list(json.loads(done.stdout)["setups"]) == ["rules-Shop"]


def test_what_did_not_finish_is_an_exit_code(matrix) -> None:
    """8 if some did not, the code of the first failure if none did; figures stay as they are."""
    Path("page.md").write_text("<!-- figures: shop -->\n<!-- /figures -->\n", "utf-8")
    some = matrix("shop.toml", "--backend", model("away"), "--update", "page.md")
    assert some.exit_code == 8
    assert "is not at home" in some.stdout
    assert Path("page.md").read_text("utf-8").count("\n") == 2
    none = matrix("shop.toml", "--backend", model("away"), "--strategy", "link")
    assert none.exit_code == 5
    assert matrix("shop.toml", "--table", "--out", "nowhere").exit_code == 8


def test_figures_are_checked_and_updated(matrix) -> None:
    """--check ends with 10 and a diff, and changes nothing; --update changes; then --check
    passes."""
    page = Path("page.md")
    page.write_text("<!-- figure: shop/rules-Shop/f1 -->0.1<!-- /figure -->\n", "utf-8")
    options = ("shop.toml", "--strategy", "rules", "--update", "page.md")
    checked = matrix(*options, "--check")
    assert checked.exit_code == 10
    assert "-<!-- figure: shop/rules-Shop/f1 -->0.1" in checked.stderr
    assert ">0.1<" in page.read_text("utf-8")
    assert matrix(*options, "--table").exit_code == 0
    assert ">0.1<" not in page.read_text("utf-8")
    assert matrix(*options, "--table", "--check").exit_code == 0


def test_markdown_is_written_beside(matrix) -> None:
    """The same tables, in a file."""
    matrix("shop.toml", "--strategy", "rules", "--markdown", "new/table.md")
    assert "| rules | no model |" in Path("new/table.md").read_text("utf-8")


def test_an_optional_matrix_without_documents_is_skipped_with_a_message(matrix) -> None:
    """Nobody takes it for done."""
    with Path("shop.toml").open("a", encoding="utf-8") as file:
        file.write("optional = true\n")
    Path("documents").rename("elsewhere")
    done = matrix("shop.toml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "skipped: shop: the documents are not here: documents" in done.stderr


def test_a_file_that_cannot_be_used_is_a_wrong_option(matrix) -> None:
    """Exit code 2, before anything is run."""
    Path("bad.toml").write_text("colour = 1", "utf-8")
    assert matrix("bad.toml").exit_code == 2
    assert not Path("out").exists()
