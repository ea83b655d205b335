"""From a file or options to setups."""

from pathlib import Path

import pytest

from llmextract.errors import UsageError
from llmextract.matrix import MatrixFile, plan, read_matrix
from llmextract.resources import resource
from tests.matrix.making import SCHEMA, model


def names(found) -> list[str]:
    return [setup.name for setup in found.setups]


def test_every_combination_once_and_without_a_model_only_once(planned) -> None:
    """A strategy that asks nobody does not depend on who is not asked."""
    assert names(planned()) == [
        "link-models.py-good-Shop",
        "link-models.py-bad-Shop",
        "rules-Shop",
    ]


def test_the_default_model_goes_by_its_full_name(planned) -> None:
    """`local` and `local:1.5b` are one setup, not two that are done twice."""
    found = planned(strategies=["link"], backends=["local", "local:1.5b"])
    assert names(found) == ["link-1.5b-Shop"]


def test_prompts_are_tried_with_the_strategies_that_they_are_for(planned, place) -> None:
    """A folder with prompts of `link` is no setup of `direct`, and that is said."""
    (place / "mine" / "link").mkdir(parents=True)
    text = resource("prompts", "link/zh.md").read_text("utf-8")
    (place / "mine" / "link" / "zh.md").write_text(text, "utf-8")
    found = planned(
        strategies=["link", "direct"], backends=[model("good")], prompts=["bundled", "mine"]
    )
    assert names(found) == [
        "link-models.py-good-Shop",
        "link-models.py-good-Shop-mine",
        "direct-models.py-good-Shop",
    ]
    assert ["no prompt of the strategy direct" in line for line in found.left_out] == [True]


def test_paths_in_a_file_are_relative_to_it(place) -> None:
    """Whatever the working folder is; names of schemas and models stay names."""
    (place / "eval").mkdir()
    file = place / "eval" / "m.toml"
    file.write_text(
        'documents = ["../documents"]\ngold = "../gold"\n'
        'schemas = ["disclosure_report", "own.py:Own"]\nprompts = ["bundled", "mine"]\n'
        'cassette = "{strategy}_{model}.yaml"\n',
        "utf-8",
    )
    found = read_matrix(file)
    assert found.name == "m"
    assert Path(found.documents[0]).resolve() == place / "documents"
    assert Path(found.gold).resolve() == place / "gold"
    assert found.schemas == ["disclosure_report", f"{file.parent / 'own.py'}:Own"]
    assert found.prompts == ["bundled", str(file.parent / "mine")]
    setup = plan(found.model_copy(update={"prompts": ["bundled"]})).setups[0]
    assert setup.cassette == file.parent / "link_1.5b.yaml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("strategy = 'link'", "strategy: Extra inputs"),
        ("strategies = 'link'", "strategies: Input should be a valid list"),
        ("[prices.x]\ninput = 1", "prices/x/output: Field required"),
        ("= 1", "is no TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, text, message) -> None:
    """A misspelt name is an error, not a default."""
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        read_matrix(tmp_path / "m.toml")


def test_a_file_that_is_not_there_is_an_error(tmp_path) -> None:
    """With its path."""
    with pytest.raises(UsageError, match=r"no\.toml: the matrix cannot be read"):
        read_matrix(tmp_path / "no.toml")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"documents": []}, "no documents given"),
        ({"gold": ""}, "no gold given"),
        ({"schemas": []}, "no schemas given"),
        ({"strategies": []}, "nothing to run"),
        ({"strategies": ["lnik"]}, "no strategy named 'lnik'"),
        ({"cassette": "{who}.yaml"}, "a placeholder is unknown"),
        ({"cassette": "one.yaml", "record": True}, "two setups would record into one cassette"),
        ({"backends": ["local:a/x.gguf", "local:b/x.gguf"]}, "two setups are called link-x-Shop"),
    ],
)
def test_what_cannot_be_run_is_said_before_anything_is(planned, values, message) -> None:
    """Nothing is missing, unknown or told apart by nothing when the first setup begins."""
    with pytest.raises(UsageError, match=message):
        planned(**values)


def test_an_optional_matrix_without_documents_has_nothing_to_do(planned) -> None:
    """Only if it says so, and only as long as they are missing."""
    assert planned(documents=["nowhere"], optional=True).missing
    assert not planned(documents=["nowhere"]).missing
    assert not planned(optional=True).missing
    assert MatrixFile(schemas=[SCHEMA]).optional is False
