"""The command line: read arguments, call one room, print.

Exit codes: 0 all is well; 1 something is wrong with the leaflets, and it has been said what; 2 the
command itself was used wrongly.
"""

from __future__ import annotations

import sys

import click

from pipeline.cli.app import app
from pipeline.cli.printing import stop
from pipeline.cli.stopping import Stopped, heed
from pipeline.diagnostic import Diagnostic, LeafletError, Location, trouble

__all__ = ["app", "main"]


def main() -> None:
    """Run the command. Bad input never ends in a traceback."""
    try:
        heed()
        sys.exit(app.main(prog_name="leaflet", standalone_mode=False))
    except LeafletError as problem:
        stop(problem.diagnostics)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (Stopped, click.Abort, KeyboardInterrupt) as asked:
        stopped = asked if isinstance(asked, Stopped) else Stopped(asked.__cause__)
        print(stopped, file=sys.stderr)
        sys.exit(stopped.code)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as problem:
        at = Location(str(problem.filename or "."))
        stop(
            [
                Diagnostic(
                    "B006",
                    f"this cannot be read or written: {trouble(problem)}",
                    at,
                    "see whether the disk is full, the folder is yours, and no program holds the file open",
                )
            ]
        )
