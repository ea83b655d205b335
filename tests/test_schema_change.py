"""Nothing is paid for twice when a schema changes: through the command line, over the examples,
with a backend that writes down every call it is sent; and as `eval/schema_change.py` counts it."""

import json
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from llmextract.analyse import analyse
from llmextract.cli.app import app
from llmextract.documents import read_document
from llmextract.linking.candidates import read
from llmextract.linking.doubt import Limits
from llmextract.linking.weigh import load_weights
from llmextract.schema import SchemaSpec, load_schema
from llmextract.strategies.link import linkable
from llmextract.tables import read_tables, with_tables

EVAL = Path(__file__).parent.parent / "eval"
EXAMPLES = Path(__file__).parent.parent / "examples"
COUNT = len(list(EXAMPLES.glob("*.txt")))
SCRIPT = """
import json, math
from llmextract.types import Completion, TokenChoice

CHOICE = TokenChoice("是", {"是": math.log(0.6), "否": math.log(0.4)})

def answer(request):
    with open("sent.jsonl", "a") as file:
        print(json.dumps([request.purpose, request.messages[-1].content]), file=file)
    if request.purpose.startswith("direct"):
        return "{}"
    return Completion("是", "length", 100, 1, 0.0, "scripted", (CHOICE,))
"""
HEAD = """
from typing import Annotated, ClassVar
from pydantic import BaseModel
from llmextract import About, Extract
"""
GROUPS = {"disclosure": "主动公开", "applications": "依申请公开", "capacity": "机构和保障"}
Fields = dict[str, tuple[str, str]]
FIELDS: Fields = {  # pointer: label, unit
    "/disclosure/total": ("主动公开政府信息数", "条"),
    "/applications/received": ("收到申请数", "件"),
    "/applications/online": ("网络申请数", "件"),
    "/applications/letter": ("信函申请数", "件"),
    "/capacity/offices": ("专门机构数", "个"),
    "/capacity/staff": ("工作人员数", "人"),
    "/capacity/meetings": ("工作会议次数", "次"),
}
FAX: Fields = {"/applications/fax": ("传真申请数", "件")}
RATE: Fields = {"/applications/rate": ("办结率", "%")}
LIMITS = Limits()
FEW = 5  # % of a run's questions: no bound on what a new field unsettles follows from the design


def schema_of(fields: Fields) -> str:
    """The source of a schema with these fields."""
    source = HEAD
    for group, title in GROUPS.items():
        source += f"class {group.title()}(BaseModel):\n"
        for pointer, (label, unit) in fields.items():
            if pointer.startswith(f"/{group}/"):
                name = pointer.rpartition("/")[2]
                extract = f"Extract({label!r}, unit={unit!r})"
                source += f"    {name}: Annotated[int | None, {extract}] = None\n"
        source += f"    about: ClassVar = About({title!r})\n"
    source += "class Report(BaseModel):\n"
    return source + "".join(f"    {g}: {g.title()} = {g.title()}()\n" for g in GROUPS)


@dataclass
class Place:
    """A working folder: schema.py, the response cache, and what the last run sent and said."""

    sent: list[tuple[str, str]] = field(default_factory=list)  # purpose, question
    summary: str = ""
    output: str = ""

    def run(self, fields: Fields, *more: str, strategy: str = "link") -> None:
        """Extract from all examples into the folder `run`, or as `more` says."""
        Path("schema.py").write_text(schema_of(fields), "utf-8")
        Path("sent.jsonl").write_text("")
        words = ["extract", str(EXAMPLES / "*.txt"), "-s", "schema.py:Report", "-o", "run"]
        model = ["-b", "scripted:script.py:answer", "--strategy", strategy]
        done = CliRunner().invoke(app, [*words, *model, *more])
        assert done.exit_code == 0, done.stderr
        self.summary, self.output = " ".join(done.stderr.split()), done.stdout
        lines = Path("sent.jsonl").read_text().splitlines()
        self.sent = [tuple(json.loads(line)) for line in lines]

    @property
    def labels(self) -> Counter[str]:
        """How many of the questions that `link` sent are about each label."""
        return Counter(question.rpartition("：")[2] for _, question in self.sent)

    @property
    def purposes(self) -> Counter[str]:
        return Counter(purpose for purpose, _ in self.sent)


def scored(path: Path, schema: SchemaSpec) -> dict[int, dict[str, float]]:
    """The numbers of a document, and the score of each with every field that it can be."""
    analysis = analyse(read_document(path))
    analysis = with_tables(analysis, read_tables(analysis, schema))
    reading = read(analysis, linkable(schema), schema)
    numbers: dict[int, dict[str, float]] = {}
    for (number, pointer), score in load_weights(bool(schema.passages)).scores(reading).items():
        numbers.setdefault(number, {})[pointer] = score
    return numbers


def most_without(paths: list[Path], schema: SchemaSpec, pointer: str) -> int:
    """The questions that a field which is dropped may leave to others: one at each number where
    it had a rank, if a field behind the last rank has a chance; and those of one number in each
    document, which the field held for certain.  What neighbours and sums move besides has to stay
    within this."""
    count = 0
    for path in paths:
        chances = [
            sorted(
                (p for p, s in of.items() if s > LIMITS.hopeless), key=of.__getitem__, reverse=True
            )
            for of in scored(path, schema).values()
        ]
        had = [ranked for ranked in chances if pointer in ranked]
        count += sum(
            pointer in ranked[: LIMITS.per_number] and len(ranked) > LIMITS.per_number
            for ranked in had
        )
        count += (LIMITS.per_number - 1) * bool(had)
    return count


def of_all(fields: Fields) -> tuple[list[Path], SchemaSpec]:
    Path("whole.py").write_text(schema_of(fields), "utf-8")
    return sorted(EXAMPLES.glob("*.txt")), load_schema("whole.py:Report")


def records(folder: str = "run") -> list[Any]:
    lines = Path(folder, "records.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["record"] for line in lines]


def without(pointer: str) -> Fields:
    return {known: named for known, named in FIELDS.items() if known != pointer}


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A folder after a first run with `link`, to be copied."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "script.py").write_text(SCRIPT, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("LLMEXTRACT_CACHE", "cache")
        done = Place()
        done.run(FIELDS)
    assert set(done.labels) <= {label for label, _ in FIELDS.values()}
    assert len(done.sent) == len(set(done.sent)) > COUNT  # equal phrases are asked about once
    (folder / "few").write_text(str(len(done.sent) * FEW // 100))
    return folder


@pytest.fixture
def place(first, tmp_path, monkeypatch) -> Place:
    """A folder after the first run."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLMEXTRACT_CACHE", "cache")
    return Place()


@pytest.fixture
def few(place) -> int:
    return int(Path("few").read_text())


def test_the_same_command_again_sends_nothing(place) -> None:
    """In the same folder all documents are taken as they are; nothing is even asked."""
    before = records()
    place.run(FIELDS)
    assert place.sent == []
    assert f"{COUNT} done, 0 failed, {COUNT} of them by an earlier run" in place.summary
    assert records() == before


def test_another_folder_sends_nothing(place) -> None:
    """A run elsewhere has every answer from the cache, and finds the same."""
    place.run(FIELDS, "-o", "other")
    assert place.sent == []
    assert "calls 0 sent, 0 failed" in place.summary
    assert records("other") == records()


def test_a_new_field_sends_its_own_questions(place, few) -> None:
    """Where no other field counts the same kind of thing, questions are about the new field, as
    many as a field may have in a document; the dry run has said how many there may be."""
    place.run(FIELDS | RATE, "--dry-run")
    assert place.sent == []
    figures = dict(line.rsplit(maxsplit=1) for line in place.output.splitlines())
    calls, cached = (
        int(figures[name].replace(",", ""))
        for name in ("calls (estimate)", "of these in the cache")
    )
    place.run(FIELDS | RATE)
    own = place.labels["办结率"]
    assert 0 < own <= LIMITS.per_field * COUNT
    assert place.labels.total() - own <= few
    assert len(place.sent) <= calls - cached < cached
    assert f"{COUNT} done, 0 failed values" in place.summary  # all of them anew


def test_a_new_rival_sends_its_own_questions_and_few_others(place, few) -> None:
    """A field that competes for the numbers of others brings questions about itself, and about
    few about the numbers that it makes doubtful."""
    place.run(FIELDS | FAX)
    own = place.labels["传真申请数"]
    assert 0 < own <= LIMITS.per_field * COUNT
    assert place.labels.total() - own <= few


def test_a_field_elsewhere_in_the_record_sends_nothing(place) -> None:
    """A field's pointer is no part of a question: under the same label it costs nothing, and the
    values move with it."""
    before = [record["applications"]["received"] for record in records()]
    assert any(before)
    moved = {
        "/applications/intake" if pointer == "/applications/received" else pointer: named
        for pointer, named in FIELDS.items()
    }
    place.run(moved)
    assert place.sent == []
    assert [record["applications"]["intake"] for record in records()] == before


def test_a_new_label_sends_questions_with_it(place, few) -> None:
    """A field that is called otherwise is asked about anew, as if it had been added."""
    label = "信函渠道申请数"
    changed = FIELDS | {"/applications/letter": (label, "件")}
    place.run(changed)
    own = place.labels[label]
    assert 0 < own <= LIMITS.per_field * COUNT
    assert place.labels.total() - own <= few


def test_a_field_taken_away_sends_what_its_numbers_leave_open(place) -> None:
    """Where no other field counts the same kind of thing, hardly anything is left to ask."""
    shutil.rmtree("cache")
    place.run(FIELDS | RATE)
    assert place.labels["办结率"] > 0
    place.run(FIELDS)
    assert len(place.sent) <= most_without(*of_all(FIELDS | RATE), *RATE)


@pytest.mark.parametrize("pointer", ["/disclosure/total", "/applications/letter"])
def test_a_rival_taken_away_sends_what_its_numbers_leave_open(pointer, place) -> None:
    """Numbers that the field had held for certain may now be another's, so that some questions
    are new: no more than the field's numbers have ranks for."""
    place.run(without(pointer))
    assert 0 < len(place.sent) <= most_without(*of_all(FIELDS), pointer)


def test_direct_per_group_sends_only_the_changed_group(place) -> None:
    """With one call a group, a field added or taken away costs the call of its group in each
    document; the same command again costs nothing."""
    strategy = "direct-groups"
    place.run(FIELDS, strategy=strategy)
    assert place.purposes == dict.fromkeys((f"direct/{group}" for group in GROUPS), COUNT)
    place.run(FIELDS, "-o", "other", strategy=strategy)
    assert place.sent == []
    for changed in (FIELDS | FAX, without("/applications/letter")):
        place.run(changed, strategy=strategy)
        assert place.purposes == {"direct/applications": COUNT}


def test_direct_sends_every_document_again(place) -> None:
    """With one call a document every field stands in every call: this is what `link` and
    `direct-groups` save."""
    place.run(FIELDS, strategy="direct")
    assert place.purposes == {"direct": COUNT}
    place.run(FIELDS | FAX, strategy="direct")
    assert place.purposes == {"direct": COUNT}
    place.run(FIELDS, "-o", "other", strategy="direct")
    assert place.sent == []


@pytest.fixture(scope="module")
def schema_change():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EVAL)
        import schema_change

        yield schema_change


@pytest.mark.parametrize("pointer", ["/response/messages_answered", "/disclosure/special_columns"])
def test_each_change_costs_no_more_than_the_design_allows(pointer, schema_change) -> None:
    """A name in the record is no part of a question, so that it costs nothing; a new field or label
    has at most the questions that a document gives to one field; a field that is gone is not asked
    about, and leaves no more than its ranks and its number."""
    paths = [EXAMPLES / name for name in ("yuanting-2009.txt", "chengchuan-2010.txt")]
    schema = replace(load_schema("disclosure_report"), passages=())  # without learning phrasebooks
    spec = schema.by_pointer[pointer]
    whole = schema_change.asked(paths, schema)
    costs = {cost.change: cost for cost in schema_change.costs(paths, schema, spec, whole)}
    added, dropped = costs["a field added"], costs["a field dropped"]
    relabelled = costs["a field's label changed"]
    label = schema_change.OTHER_LABEL.format(spec.label)
    own = LIMITS.per_field * len(paths)
    assert costs["a field's name changed"].new == frozenset()
    assert 0 < added.about(spec.label) <= own
    assert 0 < relabelled.about(label) <= own
    assert dropped.about(spec.label) == 0
    assert 0 < len(dropped.new) <= most_without(paths, schema, pointer)
    assert added.before - dropped.before == len(dropped.new) - len(added.new)
