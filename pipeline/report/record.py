"""report.json with what was asked of its files since the build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.report.proving import Proofs
from pipeline.report.validating import Validated, as_json, asked


def record(data: Mapping[str, Any], proofs: Proofs, said: Validated) -> dict[str, Any]:
    """report.json, with what proofs and other people's validators say of each file."""
    rows = [
        {
            **row,
            "proof": {"asked": row["sha256"] in proofs, "found": proofs.get(row["sha256"], [])},
            "validators": [as_json(one) for one in said.verdicts(row["sha256"])],
        }
        for row in data["files"]
    ]
    tools = [{"tool": one.tool, "version": one.version, "asks": one.asks, "said": one.said, "install": one.command}
             for one in asked(said, data)]  # fmt: skip
    return {**data, "files": rows, "validators": tools}
