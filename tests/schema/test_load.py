import sys
from pathlib import Path

import pytest

from llmextract.errors import SchemaError
from llmextract.resources import resource_folder
from llmextract.schema import bundled_schemas, load_schema

INVOICE = """
from __future__ import annotations
from pydantic import BaseModel

class Invoice(BaseModel):
    number: str | None = None
    total: int | None = None

def helper() -> None: ...
"""


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    path = tmp_path / "invoice.py"
    path.write_text(INVOICE, "utf-8")
    return path


def test_bundled_schemas_load_by_name() -> None:
    """Every name that is listed can be loaded and gives fields under that name."""
    names = bundled_schemas()
    assert "disclosure_report" in names
    for name in names:
        spec = load_schema(name)
        assert spec.name == name
        assert spec.fields


def test_helper_folders_are_no_schemas() -> None:
    """Only the files at the top of the folder are listed."""
    folder = resource_folder("schemas")
    assert all((folder / f"{name}.py").is_file() for name in bundled_schemas())


def test_a_model_of_a_file_loads(invoice: Path) -> None:
    """`file.py:Model` gives that model, also with annotations kept as strings."""
    spec = load_schema(f"{invoice}:Invoice")
    assert spec.name == "Invoice"
    assert list(spec.by_pointer) == ["/number", "/total"]


def test_modules_beside_the_file_can_be_imported(tmp_path: Path) -> None:
    """A schema imports its neighbours by plain names; two schemas may have neighbours of one
    name; `sys.path` and the neighbours' names are free again afterwards."""
    path_before = list(sys.path)
    for folder, label in (("one", "First"), ("two", "Second")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "labels_nearby.py").write_text(f"LABEL = '{label}'\n", "utf-8")
        (tmp_path / folder / "s.py").write_text(
            "from typing import Annotated\nfrom pydantic import BaseModel\n"
            "from labels_nearby import LABEL\nfrom llmextract.schema import Extract\n"
            "class M(BaseModel):\n    a: Annotated[int | None, Extract(LABEL)] = None\n",
            "utf-8",
        )
    labels = [load_schema(f"{tmp_path / f / 's.py'}:M").fields[0].label for f in ("one", "two")]
    assert labels == ["First", "Second"]
    assert "labels_nearby" not in sys.modules
    assert sys.path == path_before


def fails(spec: str) -> SchemaError:
    with pytest.raises(SchemaError) as caught:
        load_schema(spec)
    assert caught.value.hint, "an error says what to do next"
    assert caught.value.where, "an error says where"
    return caught.value


def test_an_unknown_name_suggests_the_nearest() -> None:
    """A misspelt name gets the close match and the list of names."""
    error = fails("disclosure_reprot")
    assert "did you mean disclosure_report" in error.hint


@pytest.mark.parametrize("spec", ["", "zzz", "../secrets", "invoice.txt:Invoice"])
def test_an_unknown_name_lists_those_there_are(spec: str) -> None:
    """Names that are like nothing get the list and the way to give a file."""
    error = fails(spec)
    assert "disclosure_report" in error.hint
    assert "file.py:Model" in error.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The path that does not exist stands in the message."""
    assert "nowhere.py" in str(fails(f"{tmp_path / 'nowhere.py'}:Model"))


@pytest.mark.parametrize("suffix", ["", ":", ":Bill", ":helper"])
def test_a_wrong_model_lists_the_models_of_the_file(invoice: Path, suffix: str) -> None:
    """No name, an unknown name and a name of something else get the names that would do."""
    assert fails(f"{invoice}{suffix}").hint.endswith(": Invoice")


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import no_such_module_anywhere\n", 1),
        ("x = 1\nclass Broken(:\n", 2),
        ("y = 1\n\nraise SystemExit(3)\n", 3),
    ],
)
def test_a_file_that_raises_is_shown_with_its_line(tmp_path: Path, code: str, line: int) -> None:
    """Whatever a file raises becomes a SchemaError at that line, and nothing stays behind."""
    path = tmp_path / "bad.py"
    path.write_text(code, "utf-8")
    before = set(sys.modules)
    error = fails(f"{path}:Model")
    assert error.where.endswith(f"bad.py:{line}")
    assert not any("bad" in name for name in set(sys.modules) - before)


def test_a_bad_identity_is_shown_with_file_and_model(tmp_path: Path) -> None:
    """What is wrong with a model is reported with the file that holds it."""
    path = tmp_path / "sums.py"
    path.write_text(
        "from typing import ClassVar\nfrom pydantic import BaseModel\n"
        "from llmextract.schema import About\n"
        "class Sums(BaseModel):\n    a: int | None = None\n"
        "    about: ClassVar = About('Sums', identities=('a = b',))\n",
        "utf-8",
    )
    error = fails(f"{path}:Sums")
    assert "sums.py:Sums" in error.where
    assert "“a = b”" in error.what
