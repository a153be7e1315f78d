"""The relation measured: series, streams, phases, network. Ibis expressions over a dossier's events, and statistics on them."""

from rapprochement.measures.network import Reaction, Tie, Triad, blocs, graph, reactions, ties, triads
from rapprochement.measures.phases import Phase, TooFewEvents, breaks, phases
from rapprochement.measures.rates import Interval, bootstrap_bands, log_ratio, rate, reciprocity
from rapprochement.measures.scales import Intensity, Policy, intensities, policy
from rapprochement.measures.series import between, counts, coverage, dyad_rows, periods, spread, streams

__all__ = [
    "Intensity", "Interval", "Phase", "Policy", "Reaction", "Tie", "TooFewEvents", "Triad", "between", "blocs",
    "bootstrap_bands", "breaks", "counts", "coverage", "dyad_rows", "graph", "intensities", "log_ratio", "periods", "phases",
    "policy", "rate", "reactions", "reciprocity", "spread", "streams", "ties", "triads",
]  # fmt: skip
