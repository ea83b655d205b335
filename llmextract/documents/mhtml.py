"""A page saved with its pictures (.mht, .mhtml): the page in it."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from llmextract.errors import DocumentError

_HEAD = 100_000  # bytes in which the boundary of the parts is named
_MOST_PARTS = 5_000


def page_of(data: bytes, where: str) -> tuple[bytes, str | None]:
    """The page's bytes and the encoding that its header gives, if any.

    Raises DocumentError for what is damaged or has no page in it.
    """
    if data.count(b"\n--") > _MOST_PARTS:
        raise DocumentError(
            f"has more than {_MOST_PARTS:,} parts", where=where, hint="save the page as HTML alone"
        )
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        page = next((part for part in message.walk() if _is_page(part)), None)
        body = page.get_payload(decode=True) if page is not None else None
        charset = page.get_content_charset() if page is not None else None
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError) as error:
        raise DocumentError(
            f"is damaged: no whole saved page ({type(error).__name__})",
            where=where,
            hint="save the page again, as HTML",
        ) from error
    if not isinstance(body, bytes) or not body.strip():
        raise DocumentError("has no page in it", where=where, hint="save the page again, as HTML")
    return body, charset


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")


__all__ = ["page_of"]
