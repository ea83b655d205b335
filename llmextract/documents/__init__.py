"""Documents: which files there are, and each as text with stable character offsets."""

from llmextract.documents.archive import Archives
from llmextract.documents.find import find_documents, name_documents
from llmextract.documents.read import MAX_BYTES, read_document

__all__ = ["MAX_BYTES", "Archives", "find_documents", "name_documents", "read_document"]
