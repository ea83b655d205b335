"""The Python API."""

import asyncio
import contextlib
from pathlib import Path

import pytest

import llmextract
from llmextract import CallOptions, SchemaError, ScriptedBackend, UsageError, aextract, astream
from llmextract import extract as extract_now
from llmextract.calls import default_cache
from llmextract.jobs import as_document, as_sources
from llmextract.runs import RunReader
from tests.runs.fakes import AskEach, Intake, answer, document, documents

NAMES = [
    "About",
    "Analysis",
    "AnswerError",
    "Backend",
    "BackendError",
    "BackendUnavailable",
    "CallOptions",
    "Capabilities",
    "CassetteError",
    "Completion",
    "Document",
    "DocumentError",
    "Estimate",
    "Evidence",
    "Extract",
    "Extraction",
    "Finding",
    "LLMExtractError",
    "Mention",
    "Message",
    "Outcome",
    "PromptError",
    "Proposal",
    "Qualifier",
    "Reason",
    "Rejected",
    "Request",
    "RunError",
    "RunReader",
    "SchemaError",
    "SchemaSpec",
    "ScriptedBackend",
    "Span",
    "Status",
    "Strategy",
    "TransportError",
    "Usage",
    "UsageError",
    "aextract",
    "as_document",
    "astream",
    "compile_schema",
    "extract",
    "load_schema",
    "make_backend",
    "read_document",
]


def extract(docs, schema=Intake, **more):
    more.setdefault("backend", ScriptedBackend(answer))
    return extract_now(docs, schema, strategy=AskEach(), **more)


def test_the_public_names_are_these() -> None:
    """What the package offers changes on purpose only; every name can be imported."""
    assert llmextract.__all__ == NAMES == sorted(NAMES)
    for name in NAMES:
        assert getattr(llmextract, name) is not None
    assert set(NAMES) <= set(dir(llmextract))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as in any module."""
    with pytest.raises(AttributeError, match="extrac"):
        _ = llmextract.extrac


def test_extractions_come_in_the_documents_order() -> None:
    """However they finish, results stand in the order in which documents were given."""
    shuffled = [document(n) for n in (3, 0, 2, 1)]
    names = [found.document for found in extract(shuffled)]
    assert names == ["03.txt", "00.txt", "02.txt", "01.txt"]


def test_one_document_alone() -> None:
    """A single Document needs no list."""
    [found] = extract(document(5))
    assert found.record == {"received": 25, "fax": 8}
    assert (found.usage.calls, found.usage.cached_calls) == (2, 0)


def test_files_folders_and_globs(tmp_path: Path) -> None:
    """Paths of all kinds are taken, each file once."""
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(document(n).text, "utf-8")
    found = extract([tmp_path, str(tmp_path / "*.txt"), tmp_path / "1.txt"])
    assert [f.document for f in found] == ["0.txt", "1.txt", "2.txt"]
    assert [f.record["received"] for f in found] == [20, 21, 22]


def test_the_sync_function_works_inside_a_running_loop() -> None:
    """A notebook, which has a loop of its own, can call `extract`."""

    async def notebook() -> int:
        return len(extract(documents(2)))

    assert asyncio.run(notebook()) == 2


def test_streaming_yields_before_the_end() -> None:
    """`astream` gives the first result while later documents have not been asked about."""

    async def first() -> int:
        backend = ScriptedBackend(answer)
        stream = astream(documents(9), Intake, backend=backend, strategy=AskEach(), concurrency=2)
        async with contextlib.aclosing(stream) as found:
            await anext(found)
            return len(backend.requests)

    assert asyncio.run(first()) <= 6


def test_a_backend_of_ones_own_is_left_open() -> None:
    """What the caller made, the caller closes."""
    backend = ScriptedBackend(answer)
    extract(documents(1), backend=backend)
    assert not backend.closed


def test_a_backend_by_name_uses_the_cache(tmp_path: Path) -> None:
    """Named backends keep their answers: the second time nothing is asked."""
    script = tmp_path / "script.py"
    script.write_text("from tests.runs.fakes import answer\n")
    calls = CallOptions(cache=tmp_path / "cache")
    for cached in (0, 2):
        [found] = extract(document(1), backend=f"scripted:{script}:answer", calls=calls)
        assert (found.usage.calls, found.usage.cached_calls) == (2, cached)


def test_a_run_folder_is_gone_on_with(tmp_path: Path) -> None:
    """With `out`, a second call does only what is new."""
    extract(documents(2), out=tmp_path)
    backend = ScriptedBackend(answer)
    found = extract(documents(3), out=tmp_path, backend=backend)
    assert len(found) == 3
    assert len(backend.requests) == 2
    assert RunReader(tmp_path).names == ["00.txt", "01.txt", "02.txt"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (([],), UsageError),
        ((documents(1), "no_such_schema"), SchemaError),
        (([document(1), document(1)],), UsageError),
        (([document(1, "a"), document(2, "a.txt")],), UsageError),
    ],
)
def test_wrong_arguments_are_said_before_anything_is_asked(arguments, error) -> None:
    """No documents, an unknown schema, two documents of one name."""
    backend = ScriptedBackend(answer)
    with pytest.raises(error):
        extract(*arguments, backend=backend)
    assert backend.requests == []


def test_no_documents_at_a_time_is_refused() -> None:
    """Concurrency must be 1 or more."""
    with pytest.raises(UsageError, match="0 documents at a time"):
        extract(documents(1), concurrency=0)


def test_call_options_keep_the_key_to_themselves() -> None:
    """A key does not get into logs by way of `repr`."""
    assert "secret" not in repr(CallOptions(api_key="secret"))


def test_the_cache_folder_can_be_moved(monkeypatch, tmp_path: Path) -> None:
    """LLMEXTRACT_CACHE says where answers are kept."""
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path))
    assert default_cache() == tmp_path / "responses"


def test_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    """Files of the same name in two folders are two documents."""
    for folder in ("2019", "2020"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.txt").write_text("x")
    assert [source.name for source in as_sources(tmp_path)] == ["2019/r.txt", "2020/r.txt"]


def test_aextract_runs_on_the_callers_loop() -> None:
    """The core is asynchronous; two extractions share a loop."""

    async def both() -> list[int]:
        one, two = await asyncio.gather(
            aextract(documents(1), Intake, backend=ScriptedBackend(answer), strategy=AskEach()),
            aextract(documents(2), Intake, backend=ScriptedBackend(answer), strategy=AskEach()),
        )
        return [len(one), len(two)]

    assert asyncio.run(both()) == [1, 2]


def test_a_text_at_hand_is_a_document() -> None:
    """`as_document` makes what a run needs from a text alone, the same as from its file."""
    whole = document(4)
    assert as_document(whole.text, whole.name) == whole


def test_confidence_can_be_left_as_the_strategy_gave_it() -> None:
    """Without calibration a value's confidence is its score; the bundled schema's file changes it."""
    text = as_document(
        "某县2016年政府信息公开工作年度报告。全年共收到依申请公开申请13件。", "a.txt"
    )
    found = {
        calibration: extract_now(
            text, "disclosure_report", strategy="rules", calibration=calibration
        )[0].evidence["/applications/received"]
        for calibration in ("none", None)
    }
    assert found["none"].confidence == found["none"].score == found[None].score
    assert found[None].confidence != found[None].score
