"""The run folder: what a run made, kept so that nothing is lost and nothing is done twice."""

from llmextract.runs.folder import LEDGER, RunFolder
from llmextract.runs.manifest import MANIFEST, read_manifest, write_manifest
from llmextract.runs.reading import RunReader, extraction_of
from llmextract.runs.records import RECORDS
from llmextract.runs.settings import Settings, schema_sha256

__all__ = [
    "LEDGER",
    "MANIFEST",
    "RECORDS",
    "RunFolder",
    "RunReader",
    "Settings",
    "extraction_of",
    "read_manifest",
    "schema_sha256",
    "write_manifest",
]
