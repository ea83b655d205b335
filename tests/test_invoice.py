"""An English invoice through the whole pipeline: the core knows neither Chinese reports nor their
schema."""

import asyncio
import json
from datetime import date
from decimal import Decimal

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.fold import fold
from llmextract.linking.phrases import distill
from llmextract.pipeline import process
from llmextract.strategies.direct import DirectStrategy
from llmextract.strategies.link import LinkStrategy
from llmextract.types import MentionKind
from tests.invoice import INVOICE, TEXT
from tests.making import analysis, document

FOUND = analysis(TEXT)


def answer(request):
    """Yes to what the phrase says in so many words."""
    shown = request.messages[-1].content
    phrase, _, label = shown.partition("\n")
    words = label.removeprefix("Field: ").split()
    return "yes" if all(word in phrase.lower() for word in words) else "no"


@pytest.fixture(scope="module")
def linked():
    backend = ScriptedBackend(answer)
    return asyncio.run(process(document(TEXT), INVOICE, LinkStrategy(), backend)), backend


def test_sections():
    """Headings are the short lines behind blank ones; the first line is the title."""
    assert FOUND.sections[0].heading == "ACME WIDGETS LTD"
    assert [s.path for s in FOUND.sections[1:]] == [
        *(("Bill To",), ("Items",), ("Amounts Due",), ("Delivery",), ("Open issues",)),
        ("Terms of Payment",),
    ]


def test_mentions():
    """Money, percentages, counts and dates are found; numbers of things are not."""
    found = {(m.kind, m.value, m.unit) for m in FOUND.mentions}
    assert (MentionKind.DATE, date(2024, 3, 5), None) in found
    assert (MentionKind.NUMBER, Decimal("1452.50"), "USD") in found
    assert (MentionKind.NUMBER, Decimal(1200000), "USD") in found
    assert (MentionKind.PERCENT, Decimal("8.25"), "%") in found
    assert (MentionKind.NUMBER, Decimal(17), "items") in found
    assert any(m.kind is MentionKind.DENIAL for m in FOUND.mentions)
    raws = " ".join(m.raw for m in FOUND.mentions)
    assert all(noise not in raws for noise in ("0017", "45001277", "7946", "62704", "No. 5"))


def test_clauses_and_sentences():
    """A number's clause ends at its comma, its sentence at the stop; lines are joined."""
    paid = next(m for m in FOUND.mentions if m.raw == "$500")
    assert paid.clause.of(TEXT) == "of which $500\nwas paid in advance."
    assert paid.sentence.of(TEXT).startswith("The total amount due is")


def test_phrases():
    """Phrases are cut at English stops and commas, with the unit told apart from the mask."""
    phrases = distill(fold(TEXT), FOUND.sections, FOUND.mentions)
    masked = {FOUND.mentions[n].raw: (p.topic, p.own) for n, p in phrases.items()}
    assert masked["$1,619.83"] == (("Amounts Due",), "The total amount due is N USD")
    assert masked["About 17 items"[6:]] == (("Delivery",), "About N items were delivered")
    assert masked["8.25 percent"] == (("Amounts Due",), "Sales tax of N% adds")


def test_the_record(linked):
    """Every field comes out right, and proved."""
    extraction, _ = linked
    assert extraction.error is None
    assert extraction.record == {
        "head": {"number": "INV-2024-0017", "issued": "2024-03-05"},
        "amounts": {
            "subtotal": 1452.5,
            "shipping": 47.5,
            "tax": 119.83,
            "tax_rate": 8.25,
            "total": 1619.83,
            "paid": 500,
        },
        "delivery": {"delivered": 17, "returned": 0},
        "issues": ["One box is missing", "The label of the red widget is wrong"],
    }
    for evidence in extraction.evidence.values():
        assert TEXT[evidence.start : evidence.end] == evidence.quote
    assert {f.judgement for f in extraction.findings} == {"holds"}


def test_the_questions_are_english_and_few(linked):
    """Only doubtful pairs are asked about, with the English prompt, masked, each once."""
    _, backend = linked
    shown = [r.messages[-1].content for r in backend.requests]
    assert 0 < len(shown) <= 10
    assert len(set(shown)) == len(shown)
    assert all(text.startswith("Phrase: ") for text in shown)
    assert not any(character.isdigit() for text in shown for character in text)


def test_the_direct_strategy_takes_the_same_schema():
    """JSON from a model is proved, or rejected, in English too."""
    given = {
        "head": {"number": "INV-2024-0017", "issued": "2024-03-05"},
        "amounts": {"total": 1619.83, "tax": 119.84, "paid": 17},
        "delivery": {"delivered": 17},
    }
    backend = ScriptedBackend(lambda _: json.dumps(given))
    extraction = asyncio.run(process(document(TEXT), INVOICE, DirectStrategy(), backend))
    assert extraction.error is None
    assert extraction.record["amounts"]["total"] == 1619.83
    assert extraction.record["delivery"]["delivered"] == 17
    assert extraction.record["amounts"]["tax"] is None
    assert extraction.record["amounts"]["paid"] is None
    assert {(r.pointer, r.reason) for r in extraction.rejected} == {
        ("/amounts/tax", "not_in_text"),
        ("/amounts/paid", "wrong_unit"),
    }
