"""Interface words of the reports, in English and Chinese: one table, `page/words.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

LANGUAGES = ("en", "zh")

_PACKAGE = "llmextract.evaluation.reports"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, with its {names} filled in; the key itself if there are none."""
        text = self.table.get(key, key)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text


@cache
def words(language: str) -> Words:
    """The words of `language`, one of `LANGUAGES`."""
    at = LANGUAGES.index(language)
    table = json.loads(page_file("words.json"))
    return Words(language, MappingProxyType({key: both[at] for key, both in table.items()}))


def page_file(name: str) -> str:
    """A file of the HTML page that comes with the package."""
    return resources.files(_PACKAGE).joinpath("page", name).read_text("utf-8")
