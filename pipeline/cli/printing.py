"""What a person or a machine reads of a result."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, NoReturn

from pipeline.diagnostic import Diagnostic


def stop(found: Iterable[Diagnostic]) -> NoReturn:
    """A machine that asked for JSON gets it on this way out too."""
    if "--json" in sys.argv:
        print_json({"found": as_rows(found)})
    else:
        print_found(found)
    sys.exit(1)


def print_found(found: Iterable[Diagnostic]) -> None:
    """To the standard error, a diagnostic each."""
    for diagnostic in found:
        print(diagnostic, file=sys.stderr)


def as_rows(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    return [asdict(diagnostic) for diagnostic in found]


def print_json(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))


def print_table(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """As wide as the terminal; 160 columns where the output goes elsewhere."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*heads, box=None)
    for row in rows:
        table.add_row(*map(str, row))
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)
