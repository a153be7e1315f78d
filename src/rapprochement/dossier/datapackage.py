"""``datapackage.json``: the tables described for other tools (Frictionless Data Package, version 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def _field_type(kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_list(kind):
        return "array"
    if pa.types.is_struct(kind) or pa.types.is_map(kind):
        return "object"
    return "string"


def data_package(
    tables: Mapping[str, pa.Table], listed: Mapping[str, Mapping[str, Any]], folder: str, created: str
) -> dict[str, Any]:
    """Return the description of a snapshot's tables.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        The tables, for their columns.
    listed : mapping of str to mapping
        Path, bytes and SHA-256 of each, as in the manifest.
    folder : str
        Where the files lie, seen from the dossier's top, with a final ``/``.

    Examples
    --------
    >>> listed = {"t": {"path": "t.parquet", "bytes": 1, "sha256": "ab"}}
    >>> data_package({"t": pa.table({"n": [1]})}, listed, "s/", "")["resources"][0]["schema"]
    {'fields': [{'name': 'n', 'type': 'integer'}]}
    """
    return {
        "$schema": PROFILE,
        "name": "rapprochement-dossier",
        "title": "Relations between states as sourced, dated event data",
        "created": created,
        "resources": [
            {
                "name": name,
                "path": folder + listed[name]["path"],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "bytes": listed[name]["bytes"],
                "hash": f"sha256:{listed[name]['sha256']}",
                "schema": {"fields": [{"name": f.name, "type": _field_type(f.type)} for f in tables[name].schema]},
            }
            for name in sorted(tables)
        ],
    }
