"""Time expressions: a French temporal tagger whose grammar is data."""

from rapprochement.times.calendar import fold_modifier, interval, to_event_date
from rapprochement.times.tagger import find, tag

__all__ = ["find", "fold_modifier", "interval", "tag", "to_event_date"]
