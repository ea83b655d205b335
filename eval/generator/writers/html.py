"""Web pages: clean ones, ones that Word exported, ones among the menus of a site."""

from __future__ import annotations

from html import escape
from random import Random

from ..page import Cell, Page, Paragraph, Table

WAYS = ("plain", "thead", "office", "site")
_MENU = ("首页", "机构概况", "新闻中心", "政务公开", "办事服务", "互动交流")
_OFFICE = ' style="mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt;height:22.7pt"'


def write(page: Page, rng: Random) -> bytes:
    """The page in UTF-8, or in GBK as its head says."""
    way = rng.choice(WAYS)
    encoding, named = rng.choice((("utf-8", "utf-8"), ("utf-8", "utf-8"), ("gb18030", "gb2312")))
    blocks = "\n".join(
        _paragraph(block, way) if isinstance(block, Paragraph) else _table(block, way, rng)
        for block in page.blocks
    )
    title = next((b.text for b in page.blocks if getattr(b, "kind", "") == "title"), page.name)
    body = _site(blocks) if way == "site" else f"<body>\n{blocks}\n</body>"
    head = f'<meta charset="{named}">' if way != "office" else _equivalent(named)
    return (
        f"<!DOCTYPE html>\n<html>\n<head>{head}<title>{escape(title)}</title></head>\n"
        f"{body}\n</html>\n"
    ).encode(encoding)


def _equivalent(encoding: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'


def _site(blocks: str) -> str:
    menu = "".join(f'<li><a href="/{n}.html">{name}</a></li>' for n, name in enumerate(_MENU))
    return (
        f'<body><div class="nav"><ul>{menu}</ul></div>\n'
        f'<div class="article">\n{blocks}\n</div>\n'
        f'<div class="footer"><p>主办单位：网站管理中心</p></div></body>'
    )


def _paragraph(block: Paragraph, way: str) -> str:
    text = escape(block.text)
    if way == "office":
        inner = f'<span lang="EN-US" style="font-family:仿宋_GB2312">{text}</span>'
        bold = f"<b>{inner}</b>" if block.kind != "text" else inner
        return f'<p class="MsoNormal" style="text-indent:32.0pt">{bold}<o:p></o:p></p>'
    tag = {"title": "h1", "heading": "h2", "text": "p"}[block.kind]
    return f"<{tag}>{text}</{tag}>"


def _table(table: Table, way: str, rng: Random) -> str:
    """Rows with spans; a `thead` only where no cell of the heads reaches below it."""
    heads = _head_rows(table) if way == "thead" else 0
    rows = [_row(table, row, way, rng) for row in range(table.height)]
    parts = [f"<thead>{''.join(rows[:heads])}</thead>"] if heads else []
    body = "\n".join(rows[heads:])
    parts.append(f"<tbody>\n{body}\n</tbody>" if way != "plain" else body)
    border = ' border="1" cellspacing="0" style="border-collapse:collapse"'
    return f"<table{border if way != 'site' else ''}>\n{''.join(parts)}\n</table>"


def _head_rows(table: Table) -> int:
    first = min((cell.row for cell in table.cells if cell.place), default=0)
    heads = [cell for cell in table.cells if cell.row < first]
    return first if all(cell.below <= first for cell in heads) else 0


def _row(table: Table, row: int, way: str, rng: Random) -> str:
    return f"<tr>{''.join(_cell(cell, way, rng) for cell in table.row(row))}</tr>"


def _cell(cell: Cell, way: str, rng: Random) -> str:
    tag = "th" if cell.head and way != "office" else "td"
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    style = _OFFICE if way == "office" else ""
    lines = [escape(line) for line in cell.text.split("\n")]
    if way == "office":
        said = "".join(
            f'<p class="MsoNormal" align="center"><span lang="EN-US">{line or "&nbsp;"}</span></p>'
            for line in lines
        )
    else:
        said = "<br>".join(lines) or rng.choice(("", "&nbsp;"))
        if way == "site":
            said = f"<p>{said}</p>"
    return f"<{tag}{spans}{style}>{said}</{tag}>"
