"""Exports of a dossier for other programs, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rapprochement.dossier.store import write_file
from rapprochement.errors import UsageError
from rapprochement.publish.exports import brief, citations, linked, network, polecat, timelinejs
from rapprochement.publish.source import Material, Tables, read


@dataclass(frozen=True, slots=True)
class Export:
    """One export: what it is, the suffix of its file, its media type and the function that makes its bytes."""

    what: str
    suffix: str
    media: str
    make: Callable[[Material], bytes]


EXPORTS: dict[str, Export] = {
    "polecat-csv": Export("events under POLECAT's column names", ".csv", "text/csv", polecat.as_csv),
    "polecat-parquet": Export("the same as Parquet", ".parquet", "application/vnd.apache.parquet", polecat.as_parquet),
    "timelinejs": Export("dated events for TimelineJS 3", ".json", "application/json", timelinejs.as_json),
    "gexf": Export("network of actors with time, for Gephi", ".gexf", "application/gexf+xml", network.as_gexf),
    "graphml": Export("network of actors", ".graphml", "application/graphml+xml", network.as_graphml),
    "jsonld": Export("schema.org events, articles, claims", ".jsonld", "application/ld+json", linked.as_json_ld),
    "annotations": Export(
        "W3C Web Annotations of the passages", ".jsonld", "application/ld+json", linked.as_annotations
    ),
    "csl": Export("sources as CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", citations.as_csl_json),
    "bibtex": Export("sources as BibTeX", ".bib", "application/x-bibtex", citations.as_bibtex),
    "ris": Export("sources as RIS", ".ris", "application/x-research-info-systems", citations.as_ris),
    "brief-md": Export("brief by domain with footnotes", ".md", "text/markdown", brief.as_markdown),
    "brief-docx": Export(
        "the same as a Word document",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        brief.as_docx,
    ),
}
"""Name to export; the command line and the documentation list these."""


def export_as(dossier: Tables, name: str, path: str | Path) -> Path:
    """Write one export of a dossier.

    Parameters
    ----------
    dossier : Dossier
        Anything with ``table(name)``.
    name : str
        A key of :data:`EXPORTS`.
    path : path
        File to write; a folder gets ``<name><suffix>`` inside it. The file appears whole or not at all.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    UsageError
        If there is no export of that name; the message lists those there are.

    Examples
    --------
    >>> export_as(None, "nothing", "x")
    Traceback (most recent call last):
    rapprochement.errors.UsageError: no export 'nothing'; there are: annotations, bibtex, ...
    """
    export = EXPORTS.get(name)
    if export is None:
        raise UsageError(f"no export {name!r}; there are: {', '.join(sorted(EXPORTS))}")
    target = Path(path)
    if target.is_dir():
        target /= name + export.suffix
    write_file(target, export.make(read(dossier)))
    return target


__all__ = ["EXPORTS", "Export", "export_as"]
