"""Gold of a page's file: with offsets for text, with the words alone for other formats."""

from __future__ import annotations

from typing import Any

from .draft import Draft
from .gold import gold_of
from .page import Page

_TELLS = {  # what a template is told by
    "stat_2014": "政府信息公开情况统计表", "table_2019": "本年新制作数量",
    "table_2021": "本年制发件数",
}  # fmt: skip


def labels_of(page: Page, draft: Draft, document: str, *, offsets: bool) -> dict[str, Any]:
    """The gold of the file `document`.  `draft` is the page as text; without `offsets` (for other
    formats, whose text a reader makes) values are proved by quotes, and cells by nothing."""
    _prove_template(draft)
    for name in page.lost:
        if name != "stat_2014":
            draft.status[f"/tables/{name}"] = "table_missing"
    day = f"{page.year + 1}-04-01"
    gold = gold_of(draft, document, day, _broken(page))
    if offsets:
        return gold
    gold["quotes"] = {
        pointer: page.prose.text[spans[0][0] : spans[0][1]]
        for pointer, spans in page.prose.spans.items()
    }
    for key in ("sha256", "spans", "item_spans"):
        del gold[key]
    return gold


def _prove_template(draft: Draft) -> None:
    """What tells the template; without it, it is not stated."""
    tell = _TELLS.get(draft.values["/report/template"])
    at = draft.text.find(tell) if tell else -1
    if tell and at >= 0:
        draft.spans["/report/template"] = [[at, at + len(tell)]]
    elif tell:
        del draft.values["/report/template"]


def _broken(page: Page) -> str:
    """The sum over columns that a planted number breaks."""
    for table, row, _ in page.planted:
        cells = {place[2]: n for place, n in page.cells.items() if place[:2] == (table, row)}
        if "总计" in cells:
            parts = [str(number) for column, number in cells.items() if column != "总计"]
            return f"{cells['总计']} ≠ {' + '.join(parts)}"
    return ""
