"""The network of actors as GEXF and GraphML: one node an actor, one edge an ordered pair and domain, with its span in time."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import Any

import networkx as nx

from rapprochement.actors.names import name
from rapprochement.publish.exports.entries import Entry, entries
from rapprochement.publish.payload import QUAD
from rapprochement.publish.source import Material

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graph(material: Material) -> nx.MultiDiGraph[str]:
    """Return the network; ``weight`` counts events, ``start``/``end`` are days, ``cooperation`` the share of cooperation."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    edges: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries(material):
        for source in entry.event["source"] or ():
            for target in entry.event["target"] or ():
                if source != target:
                    edges[source, target, entry.event["domain"]].append(entry)
    for code in sorted({code for source, target, _ in edges for code in (source, target)}):
        found.add_node(_clean(code), label=_clean(name(code, "en").bare), label_fr=_clean(name(code, "fr").bare))
    for (source, target, domain), told in sorted(edges.items()):
        starts = [entry.earliest for entry in told if entry.earliest]
        ends = [entry.latest for entry in told if entry.latest]
        friendly = sum(1 for entry in told if QUAD.get(entry.event["type"], "").endswith("cooperation"))
        data: dict[str, Any] = {
            "domain": _clean(domain),
            "weight": len(told),
            "cooperation": round(friendly / len(told), 4),
        }
        if starts:
            data["start"] = min(starts).isoformat()
        if ends:
            data["end"] = max(ends).isoformat()
        data["events"] = _clean(" ".join(str(entry.event["event"]) for entry in told))
        found.add_edge(_clean(source), _clean(target), **data)
    return found


def _clean(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return _NOT_XML.sub("", str(text))


def as_gexf(material: Material) -> bytes:
    """Return GEXF 1.2 with dated edges (dynamic mode), as Gephi reads it."""
    made = graph(material)
    made.graph["mode"] = "dynamic"
    made.graph["defaultedgetype"] = "directed"
    made.graph["timeformat"] = "date"
    out = io.BytesIO()
    nx.write_gexf(made, out, version="1.2draft")
    # networkx stamps the day of writing; the same dossier must give the same bytes.
    return re.sub(rb'<meta lastmodifieddate="[^"]*">', b"<meta>", out.getvalue())


def as_graphml(material: Material) -> bytes:
    """Return GraphML."""
    out = io.BytesIO()
    nx.write_graphml(graph(material), out)
    return out.getvalue()
