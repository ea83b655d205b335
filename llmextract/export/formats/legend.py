"""The sheet that says what the others hold, and what colours mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from llmextract.export.columns import Table
from llmextract.export.formats import About
from llmextract.export.formats.words import WORDS

LEGEND = "legend"
_FONT = "Calibri"


def fill_legend(
    sheet: Any,
    tables: Sequence[Table],
    about: About,
    colours: Mapping[str, str],
    notes: Sequence[str],
) -> None:
    """Write the legend; `colours` are those of marked cells, by the word that explains them."""
    words = WORDS[about.language]
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 16
    sheet.column_dimensions["C"].width = 90
    head = Font(_FONT, 12, bold=True)

    def line(name: str, label: str = "", text: str = "", **style: Any) -> None:
        sheet.append([_cell(sheet, name, **style), _cell(sheet, label), _cell(sheet, text)])

    line(words["legend"], font=Font(_FONT, 14, bold=True))
    line(words["made"].format(version=about.version, schema=about.schema))
    for label, strategy, model in about.runs:
        line(words["run"].format(label=label, strategy=strategy or "–", model=model or "–"))
    line("")
    line(words["sheets"], font=head)
    for table in tables:
        label = table.label if about.language == "zh" else ""
        line(table.name, label, words[table.name])
    line("")
    line(words["cells"], font=head)
    line("", text=words["null"])
    line("123", text=words["plain"], font=Font(_FONT))
    line("123", text=words["rough"], font=Font(_FONT, italic=True))
    line("", text=words["blank"])
    for word, colour in colours.items():
        line("", text=words[word], fill=PatternFill("solid", fgColor=colour))
    if notes:
        line("")
        line(words["limits"], font=head)
        for note in notes:
            line("", text=note)


def _cell(sheet: Any, text: str, **style: Any) -> Any:
    made = WriteOnlyCell(sheet)
    made.value = text
    made.data_type = "s"
    made.alignment = Alignment(vertical="center")
    for name, value in style.items():
        setattr(made, name, value)
    return made
