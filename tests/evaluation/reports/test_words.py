import json
import re

import pytest

from llmextract.evaluation.reports.html import SCRIPTS
from llmextract.evaluation.reports.words import page_file, words

TABLE = json.loads(page_file("words.json"))


@pytest.mark.parametrize("key", TABLE)
def test_both_languages_take_the_same_values(key):
    """English and Chinese have the same {names}, and neither is empty."""
    english, chinese = TABLE[key]
    assert english
    assert chinese
    assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese))


def test_every_key_that_the_page_names_is_in_the_table():
    """Template and scripts ask for no words that there are not."""
    asked = set(re.findall(r"(?:\bw|words|head)\('([\w.]+)'", page_file("report.html")))
    for name in SCRIPTS:
        asked |= set(re.findall(r'\b(?:word|button|head|lacks)\("([\w.]+)"', page_file(name)))
    assert len(asked) > 60
    assert {key for key in asked if not key.endswith(".")} <= set(TABLE)


def test_values_are_filled_in():
    """A key's {names} are replaced; an unknown key stands for itself."""
    assert words("en")("shown", n=3, all=4) == "3 of 4 shown"
    assert words("zh")("no such key") == "no such key"
