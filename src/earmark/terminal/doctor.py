"""What `earmark doctor` found, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earmark.condition import Finding
from earmark.terminal.clean import clean_line
from earmark.terminal.words import count

LEVELS = {"fault": "Mend", "advice": "Know"}


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Each finding with its remedy under it, those to mend first; or that all is well."""
    for finding in findings:
        yield f"{LEVELS[finding.level]} ({finding.code}): {clean_line(finding.message)}"
        yield f"  {clean_line(finding.remedy)}"
    faults = sum(finding.level == "fault" for finding in findings)
    yield f"{count(faults, 'thing')} to mend." if faults else "Nothing needs to be mended."
