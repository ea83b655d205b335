"""The tables that every panel has; `panel` itself follows the schema's fields (`export.book`)."""

from __future__ import annotations

from llmextract.export.columns import Table, boolean, date, double, integer, number, text, texts

BODY = text("body", "机构", "the body that the document is about, in its fullest spelling")
YEAR = integer("year", "年度", "the year that the document is about")
DOCUMENT = text("document", "文件", "the document's name in the run")
BODY_ID = text("body_id", "机构编号", "names the body whatever its spelling: b and 11 hex digits")
SHA256 = text("document_sha256", "文件哈希", "SHA-256 of the document's text as read, in UTF-8")
RUN = text("run", "批次", "the run folder's name; its path if two have one name")
FIELD = text("field", "字段", "JSON Pointer of the field in the schema")
LABEL = text("label", "名称", "the field's name in the documents' language")
GROUP = text("group", "类别", "the label of the model that the field stands in")
KEYS = (BODY, YEAR, DOCUMENT, RUN, BODY_ID, SHA256)

VALUES = Table(
    "values",
    "数值明细",
    "one row a document and value, with its proof; absent fields have a row that says how",
    (
        *KEYS,
        FIELD,
        text("pointer", "位置", "JSON Pointer of the value in the record: unique in a document"),
        LABEL,
        GROUP,
        integer("item", "序号", "index of a list's item, from 0"),
        text("part", "分项", "which part of a list's item this is"),
        text("table", "表", "the official table that the value was read from"),
        text("row", "行", "the table's row"),
        text("column", "列", "the table's column"),
        number("value_number", "数值", "the value if it is a number, exact; never 0 for absent"),
        text("value_text", "文本值", "the value if it is text, true or false"),
        date("value_date", "日期值", "the value if it is a date"),
        text("unit", "单位", "the unit that the value is in"),
        text("status", "状态", "stated, stated_zero, not_stated, table_missing or not_applicable"),
        text("qualifier", "修饰", "exact, over, at_least, about or under"),
        text("period", "期间", "year, cumulative or other"),
        text("scope", "范围", "agency, system or subordinate"),
        double("confidence", "置信度", "probability that the value is right, 0 to 1"),
        text("raw", "原文数字", "the number as printed"),
        text("raw_unit", "原文单位", "the unit as printed"),
        text("quote", "引文", "the words that prove the value"),
        integer("start", "起", "where the quote starts in the text, in code points from 0"),
        integer("end", "止", "where it ends, exclusive"),
        integer("cell_start", "单元格起", "where the table's cell starts in the text"),
        integer("cell_end", "单元格止", "where it ends, exclusive"),
        integer("page", "页", "the page of the quote, from 1, where the document has pages"),
        text("box", "框", "the place of the quote on the page: x0 y0 x1 y1, in points"),
        text("origin", "来源", "which part of the program proposed the value"),
        text("strategy", "策略", "the run's strategy"),
        text("model", "模型", "the run's model"),
    ),
    keys=3,
)

CODEBOOK = Table(
    "codebook",
    "指标说明",
    "one row a field of the schema",
    (
        FIELD,
        LABEL,
        text("column", "列名", "the field's column in `panel`; lists and tables have none"),
        GROUP,
        text("unit", "单位", "the unit that values are in"),
        text("kind", "类型", "int, decimal, str, date, bool, list_str, list_object or mapping"),
        text("hint", "说明", "what to take care of"),
        texts("identities", "勾稽关系", "the identities that the field takes part in"),
        integer("stated", "载明文件数", "documents that state it"),
        integer("documents", "文件数", "documents in all, without those that failed"),
        double("share", "载明比例", "stated / documents"),
        number("min", "最小值", "the least number stated"),
        number("max", "最大值", "the greatest number stated"),
    ),
    keys=2,
)

FINDINGS = Table(
    "findings",
    "需核对事项",
    "what a reader should look at; identities that hold are left out",
    (
        *KEYS,
        text("kind", "种类", "identity_broken, rivals, years_broken, duplicate, no_body …"),
        text("judgement", "判断", "source: the document is wrong; suspect: the extraction may be"),
        text("message", "内容", "what was found, in words"),
        texts("pointers", "涉及字段", "JSON Pointers of the values concerned"),
        text("numbers", "数字", "the numbers of the finding, as JSON"),
    ),
    keys=3,
)

ERRORS = Table(
    "errors",
    "失败文件",
    "documents that failed; they have rows here and in `documents` only",
    (
        DOCUMENT,
        RUN,
        SHA256,
        text("kind", "种类", "the kind of error"),
        text("reason", "原因", "what went wrong, where, and what to do next"),
    ),
)

DOCUMENTS = Table(
    "documents",
    "文件清单",
    "one row a document and run",
    (
        *KEYS,
        text("spelling", "机构原文", "the body's name as the document has it"),
        text("title", "标题", "what the document is called"),
        text("source", "出处", "the address that the document was given with"),
        text("text", "正文文件", "the file of the text that offsets count in, in the run folder"),
        text("state", "状态", "done or failed"),
        integer("values", "数值数", "values with proof"),
        integer("rejected", "未证实数", "values that were proposed and not proved"),
        integer("findings", "需核对数", "rows in `findings`"),
        integer("identities_held", "勾稽成立数", "identities that hold"),
        integer("calls", "调用次数", "calls to the model, cached ones too"),
        integer("cached_calls", "缓存调用", "calls answered from the cache"),
        integer("prompt_tokens", "输入词元", "tokens sent"),
        integer("completion_tokens", "输出词元", "tokens received"),
        double("seconds", "秒", "seconds that the calls took"),
        text("strategy", "策略", "the run's strategy"),
        text("model", "模型", "the run's model"),
    ),
    keys=3,
)

BODIES = Table(
    "bodies",
    "机构对照",
    "one row a body: which spellings were taken for it, to be checked by a person",
    (
        BODY_ID,
        text("body", "机构", "the fullest spelling, the most frequent of several"),
        texts("spellings", "写法", "all spellings, as the documents have them"),
        integer("documents", "文件数", "documents about it; one in several runs counts once"),
        texts("years", "年度", "the years of these documents"),
        boolean("merged", "已合并", "whether spellings of different length were taken for it"),
        text("note", "备注", "why they were, or why a similar name was not"),
    ),
    keys=2,
)

__all__ = [
    "BODIES",
    "CODEBOOK",
    "DOCUMENTS",
    "ERRORS",
    "FINDINGS",
    "KEYS",
    "VALUES",
]
