"""Progress on a terminal."""

import io
import sys

from llmextract.cli.progress import Reporter
from llmextract.ledger import LedgerRow

ROW = LedgerRow("t", "a", "p", "m", 1200, 34, 0, 1.0, False, 1, "stop")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_documents_and_tokens(monkeypatch) -> None:
    """The bar tells documents done of how many, calls and tokens."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("COLUMNS", "160")
    with Reporter() as reporter:
        reporter.expect(5)
        reporter.call(ROW)
        reporter.document()
        reporter.say("failed: b")
    shown = sys.stderr.getvalue()
    assert "1/5" in shown
    assert "1 calls · 1,234 tokens · 0 cached" in shown
    assert "failed: b" in shown


def test_a_pipe_sees_messages_only(monkeypatch) -> None:
    """Without a terminal there is no bar, and messages are plain lines."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Reporter() as reporter:
        reporter.expect(5)
        reporter.call(ROW)
        reporter.document()
        reporter.say("failed: b")
    assert sys.stderr.getvalue() == "failed: b\n"
    assert (reporter.spent.calls, reporter.spent.prompt_tokens) == (1, 1200)
