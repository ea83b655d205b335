"""Rows of labels and rows of numbers."""

import re

import pytest

from llmextract.linking.parallel import parallel_labels


def labels(text):
    places = [m.span() for m in re.finditer(r"\d+[件人]?", text)]
    return {text[slice(*places[n])]: label for n, label in parallel_labels(text, places).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("当面、传真两种方式分别为78件、15件。", {"78件": "当面", "15件": "传真"}),
        ("建议和提案依次为5件和6件。", {"5件": "建议", "6件": "提案"}),
        ("全年办结9件；城区、郊区分别3人、4人。", {"3人": "城区", "4人": "郊区"}),
        ("当面、传真、网络分别为78件、15件。", {"78件": "传真", "15件": "网络"}),
        ("分别为78件、15件。", {}),
        ("当面、传真分别办理，共78件、15件。", {}),
        ("当面、传真78件、15件。", {}),
        ("当面申请分别为78件。", {}),
    ],
)
def test_rows(text, expected):
    """The n-th number belongs to the n-th label, if there are as many of both."""
    assert labels(text) == expected
