"""What eval/README.md says of confidence is what the shipped calibration file holds."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[3]
FILE = ROOT / "schemas" / "disclosure_report.calibration.json"
HEAD = (
    "| strategy, model | documents, values | curve | Brier | ECE | wrong at 90 % | kept at 1 % |",
    "|--|--|--|--|--|--|--|",
)


def rows() -> list[str]:
    """A line for the score as it is and one for the shipped curve, by strategy and model."""
    lines = list(HEAD)
    for calibrator in json.loads(FILE.read_text("utf-8"))["calibrators"]:
        model = calibrator["model"].partition("@")[0]
        name = ", ".join(part for part in (calibrator["strategy"], model) if part)
        for origin, curve in calibrator["curves"].items():
            if origin.startswith("spans/"):
                continue
            fitted = curve["fitted"]
            for method in ("raw", curve["method"]):
                found = fitted["left_out"].get(method)
                if found:
                    lines.append(
                        f"| {name} | {fitted['documents']}, {fitted['values']} | {method} "
                        f"| {found['brier']:.3f} | {found['ece']:.3f} "
                        f"| {100 * found['risk_at_90']:.1f} % | {100 * found['coverage_at_1']:.0f} % |"
                    )
    return lines


def test_the_table_of_confidence_is_that_of_the_file() -> None:
    """Each figure in the table stands in the file, and none of the file's is left out."""
    text = (ROOT / "eval" / "README.md").read_text("utf-8")
    assert "\n".join(rows()) in text
