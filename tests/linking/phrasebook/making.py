"""Labelled passages about a reservoir, and entries made at random."""

from hypothesis import strategies as st

from llmextract.linking.phrasebook import Entry, Shape
from llmextract.schema import Passage
from llmextract.schema.passages import parse_passages

FIELDS = ("/water/inflow", "/water/outflow", "/fish/released", "/fish/caught")

TEXT = """
# 水量
全年来水{water/inflow|35}万方，其中雨水12万方；放水{water/outflow|28}万方，蒸发3万方。
本年度流入水库的水有{water/inflow|41}万方，流出{water/outflow|40}万方。
# 渔业
春季投放鱼苗{fish/released|9000}尾，秋季捕捞{fish/caught|700}尾，丢失渔网4张。
放流{fish/released|8500}尾，起捕{fish/caught|655}尾，未发生偷捕。
"""


def passages(text: str = TEXT) -> tuple[Passage, ...]:
    return tuple(parse_passages(text, FIELDS, "test"))


WORDS = st.text("来水放鱼苗捕捞秋季投库N", min_size=2, max_size=8)
POINTERS = st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple)
SHAPES = st.builds(Shape, WORDS, WORDS, WORDS, WORDS)
ENTRIES = st.lists(st.builds(Entry, SHAPES, POINTERS), min_size=1, max_size=12)
