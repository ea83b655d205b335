"""All outcomes of a run against gold, and their sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from llmextract.evaluation.cells import Cell
from llmextract.evaluation.compare import MAGNITUDES
from llmextract.evaluation.lists import ListCell
from llmextract.evaluation.statistics import bootstrap_f1
from llmextract.evaluation.statuses import Confusion, qualifier_confusion, status_confusion
from llmextract.evaluation.tally import Outcome, Tally, macro_f1, tallies, tally_by, tally_of
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class Scores:
    """All outcomes of a run against gold.

    `cells` are the fields, which alone make the headline; `lists` the list fields item by item,
    `items` the cells of their items, `tables` the cells of tables.

    `failed` are the gold documents without a record; `unlabelled` the records without gold,
    which are not scored; `unscored` the gold's fields that the schema does not have; `unknown`
    the records' fields that it does not have, with the number of records that fill them;
    `repeated` the documents with several records, with their number: the last was scored.

    Sums are taken when asked for, over all cells: keep what you need again.
    """

    cells: tuple[Cell, ...]
    lists: tuple[ListCell, ...]
    documents: tuple[str, ...]
    failed: tuple[str, ...]
    unlabelled: tuple[str, ...]
    unscored: tuple[Pointer, ...] = ()
    items: tuple[Cell, ...] = ()
    tables: tuple[Cell, ...] = ()
    repeated: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[Pointer, int] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        return tally_of(cell.outcome for cell in self.cells)

    @property
    def grounded(self) -> Tally:
        return tally_of(cell.grounded_outcome for cell in self.cells)

    @property
    def by_document(self) -> dict[str, Tally]:
        empty = dict.fromkeys(self.documents, Tally())
        return empty | tallies((cell.document, cell.outcome) for cell in self.cells)

    @property
    def grounded_by_document(self) -> dict[str, Tally]:
        empty = dict.fromkeys(self.documents, Tally())
        return empty | tallies((cell.document, cell.grounded_outcome) for cell in self.cells)

    @property
    def by_field(self) -> dict[str, Tally]:
        return tallies((cell.pointer, cell.outcome) for cell in self.cells)

    @property
    def by_group(self) -> dict[str, Tally]:
        return tallies((cell.group, cell.outcome) for cell in self.cells)

    @property
    def by_list(self) -> dict[str, Tally]:
        """Items of each list field."""
        return tally_by(self.lists, lambda cell: cell.pointer, lambda cell: cell.tally)

    @property
    def by_item_cell(self) -> dict[str, Tally]:
        """Cells of the items of each list field: `/list/*` or `/list/*/part`."""
        return tallies((cell.pointer, cell.outcome) for cell in self.items)

    @property
    def by_table(self) -> dict[str, Tally]:
        """Cells of each table, by its pointer without row and column."""
        return tallies((cell.pointer.rsplit("/", 2)[0], cell.outcome) for cell in self.tables)

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 of the fields that gold or run states somewhere."""
        return macro_f1(self.by_field.values())

    @property
    def magnitudes(self) -> dict[int, int]:
        """How many wrong numbers are off by just each factor of `MAGNITUDES`, either way."""
        counts = Counter(cell.magnitude for cell in self.cells if cell.magnitude)
        return {factor: counts[factor] for factor in MAGNITUDES}

    @property
    def statuses(self) -> Confusion:
        return status_confusion(self.cells)

    @property
    def qualifiers(self) -> Confusion:
        return qualifier_confusion(self.cells)

    @property
    def nulls_called_zero(self) -> int:
        """How many absent fields came out as 0."""
        return sum(c.invented_zero and c.outcome is Outcome.SPURIOUS for c in self.cells)

    @property
    def zeros_called_null(self) -> int:
        """How many stated zeros came out as null."""
        missing = (cell.gold for cell in self.cells if cell.outcome is Outcome.MISSING)
        return sum(value == 0 and not isinstance(value, bool) for value in missing)

    def interval(self, seed: int = 0) -> tuple[float, float] | None:
        """The 95 % bootstrap interval of micro F1 over documents."""
        return bootstrap_f1(self.by_document.values(), seed=seed)
