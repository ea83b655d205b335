"""Word files (.docx) as lines of text: a line a block, a line a table row."""

from llmextract.documents.docx.reader import read_docx

__all__ = ["read_docx"]
