"""Seeded reports of invented bodies with gold; `python -m generator OUT` from eval/."""

from .bodies import STYLES, TEMPLATES
from .reports import Report, reports

__all__ = ["STYLES", "TEMPLATES", "Report", "reports"]
