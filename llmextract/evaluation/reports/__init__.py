"""Reports of an `Evaluation`: at the terminal, as JSON, as Markdown and as one HTML page."""

from llmextract.evaluation.reports.as_json import as_json
from llmextract.evaluation.reports.html import as_html
from llmextract.evaluation.reports.markdown import as_markdown
from llmextract.evaluation.reports.text import as_text

__all__ = ["as_html", "as_json", "as_markdown", "as_text"]
