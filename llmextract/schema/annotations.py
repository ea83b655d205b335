"""What a schema may say about its fields, its identities and its models.

A schema is an ordinary Pydantic model; everything here is optional and rides in `Annotated`:

    class Applications(BaseModel):
        received: Annotated[int | None, Extract("收到申请数", aliases=("新收",), unit="件")] = None
        fax: Annotated[int | None, Extract("传真申请数", unit="件")] = None

        about: ClassVar = About("依申请公开", identities=("received = in_person + fax",))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from llmextract.schema.layouts import Layout

NOT_EXTRACTION: Mapping[str, bool] = MappingProxyType({"extraction": False})
"""Metadata of what a record does not depend on: it is no part of a schema's digest."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What extraction knows about one field.

    label     the field's name in the documents' language
    aliases   other names it goes by in documents
    unit      the unit its value is in (money in the base unit: 元 even where forms print 万元)
    units     other units that count the same thing (件 · 份 · 宗)
    hint      one sentence for the model: what to take care of
    short     names that mean this field only below one of the words in `under` (the number or
              words that the phrase is a part of): 主办 below 人大代表建议
    under     see `short`
    unlike    words near a number that say it is NOT this field (粉丝, 日均 …)
    compare   how evaluation compares: strict · normalised · lenient
    pattern   for str, date and year fields: a regular expression whose group 1 (or the named
              group `value`) is the value, searched for within `within`; for list[str] fields:
              one that announces their items in a heading or a sentence, as an alias does
    within    where `pattern` is searched: title · head · tail · text
    choices   for str fields with fixed values: ((regular expression, value), …), first match wins
    of        the sibling field whose evidence `choices` looks at (default: `within`)
    parts_of  for list[label, count] fields: the sibling field that the parts break down
    zero_by   events whose denial (没有发生…) makes the value a stated zero; default: the aliases
    """

    label: str
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    units: tuple[str, ...] = ()
    hint: str = ""
    short: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    compare: str = "normalised"
    pattern: str | tuple[str, ...] | None = None
    within: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    of: str | None = None
    parts_of: str | None = None
    zero_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What extraction knows about a (nested) model.

    label       the group's name: what its fields have in common, as headings name it
    aliases     other words that announce the group
    identities  sums and comparisons between field paths relative to this model:
                `received = in_person + fax`, `disclosed <= issued`
    tables      official tables that code reads: name → the forms it comes in (`schema.layouts`
                says how a form is declared); cells go to the dict field of that name, if any
    unlike      words that say a passage is not about this group
    strata      field paths whose values part the documents when runs are scored: `report.template`
    across      identities between documents of one body in consecutive years, with `x[-1]` for
                what the year before says: `carried_over = carried_forward[-1]`.  Needs `entity`
                and `time`; extraction does not look at them
    entity, time, title
                pointers of the fields that say whom a document is about (`/report/agency`), of
                which year it is (a year or a date), and what it is called.  `export` makes rows
                from them; extraction does not look at them.  Of the outermost model only
    """

    label: str
    aliases: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    tables: Mapping[str, tuple[Layout, ...]] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    across: tuple[str, ...] = field(default=(), metadata=NOT_EXTRACTION)
    entity: str = field(default="", metadata=NOT_EXTRACTION)
    time: str = field(default="", metadata=NOT_EXTRACTION)
    title: str = field(default="", metadata=NOT_EXTRACTION)
