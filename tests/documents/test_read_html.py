import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llmextract.documents import read_document
from llmextract.documents.html import html_to_text
from llmextract.errors import DocumentError

TABLE_3 = """
<table><caption>申请情况</caption>
<thead>
<tr><th rowspan="3" colspan="2">项目</th><th colspan="7">申请人情况</th></tr>
<tr><th rowspan="2">自然人</th><th colspan="5">法人或其他组织</th><th rowspan="2">总<br>计</th></tr>
<tr><th>商业企业</th><th>科研机构</th><th>公益组织</th><th>法律服务</th><th>其他</th></tr>
</thead><tbody>
<tr><td colspan=2>一、本年新收</td>
  <td>46</td><td>9</td><td>0</td><td>1</td><td>5</td><td>0</td><td>61</td></tr>
<tr><td rowspan="3">三、办理结果</td><td>（一）予以公开</td>
  <td>15</td><td></td><td>&nbsp;</td><td>1</td><td>2</td><td>0</td><td>18</td></tr>
<tr><td>（二）部分公开</td><td>4</td><td>1</td><td>/</td><td>-</td><td>0</td><td>0</td><td>5</td></tr>
<tr><td>（三）总<span>计</span></td><td>19</td><td>1</td><td>0</td><td>1</td><td>2</td><td>0</td><td>23</td></tr>
</tbody></table>
"""


def page(body: str, title: str = "") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def test_a_table_of_spans_keeps_every_cell_in_its_column():
    """Three levels of row and column spans come out as rows whose columns line up."""
    lines = html_to_text(TABLE_3).split("\n")
    assert lines[0] == "申请情况"
    assert [line.split("\t") for line in lines[1:]] == [
        ["项目", "", "申请人情况", "", "", "", "", "", ""],
        ["", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
        ["", "", "", "商业企业", "科研机构", "公益组织", "法律服务", "其他", ""],
        ["一、本年新收", "", "46", "9", "0", "1", "5", "0", "61"],
        ["三、办理结果", "（一）予以公开", "15", "", "", "1", "2", "0", "18"],
        ["", "（二）部分公开", "4", "1", "/", "-", "0", "0", "5"],
        ["", "（三）总计", "19", "1", "0", "1", "2", "0", "23"],
    ]


@given(st.data())
def test_spans_that_tile_a_grid_put_each_cell_at_its_corner(data):
    """Any tiling of a grid by spanning cells is read back with every text at its place."""
    height, width = data.draw(st.integers(1, 5)), data.draw(st.integers(2, 6))
    free = {(r, c) for r in range(height) for c in range(width)}
    expected = [[""] * width for _ in range(height)]
    rows = []
    for r in range(height):
        cells = []
        for c in range(width):
            if (r, c) not in free:
                continue
            w = data.draw(st.integers(1, width - c))
            while any((r, c + i) not in free for i in range(w)):
                w -= 1
            h = data.draw(st.integers(1, height - r))
            free -= {(r + i, c + j) for i in range(h) for j in range(w)}
            expected[r][c] = f"x{r}y{c}"
            cells.append(f'<td rowspan="{h}" colspan="{w}">x{r}y{c}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    text = html_to_text(f"<p>head</p><table>{''.join(rows)}<tr><td>end</td></tr></table>")
    lines = text.split("\n")[1:]
    used = max(c for row in expected for c, cell in enumerate(row) if cell) + 1
    assert lines[-1].split("\t")[0] == "end"
    assert [line.split("\t") for line in lines[:-1]] == [row[:used] for row in expected if any(row)]


def test_a_row_span_ends_with_its_part_of_the_table():
    """A cell of the head that claims too many rows does not push the body's cells aside."""
    text = html_to_text(
        "<table><thead><tr><th rowspan=9>甲</th><th>乙</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert text == "甲\t乙\n1\t2"


@pytest.mark.parametrize("span", ["99999999999", "-3", "x", "0", ""])
def test_an_absurd_span_does_no_harm(span):
    """Declared spans that make no sense neither fail nor blow the table up."""
    text = html_to_text(
        f'<table><tr><td colspan="{span}">甲</td></tr><tr><td>1</td><td>2</td></tr></table>'
    )
    assert text in ("甲\t\n1\t2", "甲\n1\t2")


def test_blocks_are_lines_and_inline_parts_join():
    """Blocks and <br> end a line; spans inside a block leave a number whole."""
    body = "<div><h2>一、概述</h2><p>收到<b>1</b><span>3</span>件<br/>办结12件</p>尾<p> </p></div>"
    assert html_to_text(page(body)) == "一、概述\n收到13件\n办结12件\n尾"


def test_white_space_is_as_a_browser_shows_it():
    """Runs of blanks are one, source line breaks between Chinese characters are none."""
    body = "<p>全年收到\n    申请 &nbsp; 13件\n，fax and\nletter</p><pre>a  b\n c</pre>"
    assert html_to_text(page(body)) == "全年收到申请 13件，fax and letter\na  b\n c"


def test_entities_are_resolved():
    """Named, decimal and hexadecimal entities come out as their characters."""
    assert (
        html_to_text("<p>&lt;A&amp;B&gt; &#19968;&#x4ef6; 《&ldquo;x&rdquo;》</p>")
        == "<A&B> 一件 《“x”》"
    )


def test_a_footnote_mark_does_not_become_a_digit_of_the_number():
    """Raised and lowered digits stay apart from the number before them."""
    assert html_to_text("<p>收到15<sup>1</sup>件，CO<sub>2</sub></p>") == "收到15¹件，CO₂"


def test_what_is_not_text_is_left_out():
    """Scripts, styles, comments, form fields and hidden parts never reach the text."""
    body = (
        "<p>正文收到13件，其中网络申请4件，信函申请9件。</p><script>n='99件'</script>"
        "<style>p{}</style>"
        "<!-- 98件 --><noscript>97件</noscript><select><option>96件</select>"
        "<div style='display: none'>赌场95件</div><p hidden>94件</p><template>93件</template>"
    )
    assert html_to_text(page(body)) == "正文收到13件，其中网络申请4件，信函申请9件。"


def test_navigation_and_menus_are_left_out():
    """Elements that say they navigate, and blocks of nothing but short links, are dropped."""
    links = "".join(f"<li><a href=#>栏目{n}</a></li>" for n in range(6))
    body = (
        "<nav>总导航</nav><div class='topNav'>导航</div><div role=navigation>导</div>"
        f"<ul>{links}</ul><p>本年度收到政府信息公开申请13件，均已办结，未收取任何费用，特此报告。</p>"
        "<p>附件见《<a>条例</a>》。</p><div id='page_footer'>ICP备1号</div><footer>版权</footer>"
    )
    assert html_to_text(page(body)) == (
        "本年度收到政府信息公开申请13件，均已办结，未收取任何费用，特此报告。\n附件见《条例》。"
    )


def test_the_body_is_kept_whatever_its_class_is_called():
    """A wrapper that holds most of the text stays although its name sounds like a menu."""
    assert "收到13件" in html_to_text(page("<div class='nav-content'><p>收到13件</p></div>"))


def test_a_layout_table_is_taken_as_blocks_and_the_table_in_it_as_rows():
    """Pages laid out with tables give lines for prose and rows for the data table inside."""
    body = (
        "<table><tr><td><p>第一段。</p><p>第二段。</p>"
        "<table><tr><td>网络</td><td>4</td></tr><tr><td>信函</td><td>9</td></tr></table>"
        "<p>末段。</p></td></tr></table>"
    )
    assert html_to_text(page(body)) == "第一段。\n第二段。\n网络\t4\n信函\t9\n末段。"


@pytest.mark.parametrize(
    ("title", "body", "first"),
    [
        ("某局2020年报告", "<h1>某局2020年\n报告</h1><p>正文</p>", "某局2020年报告"),
        ("某局2020年报告 - 某市政府网", "<p>某局2020年报告</p>", "某局2020年报告"),
        ("某局2020年报告_某市", "<p>正文</p>", "某局2020年报告_某市"),
        ("", "<p>正文</p>", "正文"),
    ],
)
def test_the_title_is_the_first_line_unless_the_body_has_it(title, body, first):
    """A title that the body repeats is not doubled; one that it lacks is kept."""
    lines = html_to_text(page(body, title)).split("\n")
    assert lines[0] == first
    assert sum(line.startswith("某局") for line in lines) <= 1


@pytest.mark.parametrize(
    ("head", "encoding", "expected"),
    [
        ('<meta charset="gb2312">', "gbk", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gb18030", "gb18030"),
        ("", "gbk", "gb18030"),
        ('<meta charset="utf-8">', "gbk", "gb18030"),
        ('<meta charset="gb2312">', "utf-8", "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8", "utf-8"),
        ('<meta charset="nonsense">', "utf-8", "utf-8"),
        ('<meta charset="big5">', "big5", "big5"),
        ("", "utf-8-sig", "utf-8"),
        ("<meta charset=gbk>", "utf-16", "utf-16-le"),
    ],
)
def test_a_page_is_decoded_by_mark_declaration_or_bytes(tmp_path, head, encoding, expected):
    """GBK pages are read with, without and against their declaration."""
    body = "<p>本局全年收到申请13件，同意公开4件，信息不存在9件。</p>"
    if encoding == "big5":
        body = "<p>本局全年收到申請13件，同意公開4件，資訊不存在9件。</p>"
    path = tmp_path / "r.html"
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    document = read_document(path)
    assert document.text == body[3:-4]
    assert document.encoding == expected
    assert document.media_type == "text/html"


def test_an_xml_declaration_is_no_obstacle():
    """XHTML with an encoding declaration is read like any page."""
    assert html_to_text('<?xml version="1.0" encoding="gb2312"?><html><p>甲</p></html>') == "甲"


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<!-- c -->", "<p>&nbsp;</p>"])
def test_a_page_without_text_is_refused(tmp_path, body):
    """A page that shows nothing raises DocumentError instead of an empty document."""
    path = tmp_path / "r.html"
    path.write_text(f"<html><body>{body}</body></html>", "utf-8")
    with pytest.raises(DocumentError, match="has no text"):
        read_document(path)


def test_deep_nesting_is_read():
    """Two thousand nested elements, near the parser's limit, neither fail nor lose the text."""
    assert html_to_text("<div>" * 2000 + "收到13件" + "</div>" * 2000) == "收到13件"


@given(st.text(max_size=200))
@example("\x1f")
@example("\u2028\x85\u200b")
def test_any_text_between_tags_gives_lines_without_raising(text):
    """Whatever stands in a page, reading it gives trimmed lines that are not empty."""
    lines = html_to_text(f"<p>头</p><p>{text}</p>").split("\n")
    assert lines[0] == "头"
    assert all(line.strip() for line in lines)
