"""What an author should look at in an English leaflet that can be read without an error."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity
from pipeline.document import Document


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The English leaflet, on a day."""

    document: Document
    today: datetime.date


SOURCE: Checks[Leaflet] = Checks()
check = SOURCE.check


@check("S302", Severity.WARNING)
def links_confirmed(leaflet: Leaflet) -> Iterator[Finding]:
    """The address of every link has been confirmed.

    A wrong address sends a frightened person to an error page, or to somebody else's advice. The
    leaflet is built; it cannot be released.
    """
    for link in leaflet.document.links:
        if link.confirm:
            hint = "open its address in a browser; when it is right, delete confirm: true; until then it stops a release"
            yield Finding(
                f"nobody has confirmed yet where the link {link.label} leads", link.at, hint
            )


@check("S303", Severity.WARNING)
def review_not_overdue(leaflet: Leaflet) -> Iterator[Finding]:
    """The date of the next review is still to come.

    Medicine moves on. Each output of a leaflet that is past its review says so, and none can be released.
    """
    dates = leaflet.document.dates
    if dates.review_due and dates.review_due < leaflet.today:
        message = f"the review was due on {dates.review_due}"
        yield Finding(
            message,
            dates.due_at,
            "review the leaflet, then write the new dates under reviewed: and review_due:; until then every file says that it is overdue",
        )


@check("S304", Severity.WARNING)
def dates_in_order(leaflet: Leaflet) -> Iterator[Finding]:
    """The next review comes after the last one, and the last one is not in the future.

    A date typed wrongly hides that a leaflet is out of date.
    """
    dates = leaflet.document.dates
    if dates.reviewed and dates.review_due and dates.review_due <= dates.reviewed:
        message = f"the next review, {dates.review_due}, is not after the last, {dates.reviewed}"
        yield Finding(
            message,
            dates.due_at,
            "correct reviewed: or review_due: here, as readers see both dates",
        )
    if dates.reviewed and dates.reviewed > leaflet.today:
        message = f"the last review, {dates.reviewed}, is in the future"
        yield Finding(message, dates.due_at, "correct reviewed: here, as readers see this date")
