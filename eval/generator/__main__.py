"""Write a corpus: OUT/documents/*.txt, OUT/gold/*.json, and OUT/corpus.json that lists them.

cd eval && python -m generator OUT --count 1000 --seed 7 --templates narrative,stat_2014
cd eval && python -m generator OUT --count 100 --formats text,html,docx,pdf --damage mixed
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from .bodies import TEMPLATES
from .damage import DAMAGES, WHOLE
from .files import MIXED, write_files
from .pages import FORMS, pages
from .reports import Report, reports
from .writers import FORMATS


def main() -> None:
    """Read the arguments and write the corpus."""
    parser = argparse.ArgumentParser(
        prog="python -m generator", description=__doc__.splitlines()[0]
    )
    parser.add_argument("out", type=Path, help="folder, new or empty")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--templates", default=",".join(TEMPLATES), help="comma-separated")
    parser.add_argument(
        "--formats", help=f"of {','.join(FORMATS)}: tables are tables, a folder a format"
    )
    parser.add_argument(
        "--damage", default=WHOLE, choices=(WHOLE, MIXED, *DAMAGES), help="with --formats"
    )
    args = parser.parse_args()
    templates = args.templates.split(",")
    unknown = sorted(set(templates) - set(TEMPLATES))
    if unknown or args.count < 0:
        parser.error(f"give templates of {', '.join(TEMPLATES)} and a count of 0 or more")
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        parser.error(f"{args.out} is not empty: give a new folder")
    if args.formats:
        _write_formats(parser, args, templates)
    else:
        write(args.out, reports(args.count, args.seed, templates))


def _write_formats(
    parser: argparse.ArgumentParser, args: argparse.Namespace, templates: list[str]
) -> None:
    formats = args.formats.split(",")
    if not set(formats) <= set(FORMATS):
        parser.error(f"give formats of {', '.join(FORMATS)}")
    forms = [form for form in FORMS if form.partition("-")[0] in templates]
    write_files(args.out, pages(args.count, args.seed, forms), formats, args.damage, args.seed)


def write(out: Path, corpus: Iterable[Report]) -> None:
    """Write reports, their gold and their list."""
    (out / "documents").mkdir(parents=True, exist_ok=True)
    (out / "gold").mkdir(exist_ok=True)
    listed = []
    for report in corpus:
        (out / "documents" / f"{report.name}.txt").write_text(report.text, "utf-8", newline="\n")
        (out / "gold" / f"{report.name}.json").write_text(_json(report.gold), "utf-8", newline="\n")
        listed.append(
            {
                "document": f"{report.name}.txt", "template": report.template, "body": report.body,
                "style": report.style, "year": report.year,
                "broken": bool(report.gold.get("broken_identities")),
            }
        )  # fmt: skip
    (out / "corpus.json").write_text(_json(listed), "utf-8", newline="\n")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
