"""File names for documents' texts."""

from __future__ import annotations

import hashlib
import re

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]|^\.|[. ]$')
_LONGEST = 180  # bytes; file systems allow 255 for a name


def text_file(name: str) -> str:
    """The file under `documents/` for the text of the document `name`: safe on every system.

    `a.txt` stays `a.txt`, `a.html` becomes `a.html.txt`, `2019/a.txt` becomes `2019%2Fa.txt`.
    """
    safe = _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", name)
    if len(safe.encode()) > _LONGEST:
        head = safe.encode()[: _LONGEST - 20].decode(errors="ignore")
        safe = f"{head}%{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    return safe if safe.endswith(".txt") else f"{safe}.txt"
