import llmextract
from llmextract.backends.scripted import ScriptedBackend
from tests.documents.docx_making import EXAMPLES, packed, report_docx, report_html


def test_one_report_gives_one_record_in_every_format(tmp_path):
    """As text, page, Word file (numbers typed or Word's own), loose and packed: the same record."""
    text = (EXAMPLES / "linlan-2019.txt").read_text("utf-8")
    gbk = report_html(text).replace("utf-8", "gbk").encode("gbk", "xmlcharrefreplace")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.html").write_text(report_html(text), "utf-8")
    (tmp_path / "c.docx").write_bytes(report_docx(text, numbered=True))
    (tmp_path / "d.zip").write_bytes(packed({"d.docx": report_docx(text), "2019/e.htm": gbk}))
    first, *others = llmextract.extract(
        tmp_path, "disclosure_report", backend=ScriptedBackend([]), strategy="rules"
    )
    assert first.error is None
    assert first.record["applications"]["received"]
    assert [extraction.document for extraction in others] == ["b.html", "c.docx", "e.htm", "d.docx"]
    statuses = {pointer: item.status for pointer, item in first.evidence.items()}
    for extraction in others:
        assert extraction.record == first.record, extraction.document
        assert {pointer: item.status for pointer, item in extraction.evidence.items()} == statuses
        assert sorted(f.kind for f in extraction.findings) == sorted(f.kind for f in first.findings)
