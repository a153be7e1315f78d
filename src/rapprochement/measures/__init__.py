"""The relation measured: series, streams, phases, network. Ibis expressions over a dossier's events, and statistics on them."""

from rapprochement.measures.network import Reaction, Tie, Triad, blocs, graph, reactions, ties, triads
from rapprochement.measures.phases import Phase, TooFewEvents, breaks, phases
from rapprochement.measures.policies import PolicyChange, PolicySum, compare
from rapprochement.measures.rates import Interval, bootstrap_bands, log_ratio, rate, reciprocity
from rapprochement.measures.relation import DomainRow, PhaseRow, Record, Relation, SeriesRow, relation, sides
from rapprochement.measures.scales import Intensity, Policy, intensities, policies, policy
from rapprochement.measures.series import between, counts, coverage, dyad_rows, narrated, periods, spread, streams
from rapprochement.measures.through_time import (
    Answer,
    Bloc,
    NetworkPeriod,
    answers,
    by_period,
    dated_blocs,
    network_rows,
)
from rapprochement.measures.told import Agreement, ToldPhase, agreement, told_phases
from rapprochement.measures.visits import TransferCount, Visit, transfers_by_kind, visits

__all__ = [
    "Agreement", "Answer", "Bloc", "DomainRow", "Intensity", "Interval", "NetworkPeriod", "Phase", "PhaseRow", "Policy",
    "PolicyChange", "PolicySum", "Reaction", "Record", "Relation", "SeriesRow", "Tie", "ToldPhase", "TooFewEvents",
    "TransferCount", "Triad", "Visit", "agreement", "answers", "between", "blocs", "bootstrap_bands", "breaks", "by_period",
    "compare", "counts", "coverage", "dated_blocs", "dyad_rows", "graph", "intensities", "log_ratio", "narrated",
    "network_rows", "periods", "phases", "policies", "policy", "rate", "reactions", "reciprocity", "relation", "sides",
    "spread", "streams", "ties", "told_phases", "transfers_by_kind", "triads", "visits",
]  # fmt: skip
