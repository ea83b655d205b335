"""A small text with complete gold, to break in one place at a time."""

import copy
import hashlib
import json

from llmextract.evaluation.gold import check_gold
from llmextract.schema import load_schema

SCHEMA = load_schema("disclosure_report")
TEXT = (
    "云溪镇2020年报告\n收到政府信息公开申请23件，其中网络申请14件、信函申请9件，未收到传真申请。\n"
    "关注用户1.2万余人，办结率98.5%，专项经费45.5万元。存在问题：更新不及时、解读偏少。\n"
    "按《云溪办法》（云发〔2020〕1号）办理，2021年1月22日印发，12月31日截止。\n"
    "经费\t万元\t45.5\n"
    "许可\t减7\t5\n检查\t-3\n收费\t增2\n"
)
_PROOFS = {
    "/report/agency": ("云溪镇", "云溪镇"),
    "/report/level": ("town", "云溪镇"),
    "/report/issue_date": ("2021-01-22", "2021年1月22日印发"),
    "/applications/received": (23, "申请23件"),
    "/applications/online": (14, "网络申请14件"),
    "/applications/letter": (9, "信函申请9件"),
    "/applications/fax": (0, "未收到传真申请"),
    "/disclosure/wechat_followers": (12000, "关注用户1.2万余人"),
    "/proposals/completion_rate": (98.5, "办结率98.5%"),
    "/capacity/budget": (455000, "专项经费45.5万元"),
}


def place(words):
    start = TEXT.index(words)
    return [start, start + len(words)]


GOOD = {
    "document": "yunxi.txt",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "annotator": "A",
    "date": "2026-11-21",
    "values": {pointer: value for pointer, (value, _) in _PROOFS.items()},
    "accepted": {"/report/agency": ["云溪镇人民政府"]},
    "status": {"/applications/fax": "stated_zero", "/tables/table_3": "table_missing"},
    "qualifiers": {"/disclosure/wechat_followers": "over"},
    "spans": {pointer: place(words) for pointer, (_, words) in _PROOFS.items()},
    "not_annotated": ["/disclosure/via_other"],
    "items": {
        "/problems": ["更新不及时", "解读偏少"],
        "/legal_basis": [{"title": "云溪办法", "number": "云发〔2020〕1号"}],
    },
    "item_spans": {
        "/problems": [place("更新不及时"), place("解读偏少")],
        "/legal_basis": [place("《云溪办法》（云发〔2020〕1号）")],
    },
    "identities": ["23 = 14 + 9 + 0"],
}


def changed(*path_and_value):
    """GOOD with another value at a path of keys; without the key if the value is `...`."""
    *path, last, value = path_and_value
    data = copy.deepcopy(GOOD)
    node = data
    for key in path:
        node = node.setdefault(key, {})
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return data


def check(folder, data, *, complete=True, documents=True, schema=True, name="yunxi"):
    """The faults of a gold file of this content, with its text beside it."""
    content = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    (folder / f"{name}.json").write_text(content, "utf-8")
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "yunxi.txt").write_text(TEXT, "utf-8")
    return check_gold(
        [folder],
        documents=folder / "texts" if documents else None,
        schema=SCHEMA if schema else None,
        complete=complete,
    ).faults
