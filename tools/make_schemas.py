#!/usr/bin/env python3
"""Write the JSON Schemas that are made from what the code checks, so that editors complete and check what it reads.

::

    python tools/make_schemas.py            # write them
    python tools/make_schemas.py --check    # exit with 1 if one of them is not as it should be
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from postcheck.config.schemas import pack_schema, settings_schema

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "postcheck" / "report" / "schema"
INPUTS = ROOT / "postcheck" / "data" / "schema"
Schema = dict[str, Any]


def lines_schema() -> Schema:
    """Return the schema of one line of the report as JSON lines, made of that of the JSON report."""
    report: Schema = json.loads((REPORTS / "postcheck-report-1.json").read_text(encoding="utf-8"))
    keys = {name: part for name, part in report["properties"].items() if name not in {"schema", "posts"}}
    run = {
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "kind", *(name for name in report["required"] if name in keys)],
        "properties": {"schema": {"const": "postcheck-report-lines/1"}, "kind": {"const": "run"}, **keys},
    }
    post = dict(report["$defs"]["post"])
    post["required"] = ["kind", *post["required"]]
    post["properties"] = {"kind": {"const": "post"}, **post["properties"]}
    return {
        "$schema": report["$schema"],
        "$id": "urn:postcheck:schema:report-lines:1",
        "title": "A line of the postcheck report as JSON lines, version 1",
        "description": "What `postcheck check --format jsonl` prints: a line for the run, then one for each post.",
        "oneOf": [{"$ref": "#/$defs/run"}, {"$ref": "#/$defs/line_of_a_post"}],
        "$defs": {"run": run, "line_of_a_post": post, **report["$defs"]},
    }


def schemas() -> dict[Path, str]:
    """Return what each file should hold."""
    made = {
        REPORTS / "postcheck-report-lines-1.json": lines_schema(),
        INPUTS / "postcheck-settings.json": settings_schema(),
        INPUTS / "postcheck-pack-1.json": pack_schema(),
    }
    return {path: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for path, schema in made.items()}


def main() -> int:
    """Write or compare the schemas, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a schema is out of date")
    check = parser.parse_args().check
    old = 0
    for path, text in schemas().items():
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        old += 1
        if check:
            print(f"{path.relative_to(ROOT)} is out of date: run python tools/make_schemas.py")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
