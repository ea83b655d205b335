"""`llmextract findings`: what to look at first."""

import json
from pathlib import Path

import pytest

SCHEMA = """
from typing import Annotated, ClassVar
from pydantic import BaseModel
from llmextract.schema import About, Extract

class Ferry(BaseModel):
    name: Annotated[str | None, Extract("name", pattern=r"^(.+) ferry")] = None
    year: Annotated[int | None, Extract("year", pattern=r"report (\\\\d{4})")] = None
    all: Annotated[int | None, Extract("passengers in all", unit="passengers")] = None
    old: Annotated[int | None, Extract("adult passengers", unit="passengers")] = None
    new: Annotated[int | None, Extract("young passengers", unit="passengers")] = None
    boats: Annotated[int | None, Extract("boats at the end", unit="boats")] = None
    bought: Annotated[int | None, Extract("boats bought", unit="boats")] = None

    about: ClassVar[About] = About(
        "ferry",
        identities=("all = old + new",),
        across=("boats = boats[-1] + bought",),
        entity="/name",
        time="/year",
    )
"""
OWN = "ferry.py:Ferry"
ALIKE = "{name} ferry: report {year}\n\nPassengers in all: {all} passengers. Adult passengers: {old} passengers. Young passengers: {new} passengers.\n\nBoats at the end: {boats} boats. Boats bought: {bought} boats.\n"
YEARS = (
    {"name": "Cove", "year": 2020, "all": 70, "old": 30, "new": 40, "boats": 5, "bought": 1},
    {"name": "Cove", "year": 2021, "all": 95, "old": 50, "new": 47, "boats": 9, "bought": 2},
)


@pytest.fixture(autouse=True)
def ferries(place: Path, monkeypatch: pytest.MonkeyPatch, run) -> None:
    """A run over two years of a ferry: one sum that is broken, and a boat too many."""
    monkeypatch.undo()
    monkeypatch.chdir(place)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(place / "cache"))
    Path("ferry.py").write_text(SCHEMA.replace("\\\\", "\\"), "utf-8")
    Path("years").mkdir()
    for year in YEARS:
        Path(f"years/{year['year']}.txt").write_text(ALIKE.format(**year), "utf-8")
    done = run(
        "extract", "years", "-s", OWN, "--strategy", "rules", "--no-cache",
        "--calibration", "none", "-o", "run",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr


def items(run, *arguments: str) -> list[dict]:
    done = run("findings", "run", "-s", OWN, "--json", *arguments)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_broken_sums_and_breaks_between_years_are_printed(run) -> None:
    """By document, each with message, judgement in words, numbers with quotes and offsets; the
    summary goes to stderr."""
    done = run("findings", "run", "-s", OWN)
    assert done.exit_code == 0
    assert done.stdout.startswith("2021.txt\n")
    assert "passengers in all 95 = adult passengers 50 + young passengers 47" in done.stdout
    assert "boats at the end 9 (2021) = boats at the end 5 (2020) + boats bought 2" in done.stdout
    text = Path("years/2021.txt").read_text()
    for item in items(run):
        for number in item["numbers"]:
            if number["document"] in ("", "2021.txt"):
                assert text[number["start"] : number["end"]] == number["quote"]
                assert f"[{number['start']}:{number['end']}]" in done.stdout
    assert done.stderr.startswith("2 documents; 1 identities hold, 2 broken; to look at: 1 ")


def test_the_gravest_are_first_and_sums_that_hold_are_left_out(run) -> None:
    """Contradictions and doubts come before breaks between years; --all adds what holds."""
    ranks = [item["rank"] for item in items(run)]
    assert ranks[0] in ("contradiction", "suspect")
    assert ranks[-1] == "years"
    assert "holds" not in ranks
    assert [i["kind"] for i in items(run, "--all") if i["rank"] == "holds"] == ["identity_holds"]


def test_a_kind_and_a_number_may_be_chosen(run) -> None:
    """--kind takes classes and kinds, several too; --limit says how many are left."""
    assert [item["kind"] for item in items(run, "--kind", "years")] == ["years_broken"]
    assert [item["rank"] for item in items(run, "--kind", "years_broken")] == ["years"]
    done = run("findings", "run", "-s", OWN, "--limit", "1", "--json")
    assert len(done.stdout.splitlines()) == 1
    assert "more: --limit" in done.stderr
    done = run("findings", "run", "-s", OWN, "--kind", "nonsense")
    assert done.exit_code == 2
    assert "contradiction" in done.stderr


def test_several_runs_are_one_panel(run) -> None:
    """Years of one body are held against one another across run folders."""
    for year in (2020, 2021):
        run(
            "extract", f"years/{year}.txt", "-s", OWN, "--strategy", "rules",
            "--no-cache", "--calibration", "none", "-o", f"run{year}",
        )  # fmt: skip
    alone = run("findings", "run2021", "-s", OWN, "--json").stdout.splitlines()
    assert "years" not in {json.loads(line)["rank"] for line in alone}
    done = run("findings", "run2021", "run2020", "-s", OWN, "--json", "--kind", "years")
    (item,) = map(json.loads, done.stdout.splitlines())
    assert item["documents"] == ["2021.txt", "2020.txt"]


def test_without_its_schema_a_run_can_still_be_read(run) -> None:
    """Pointers stand for labels, years are not compared, and a note says so."""
    done = run("findings", "run")
    assert done.exit_code == 0
    assert "name it with --schema" in done.stderr
    assert "/all 95" in done.stdout
    assert "(2020)" not in done.stdout


def test_a_document_that_failed_is_first(run) -> None:
    """What could not be done is what a reader must know before all else."""
    lines = Path("run/records.jsonl").read_text("utf-8").splitlines()
    failed = json.loads(lines[0]) | {"error": "the model is at a loss", "record": None}
    Path("run/records.jsonl").write_text("\n".join([json.dumps(failed), *lines[1:], ""]), "utf-8")
    first = items(run)[0]
    assert (first["rank"], first["message"]) == ("failed", "the model is at a loss")


def test_no_run_folder_is_an_error(run) -> None:
    """A folder without records ends with a message and the code of run folders."""
    done = run("findings", "nowhere")
    assert done.exit_code == 7
    assert "→" in done.stderr
