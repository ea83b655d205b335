"""Many documents: nothing is lost, nothing is done twice, one never harms another."""

import asyncio
import contextlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.backends.scripted import ScriptedBackend
from llmextract.batch import Job, Source, run
from llmextract.cache import CachedBackend, ResponseCache
from llmextract.errors import BackendUnavailable, DocumentError, RunError, TransportError
from llmextract.jobs import as_job
from llmextract.ledger import LedgerRow
from llmextract.runs import RunFolder, RunReader, read_manifest
from tests.runs.fakes import SCHEMA, AskEach, answer, document, documents, found, made


def job(out: Path | None, docs=None, script=answer, strategy=None, **more) -> Job:
    backend = ScriptedBackend(script)
    return as_job(docs or documents(4), SCHEMA, strategy or AskEach(), backend, out=out, **more)


def results(work: Job) -> list:
    async def collect() -> list:
        return [result async for result in run(work)]

    return asyncio.run(collect())


def calls(work: Job) -> int:
    return len(work.backend.requests)


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_records_are_found_and_stored(tmp_path: Path) -> None:
    """Every document gets a record with its proof, and the folder holds what was yielded."""
    yielded = {r.extraction.document: r.extraction for r in results(job(tmp_path))}
    assert [yielded[f"{n:02d}.txt"].record for n in range(4)] == [
        {"received": n + 20, "fax": n + 3} for n in range(4)
    ]
    reader = RunReader(tmp_path)
    assert {e.document: found(e) for e in reader.extractions()} == {
        name: found(e) for name, e in yielded.items()
    }
    for name, extraction in yielded.items():
        for evidence in extraction.evidence.values():
            assert reader.text(name)[evidence.start : evidence.end] == evidence.quote


def test_a_second_run_sends_no_call(tmp_path: Path) -> None:
    """Finished documents are taken from the folder: no call, the same results, no line more."""
    first = results(job(tmp_path))
    before = (tmp_path / "records.jsonl").read_bytes()
    again = job(tmp_path)
    second = results(again)
    assert calls(again) == 0
    assert all(result.reused for result in second)
    assert {r.extraction.document: r.extraction for r in second} == {
        r.extraction.document: r.extraction for r in first
    }
    assert (tmp_path / "records.jsonl").read_bytes() == before


def test_what_is_new_is_done_and_nothing_else(tmp_path: Path) -> None:
    """Two documents more cost their own calls, and records stand in document order."""
    results(job(tmp_path, documents(4)[2:]))
    more = job(tmp_path, documents(4))
    results(more)
    assert calls(more) == 2 * 2
    assert RunReader(tmp_path).names == ["00.txt", "01.txt", "02.txt", "03.txt"]


def test_a_changed_text_is_done_again(tmp_path: Path) -> None:
    """The record of a document whose text has changed is replaced, and no other."""
    results(job(tmp_path))
    changed = job(tmp_path, [*documents(3), document(9, name="03.txt")])
    results(changed)
    assert calls(changed) == 2
    assert RunReader(tmp_path).extraction("03.txt").record == {"received": 29, "fax": 12}
    assert len(lines(tmp_path / "records.jsonl")) == 4


def test_changed_settings_do_everything_again(tmp_path: Path) -> None:
    """After a change of the strategy every document is done again and old records are gone."""
    results(job(tmp_path))
    changed = job(tmp_path, documents(3), strategy=AskEach(wording="多少？"))
    results(changed)
    assert calls(changed) == 6
    assert RunReader(tmp_path).names == ["00.txt", "01.txt", "02.txt"]
    assert any("other settings" in note for note in read_manifest(tmp_path)["notes"])


def test_documents_not_named_this_time_are_kept(tmp_path: Path) -> None:
    """A run over fewer documents under the same settings loses no record."""
    results(job(tmp_path))
    results(job(tmp_path, documents(4)[3:]))
    assert sorted(RunReader(tmp_path).names) == ["00.txt", "01.txt", "02.txt", "03.txt"]


def test_one_bad_document_harms_no_other(tmp_path: Path) -> None:
    """An unanswerable and an unreadable document have errors; the others are as without them."""

    def unreadable():
        raise DocumentError("is binary", where="bad.txt", hint="give a text file")

    work = job(tmp_path, [*documents(3), made("坏的文本。", "50.txt")])
    work = replace(work, sources=(*work.sources, Source("60.txt", unreadable)))
    by_name = {r.extraction.document: r.extraction for r in results(work)}
    assert by_name["50.txt"].error.startswith("AnswerError: fake: the model is at a loss")
    assert by_name["60.txt"].error == "DocumentError: bad.txt: is binary  → give a text file"
    assert by_name["50.txt"].record is None
    good = [by_name[f"{n:02d}.txt"] for n in range(3)]
    assert [e.record["received"] for e in good] == [20, 21, 22]
    assert [e["document"] for e in lines(tmp_path / "errors.jsonl")] == ["50.txt", "60.txt"]
    totals = read_manifest(tmp_path)["totals"]
    assert (totals["documents"], totals["done"], totals["failed"]) == (5, 3, 2)


def test_a_failed_document_is_tried_again(tmp_path: Path) -> None:
    """On the next run only the documents that failed are asked about."""

    def script(request):
        return TransportError("cut") if "3号" in request.messages[0].content else answer(request)

    results(job(tmp_path, script=script))
    again = job(tmp_path)
    results(again)
    assert calls(again) == 2
    assert all("3号" in request.messages[0].content for request in again.backend.requests)
    assert (tmp_path / "errors.jsonl").read_text() == ""
    assert RunReader(tmp_path).extraction("03.txt").record == {"received": 23, "fax": 6}


def test_a_programming_error_is_one_documents_error(tmp_path: Path) -> None:
    """An exception that nobody foresaw stands in the document's error with its place."""

    def script(request) -> str:
        return "x" if "1号" in request.messages[0].content else "null"

    by_name = {r.extraction.document: r.extraction for r in results(job(tmp_path, script=script))}
    assert by_name["01.txt"].error.startswith("ValueError: invalid literal")
    assert "tests.runs.fakes:" in by_name["01.txt"].error
    assert by_name["00.txt"].error is None


def test_an_error_that_meets_every_document_ends_the_run(tmp_path: Path) -> None:
    """BackendUnavailable is raised; what was finished before stays, and the lock is let go."""

    def script(request):
        missing = BackendUnavailable("no model", where="fake", hint="install it")
        return missing if "3号" in request.messages[0].content else answer(request)

    with pytest.raises(BackendUnavailable):
        results(job(tmp_path, script=script, concurrency=1))
    assert read_manifest(tmp_path)["state"] == "stopped"
    assert RunReader(tmp_path).names == ["00.txt", "01.txt", "02.txt"]
    again = job(tmp_path)
    results(again)
    assert calls(again) == 2


def test_no_more_documents_are_at_work_than_allowed(tmp_path: Path) -> None:
    """Concurrency bounds the documents at work, and is used."""
    at_work: set[str] = set()
    most = 0
    full = asyncio.Event()

    async def script(request) -> str:
        nonlocal most
        name = request.messages[0].content.partition("\n")[2][:3]
        at_work.add(name)
        most = max(most, len(at_work))
        if len(at_work) == 3:
            full.set()
        await asyncio.wait_for(full.wait(), 60)
        at_work.discard(name)
        return answer(request)

    results(job(None, documents(12), script=script, concurrency=3))
    assert most == 3


def test_leaving_early_keeps_what_is_done(tmp_path: Path) -> None:
    """Closing the iterator after two results stores at least these and frees the folder."""

    async def two() -> list[str]:
        seen = []
        async with contextlib.aclosing(run(job(tmp_path, concurrency=1))) as stream:
            async for result in stream:
                seen.append(result.extraction.document)
                if len(seen) == 2:
                    break
        return seen

    assert asyncio.run(two()) == ["00.txt", "01.txt"]
    assert read_manifest(tmp_path)["state"] == "stopped"
    again = job(tmp_path)
    results(again)
    assert calls(again) == 2 * 2


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """A run folder of four documents, to be copied."""
    out = tmp_path_factory.mktemp("finished")
    results(job(out))
    return out


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_torn_folder_is_mended_by_running_again(tmp_path_factory, finished, data) -> None:
    """Whatever is cut off the end of the records, running again asks only about documents whose
    lines are gone, and the folder is as if nothing had happened."""
    out = tmp_path_factory.mktemp("torn") / "run"
    shutil.copytree(finished, out)
    records = out / "records.jsonl"
    whole = records.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    records.write_bytes(whole[:cut])
    again = job(out)
    results(again)
    assert records.read_bytes() == whole
    assert calls(again) == 2 * (4 - whole[:cut].count(b"\n"))
    torn = cut > 0 and not whole[:cut].endswith(b"\n")
    assert any("torn" in note for note in read_manifest(out)["notes"]) == torn


def test_an_unreadable_line_is_passed_over(tmp_path: Path) -> None:
    """A damaged line in the middle costs its own document only."""
    results(job(tmp_path))
    records = tmp_path / "records.jsonl"
    kept = records.read_bytes().split(b"\n")
    kept[1] = b"\x00" * 40
    records.write_bytes(b"\n".join(kept))
    again = job(tmp_path)
    results(again)
    assert calls(again) == 2
    assert len(lines(records)) == 4


def test_the_cache_makes_a_lost_folder_free(tmp_path: Path) -> None:
    """With the response cache, a run whose folder is gone sends nothing again."""

    def cached(out: Path) -> tuple[Job, ScriptedBackend]:
        inner = ScriptedBackend(answer)
        backend = CachedBackend(inner, ResponseCache(tmp_path / "cache"))
        return as_job(documents(3), SCHEMA, AskEach(), backend, out=out), inner

    first, inner = cached(tmp_path / "one")
    results(first)
    assert len(inner.requests) == 6
    second, inner = cached(tmp_path / "two")
    results(second)
    assert len(inner.requests) == 0
    usage = RunReader(tmp_path / "two").extraction("00.txt").usage
    assert (usage.calls, usage.cached_calls) == (2, 2)


def test_a_locked_folder_is_refused(tmp_path: Path) -> None:
    """A second run on a folder in use raises RunError and changes nothing."""

    async def both() -> None:
        async with contextlib.aclosing(run(job(tmp_path))) as stream:
            await anext(stream)
            before = (tmp_path / "manifest.json").read_bytes()
            with pytest.raises(RunError, match="at work"):
                await anext(run(job(tmp_path)))
            assert (tmp_path / "manifest.json").read_bytes() == before

    asyncio.run(both())


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch) -> None:
    """When the disk fills up, RunError says so, and later the run goes on where it was."""
    from llmextract.runs import files

    real = files._write_all
    with monkeypatch.context() as patch:

        def fill(file, data: bytes) -> None:
            if b"02.txt" in data:
                raise OSError(28, "No space left on device")
            real(file, data)

        patch.setattr(files, "_write_all", fill)
        with pytest.raises(RunError, match="disk space"):
            results(job(tmp_path, concurrency=1))
    again = job(tmp_path)
    results(again)
    assert calls(again) == 2 * 2
    assert len(lines(tmp_path / "records.jsonl")) == 4


def test_the_ledger_accounts_for_every_call(tmp_path: Path) -> None:
    """One row a call, naming its document; the manifest's totals are the sums over the files."""
    results(job(tmp_path))
    rows = lines(tmp_path / "ledger.jsonl")
    assert sorted(r["document"] for r in rows) == sorted([f"{n:02d}.txt" for n in range(4)] * 2)
    records = lines(tmp_path / "records.jsonl")
    totals = read_manifest(tmp_path)["totals"]
    assert totals["spent"]["prompt_tokens"] == sum(row["prompt_tokens"] for row in rows)
    assert totals["spent"]["calls"] == sum(record["usage"]["calls"] for record in records) == 8
    assert totals["values"] == 8


def test_rejected_values_and_findings_are_listed(tmp_path: Path) -> None:
    """What was not proved, and what a document contradicts, stand in files of their own."""

    def script(request):
        invents = "1号" in request.messages[0].content
        return "77" if invents else answer(request)

    odd = made("收到申请2件，其中传真申请5件。", "odd.txt")
    results(job(tmp_path, [document(1), odd], script=script))
    rejected = lines(tmp_path / "rejected.jsonl")
    assert [(item["document"], item["value"]) for item in rejected] == [("01.txt", 77)] * 2
    [finding] = lines(tmp_path / "findings.jsonl")
    assert (finding["document"], finding["kind"]) == ("odd.txt", "identity_broken")
    totals = read_manifest(tmp_path)["totals"]
    assert (totals["values"], totals["rejected"], totals["findings"]) == (2, 2, 1)


def test_the_manifest_says_what_ran(tmp_path: Path) -> None:
    """Versions, hashes, model, prompts, documents with their sha256, times, state."""
    results(job(tmp_path, options={"backend": "fake"}))
    manifest = read_manifest(tmp_path)
    assert manifest["state"] == "finished"
    assert manifest["model"] == "scripted"
    assert manifest["prompts"] == {"ask.md": "1 abc"}
    assert manifest["options"] == {"backend": "fake"}
    assert manifest["documents"][0] == {"name": "00.txt", "sha256": documents(1)[0].sha256}
    assert manifest["packages"]["pydantic"]
    assert manifest["started"] <= manifest["ended"]


def test_the_manifest_says_where_a_document_comes_from(tmp_path: Path) -> None:
    """An address that a document was given with is kept; those without one have none."""
    sent = replace(documents(1)[0], source="https://example.org/a")
    results(job(tmp_path, [sent, documents(2)[1]]))
    first, second = read_manifest(tmp_path)["documents"]
    assert first["source"] == "https://example.org/a"
    assert "source" not in second


def test_a_call_that_outlives_the_run_does_no_harm(tmp_path: Path) -> None:
    """A row that comes when the folder is closed is dropped, and raises nothing."""
    work = job(tmp_path)
    with RunFolder(tmp_path, work.settings, {}, []) as folder:
        folder.log_call(LedgerRow("t", "a", "p", "m", 1, 1, 0, 0.0, False, 1, "stop"))
    folder.log_call(LedgerRow("t", "b", "p", "m", 1, 1, 0, 0.0, False, 1, "stop"))
    assert [row["document"] for row in lines(tmp_path / "ledger.jsonl")] == ["a"]
