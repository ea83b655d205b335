"""The comparison with peers: what is counted, kept, read and scored."""

import json
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "benchmarks" / "peers"


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    monkeypatch.syspath_prepend(str(PEERS))


class _Model(BaseHTTPRequestHandler):
    """Answers each prompt with the usage that the prompt itself asks for; `busy` with 503."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        busy = asked["messages"][0]["content"] == "busy"
        answer = {} if busy else json.loads(asked["messages"][0]["content"])
        body = json.dumps({"error": "busy"} if busy else answer).encode()
        self.send_response(503 if busy else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def model():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Model) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def _ask(base_url, content):
    body = json.dumps({"messages": [{"content": content}]}).encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{base_url}/chat/completions", body, headers)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read())


def _answer(tokens_in, tokens_out, finish, cached=0):
    details = {"cached_tokens": cached}
    usage = {
        "prompt_tokens": tokens_in,
        "completion_tokens": tokens_out,
        "prompt_tokens_details": details,
    }
    return json.dumps({"choices": [{"finish_reason": finish}], "usage": usage})


def test_every_call_is_counted_and_answered_as_the_server_answers_it(model):
    """Calls, tokens, errors and cut-off answers are counted; a one-token answer is not cut off."""
    from meter import Meter

    with Meter(model).running() as meter:
        with meter.counting() as spent:
            answers = [
                _answer(100, 40, "stop", 60),
                _answer(7, 9, "length"),
                _answer(5, 1, "length"),
            ]
            assert [_ask(meter.base_url, one) for one in answers] == [
                json.loads(a) for a in answers
            ]
            with pytest.raises(urllib.error.HTTPError, match="503"):
                _ask(meter.base_url, "busy")
        with meter.counting() as later:
            pass
    assert (spent.calls, spent.failed, spent.cut_off) == (4, 1, 1)
    assert (spent.tokens_in, spent.cached, spent.tokens_out) == (112, 60, 50)
    assert later.calls == 0


def test_the_server_is_the_local_backends_own(monkeypatch, tmp_path):
    """All contenders get llama.cpp as llmextract starts it: one slot, with key, context and threads
    as asked for."""
    from serve import MODEL, serving

    started = []

    class Engine:
        listening_address = "http://127.0.0.1:1"

        def __init__(self, parameters):
            started.append(parameters)

    def parameters():
        return SimpleNamespace(
            model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace()
        )

    engine = SimpleNamespace(CommonParams=parameters, Server=Engine)
    monkeypatch.setitem(sys.modules, "xllamacpp", engine)
    weights = tmp_path / "own.gguf"
    weights.write_bytes(b"")
    with serving(f"local:{weights}", n_ctx=512, threads=3) as server:
        [asked] = started
        assert (server.base_url, server.model) == ("http://127.0.0.1:1/v1", MODEL)
        assert asked.api_keys == [server.api_key]
        assert asked.model_alias == {MODEL}
        assert (asked.n_ctx, asked.n_parallel, asked.cpuparams.n_threads) == (512, 1, 3)
        assert asked.model.path == str(weights)


def test_the_example_reads_as_its_gold_says():
    """What langextract is shown reads to the gold's value, from the attribute and the passage."""
    from fields import asked_for
    from reading import read_value

    example = json.loads((PEERS / "example.json").read_text("utf-8"))
    source = ROOT / example["source"]
    gold = json.loads((ROOT / "eval" / "gold" / f"{source.stem}.json").read_text("utf-8"))["values"]
    fields = asked_for("disclosure_report").by_pointer
    assert all(line in source.read_text("utf-8") for line in example["text"].splitlines())
    for one in example["extractions"]:
        field, wanted = fields[one["field"]], gold[one["field"]]
        assert one["text"] in example["text"]
        assert read_value(field, one["value"], "") == wanted
        assert read_value(field, None, one["text"]) == wanted


def test_langextract_keeps_the_first_value_that_stands_in_the_text():
    """Extractions without a place in the text, of unknown classes and repeats are left out."""
    from contenders import LangExtract
    from fields import asked_for

    from llmextract import as_document

    document = as_document("收到申请46件，网络申请29件。")

    def said(name, text, value, start=None):
        place = (
            None if start is None else SimpleNamespace(start_pos=start, end_pos=start + len(text))
        )
        return SimpleNamespace(
            extraction_class=name,
            extraction_text=text,
            attributes={"value": value},
            char_interval=place,
        )

    answer = LangExtract(asked_for("disclosure_report"))._answer(
        document,
        [
            said("/applications/fax", "传真3件", "3件"),
            said("/applications/received", "收到申请46件", "46件", 0),
            said("/applications/received", "网络申请29件", "29件", 8),
            said("/applications/nothing", "网络申请29件", "29件", 8),
            said("/applications/online", "网络申请29件", None, 8),
        ],
    )
    assert answer.record == {"applications": {"received": 46, "online": 29}}
    assert answer.evidence["/applications/online"]["quote"] == "网络申请29件"


def test_a_run_goes_on_behind_a_line_that_was_cut_off(tmp_path):
    """What was kept whole is found again, the rest is asked for again, and nothing is lost."""
    from meter import Spent
    from store import Result, Store

    done = Result("a", "x.txt", {"n": 1}, {}, None, Spent(calls=2))
    failed = Result("a", "y.txt", None, {}, "ValueError: cut off", Spent(calls=1))
    path = tmp_path / "answers.jsonl"
    Store(path).add("1", done)
    Store(path).add("2", failed)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 3])
    again = Store(path)
    again.add("3", done)
    assert [Store(path).get(key) for key in "123"] == [done, failed, done]
    assert Store(path, retry_failed=True).get("2") is None


def test_a_document_that_failed_counts_as_all_null():
    """A failure costs recall and is named, and its calls and seconds count."""
    from fields import asked_for
    from meter import Spent
    from store import Result
    from table import figures, markdown

    from llmextract.evaluation import Gold

    pointer = "/applications/received"
    golds = [Gold("x.txt", {pointer: 46}), Gold("y.txt", {pointer: 3})]
    results = [
        Result(
            "a", "x.txt", {"applications": {"received": 46, "fax": 1}}, {}, None, Spent(calls=2)
        ),
        Result("a", "y.txt", None, {}, "ValueError", Spent(calls=4)),
    ]
    found = figures(results, golds, asked_for("disclosure_report"))
    assert (found["right"], found["spurious"], found["missing"]) == (1, 1, 1)
    assert found["failed"] == {"y.txt": "ValueError"}
    assert found["per_document"]["calls"] == 3
    assert "| a | 0.500 " in markdown({"a": found})
