"""Problems and improvements: a list of items, in running text or line by line."""

from __future__ import annotations

from .draft import Draft
from .numerals import chinese
from .voice import Voice
from .wording import wording

_FORMS = (  # ahead of an item, behind it, behind the last; {n} the number, {zh} in words
    ("{zh}是", "；", "。\n"),
    ("{zh}是", "。", "。\n"),
    ("（{zh}）", "。\n", "。\n"),
    ("{n}.", "；\n", "。\n"),
    ("{n}、", "。\n", "。\n"),
    ("第{zh}，", "；", "。\n"),
    ("（{n}）", "；", "。\n"),
)


def items(draft: Draft, voice: Voice, group: str) -> None:
    """The items of `problems` or `improvements`, numbered as the style does."""
    lines = wording().of("problems", group)
    count = voice.choose(f"{group}/count", (2, 2, 3, 3, 4))
    before, behind, last = voice.choose(f"{group}/form", _FORMS)
    if behind.endswith("\n") and draft.last not in ("\n", ""):
        draft.write("\n")
    chosen = voice.several(group, lines, count)
    for n, line in enumerate(chosen, 1):
        draft.write(before.format(n=n, zh=chinese(n)))
        draft.item(f"/{group}", line, draft.write(line))
        draft.write(last if n == count else behind)
