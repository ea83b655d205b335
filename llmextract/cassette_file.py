"""What stands in a cassette's file, and how: vcrpy's serializer, persister and filters."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from llmextract.errors import CassetteError

SECONDS_HEADER = "x-recorded-seconds"  # what the call took when it was made
QUOTES_HEADER = "x-recorded-quotes"  # "places": see cassette_quotes
_KEPT_HEADERS = frozenset({"content-type", SECONDS_HEADER, QUOTES_HEADER})
_HOST = "http://recorded"  # in place of the server's own address, which may be private
_LARGE = 1_000_000  # bytes
_FEW, _SHORT = 3, 60  # parts, and characters, that stand on one line
# Answers that say nothing about the request: try again later, or with another key.
_NOT_KEPT = frozenset({401, 403, 408, 409, 429, 500, 502, 503, 504})
_log = logging.getLogger(__name__)


def strip_request(request: Any, *, digest: bool) -> Any:
    """A copy with the path, the body (or its sha256) and the kept headers only."""
    from vcr.request import Request

    sha256, body = _body_digest(request.body), request.body
    if digest:
        body = json.dumps({"sha256": sha256}).encode()
    stripped = Request(request.method, _HOST + request.path, body, _kept(request.headers))
    stripped.body_sha256 = sha256  # taken once, since every recorded request is compared
    return stripped


def strip_response(response: dict[str, Any]) -> dict[str, Any] | None:
    """The response with the kept headers only and without what repeats tokens in other forms;
    None if it is not worth keeping."""
    if response["status"]["code"] in _NOT_KEPT:
        return None
    body = {**response["body"], "string": _lean(response["body"]["string"])}
    return {**response, "headers": _kept(response["headers"]), "body": body}


def same_body(one: Any, two: Any) -> bool:
    return bool(one.body_sha256 == two.body_sha256)


class CassetteFile:
    """Reads and writes a cassette whole, in UTF-8 and atomically.  Raises CassetteError."""

    def __init__(self, *, must_exist: bool) -> None:
        self._must_exist = must_exist

    def load_cassette(self, cassette_path: str, serializer: Any) -> Any:
        from vcr.persisters.filesystem import CassetteNotFoundError
        from vcr.serialize import deserialize

        path = Path(cassette_path)
        if not path.is_file():
            if self._must_exist:
                hint = "give another path, or record it once with the cassette in `record` mode"
                raise CassetteError("no such cassette", where=cassette_path, hint=hint)
            raise CassetteNotFoundError
        try:
            return deserialize(path.read_text("utf-8"), serializer)
        except CassetteError:
            raise
        except Exception as error:
            hint = "restore it from version control, or delete it and record it anew"
            what = f"the cassette cannot be read: {' '.join(str(error).split())[:200]}"
            raise CassetteError(what, where=cassette_path, hint=hint) from error

    def save_cassette(self, cassette_path: str, cassette_dict: Any, serializer: Any) -> None:
        from vcr.serialize import serialize

        # vcrpy turns the bodies it is given into text, and these are still played.
        played = [{**r, "body": {**r["body"]}} for r in cassette_dict["responses"]]
        path, text = (
            Path(cassette_path),
            serialize({**cassette_dict, "responses": played}, serializer),
        )
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(text, "utf-8")
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            hint = "make room or choose another path; the new answers are lost unless cached"
            what = f"the cassette cannot be written: {error.strerror or error}"
            raise CassetteError(what, where=cassette_path, hint=hint) from error
        if len(text.encode()) > _LARGE:
            _log.warning("%s is over 1 MB: record fewer calls, or use digests", path)

    def serialize(self, cassette: dict[str, Any]) -> str:
        import yaml

        interactions = [_readable(one) for one in cassette["interactions"]]
        return yaml.dump(
            {**cassette, "interactions": interactions},
            Dumper=_dumper(),
            allow_unicode=True,
            default_flow_style=False,
            sort_keys=False,
            width=1_000_000,  # folded lines would make noise in diffs
        )

    def deserialize(self, text: str) -> Any:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        cassette = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe ones
        interactions = [_as_sent(one) for one in cassette["interactions"]]
        return {**cassette, "interactions": interactions}


def _readable(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    body = {**response["body"], "string": _nested(response["body"]["string"])}
    return {
        "request": {**request, "body": _nested(request["body"])},
        "response": {**response, "body": body},
    }


def _as_sent(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    body = {**response["body"], "string": _flat(response["body"]["string"])}
    return {
        "request": {**request, "body": _flat(request["body"])},
        "response": {**response, "body": body},
    }


def _lean(answer: bytes) -> bytes:
    """A chat completion without what differs each time (its name, the server's own timings), and
    with tokens as text only, not as bytes and numbers too."""
    try:
        data = json.loads(answer)
        places = [c["logprobs"]["content"] for c in data["choices"] if c.get("logprobs")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer
    for name in ("id", "created", "object", "system_fingerprint", "timings"):
        data.pop(name, None)
    for place in (place for content in places for place in content or ()):
        for choice in (place, *place.get("top_logprobs", ())):
            choice.pop("bytes", None)
            choice.pop("id", None)
            choice["logprob"] = float(f"{choice['logprob']:.9g}")  # servers compute with float32
    return json.dumps(data, ensure_ascii=False).encode()


def _nested(text: Any) -> Any:
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair cannot be written
    except (ValueError, TypeError):
        return text
    return data if isinstance(data, dict | list) else text


def _flat(body: Any) -> Any:
    return json.dumps(body, ensure_ascii=False) if isinstance(body, dict | list) else body


def _kept(headers: Any) -> dict[str, Any]:
    return {name: headers[name] for name in headers if name.lower() in _KEPT_HEADERS}


def _body_digest(body: bytes | None) -> str:
    data: Any = body or b""
    try:
        data = json.loads(data)
    except ValueError:
        return hashlib.sha256(data).hexdigest()
    if isinstance(data, dict) and set(data) == {"sha256"}:
        return str(data["sha256"])
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _dumper() -> Any:
    import yaml

    base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(base):  # type: ignore[misc, valid-type]
        def ignore_aliases(self, data: object) -> bool:
            return True

    def mapping(dumper: Any, value: dict[Any, Any]) -> Any:
        flow = len(value) > 1 and _on_one_line(value.values())
        return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=flow)

    def sequence(dumper: Any, value: list[Any]) -> Any:
        tokens = all(isinstance(part, dict) and set(part) == {"token", "logprob"} for part in value)
        flow = tokens or _on_one_line(value)
        return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)

    def text(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(dict, mapping)
    Dumper.add_representer(list, sequence)
    Dumper.add_representer(str, text)
    return Dumper


def _on_one_line(values: Collection[Any]) -> bool:
    """Whether a few short things stand there, such as a token with its probability."""
    if len(values) > _FEW or not all(isinstance(v, str | int | float | None) for v in values):
        return False
    words = "".join(str(value) for value in values)
    return "\n" not in words and len(words) <= _SHORT
