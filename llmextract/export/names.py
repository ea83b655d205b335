"""Names of bodies compared: what differs in form only is one name."""

from __future__ import annotations

import re
import unicodedata

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACES = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}(){{}}])|(?<=[(){{}}])\s+")
_MARKS = str.maketrans("〔【［｛〖〘「『〕】］｝〗〙」』•・‧∙⋅", "((((((((" + "))))))))" + "·····")
_ENDS = " \t\n.,:;·、，。：；*"
_LEAST = 2  # characters of a prefix: one alone is rather a part of another name


def folded(name: str) -> str:
    """`name` without what is form only: width, case, spaces beside Chinese characters, kinds of
    brackets, marks at its ends, characters that are not seen.  Folding twice changes nothing."""
    before = None
    while before != name:
        before = name
        name = unicodedata.normalize("NFKC", name).casefold().translate(_MARKS)
        name = "".join(
            c for c in name if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()
        )
        name = _SPACES.sub("", re.sub(r"\s+", " ", name)).strip(_ENDS)
    return name


def endings(name: str) -> list[str]:
    """The names that `name` may be a fuller spelling of: `name` without a prefix of two or more
    characters, where that prefix and the rest are written in Chinese characters, which have no
    spaces between words."""
    cuts = range(_LEAST, len(name) - _LEAST + 1)
    return [name[cut:] for cut in cuts if re.fullmatch(f"[{_HAN}]{{2}}", name[cut - 1 : cut + 1])]
