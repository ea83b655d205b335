"""What a model is shown of a number: its masked phrase, and what stands ahead as far as it matters.

Headings and leads vary from document to document far more than phrases do, and a judgement holds
for all documents that show the same.  So a heading is shown as the group of fields that it
announces, by the schema's label, and a lead only ahead of a phrase that says little itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from llmextract.linking.phrases import Phrase

_LITTLE = 6  # characters beside the number and its unit
_COUNTED = re.compile(r"N%?\s?[^\W\d]{0,2}$")


def shown_of(phrase: Phrase, nearness: Mapping[str, float], labels: Mapping[str, str]) -> str:
    """`依申请公开 › 登门递交N件`.  `nearness` is how near each group is announced, 1 in the phrase
    itself; `labels` what it is called."""
    pieces = [_announced(nearness, labels)]
    if len(_COUNTED.sub("", phrase.own)) <= _LITTLE:
        pieces += phrase.lead
    return " › ".join(piece for piece in (*pieces, phrase.own) if piece)


def _announced(nearness: Mapping[str, float], labels: Mapping[str, str]) -> str:
    """The groups announced nearest, but for those that the phrase names itself."""
    nearest = max(nearness.values(), default=1.0)
    if nearest >= 1.0:
        return ""
    return "、".join(labels[group] for group, near in nearness.items() if near == nearest)
