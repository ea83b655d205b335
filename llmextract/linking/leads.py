"""What the words ahead of a phrase say that it is about."""

from __future__ import annotations

import re

_FRAME = re.compile(
    r"(?:当中|其中|中|里头?|之内|内|方面|[分看讲说]|来源|途径|渠道|方式|统计|结果|情况|理由|原因|缘由)$"
)
HEAD_LIMIT = 24  # characters of a topic piece


def lead_of(before: str) -> str:
    """What the sentence ahead says the phrase is about, its numbers masked.

    The nearest piece that frames what follows (…中, …里, …方面, 按来源分), else the piece that
    opens the part between semicolons, else the one that opens the sentence.
    """
    for part in (before.rpartition("；")[2], before):
        pieces = [p.strip(" \u3000、") for p in re.split(r"[，；：:（()）]|, ", part)]
        pieces = [p for p in pieces if p]
        framing = [p for p in pieces if _FRAME.search(p)]
        if framing:
            return _shorten(framing[-1])
        if pieces:
            return _shorten(pieces[0])
    return ""


def _shorten(piece: str) -> str:
    masked = re.sub(r"\d[\d,.]*[余多]?[万亿]?", "N", piece)
    if masked.isascii() and len(masked) > 2 * HEAD_LIMIT:  # Latin words are longer, and kept whole
        return masked[-2 * HEAD_LIMIT :].partition(" ")[2]
    return masked if masked.isascii() else masked[-HEAD_LIMIT:]
