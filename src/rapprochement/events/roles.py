"""Who acts and toward whom: the best pair of a trigger's actors, with the level of evidence that speaks for each side.

Levels, best first: a syntactic slot of the frame (``slot:subj``), word order in the sentence (``order``), any other actor of the
sentence (``sentence``), the passage before (``passage``), the governing heading (``heading``), the article's leading actors
(``article``). Source and target are chosen together, so that one actor is never both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapprochement.events.frames import SYMMETRIC, FrameIndex
from rapprochement.events.matcher import Match
from rapprochement.events.slots import anchors, slots_of
from rapprochement.events.topic import Topic
from rapprochement.events.view import PREPOSITIONS, ActorAt, View, preposition_of

RECIPROCAL = frozenset({"together", "meet", "fight_over", "host", "go_to"})
SLOT_STEP = 0.03
"""How much less each later slot of a frame's list weighs."""
ORDER, ELSEWHERE, PASSAGE, HEADING, ARTICLE = 0.42, 0.25, 0.22, 0.2, 0.15


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event: codes, the mentions that name them, weight and level of evidence."""

    codes: tuple[str, ...]
    actors: tuple[ActorAt, ...]
    weight: float
    level: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The two sides of an event."""

    source: Side
    target: Side

    @property
    def weight(self) -> float:
        """Sum of both weights."""
        return self.source.weight + self.target.weight


def read_roles(
    view: View,
    match: Match,
    frames: FrameIndex,
    topic: Topic,
    excluded: frozenset[int] = frozenset(),
    speaker: tuple[str, ...] = (),
) -> Reading | None:
    """Return the best pair of sides for a trigger, ``None`` without two different actors.

    Parameters
    ----------
    excluded : frozenset of int
        Positions in ``view.actors`` that cannot take part: the claimants of the words the trigger stands in.
    speaker : tuple of str
        Codes of whoever says the trigger when it is a verb of speech with a known claimant; then the source.
    """
    nominal = match.trigger.nominal
    slots = frames.slots[match.frame.id]
    source_slots = slots.noun_source if nominal else slots.source
    target_slots = slots.noun_target if nominal else slots.target
    # a verb the tagger took for a noun has no parse to speak of: word order decides
    mistagged = not nominal and match.token.pos_ in ("NOUN", "PROPN")
    found = [] if mistagged else anchors(match.token, nominal, match.kind, match.passive, frames.verb_classes)
    usable = [
        (n, actor)
        for n, actor in enumerate(view.actors)
        if n not in excluded and not (actor.first <= match.token.i <= actor.last and actor.head.i == match.token.i)
    ]
    filled = {n: slots_of(actor, match.token, nominal, match.passive, found) for n, actor in usable}
    sources = [_side(n, a, filled, source_slots, match, True) for n, a in usable if a.mention.role != "place"]
    targets = [
        _side(n, a, filled, target_slots, match, False)
        for n, a in usable
        if a.mention.role != "place" or filled[n].keys() & _LOCATIVE
    ]
    sources = [_grouped(side, view, filled) for side in sources]
    targets = [_grouped(side, view, filled) for side in targets]
    stated = any(s.level == "slot:subj" and s.weight > 0.7 and set(speaker) < set(s.codes) for s in sources)
    if speaker and not stated:
        sources = [Side(speaker, (), 1.0, "slot:speaker")]
    best = _best_pair(sources, targets)
    between = any(side.level == "slot:entre" for side in sources + targets)
    if (best is None or min(best.source.weight, best.target.weight) < 0.45) and not (speaker and len(speaker) < 2):
        split = _best_split(sources + targets, view.codes) if _reciprocal(match) or between else None
        if split is not None:
            return split
    completed = _complete(sources, targets, view, match, topic)
    if best is None or (completed is not None and completed.weight > best.weight + 0.3):
        return completed
    return best


_LOCATIVE = frozenset({"à", "en", "dans", "vers", "chez", "sur", "contre", "gen"})


def _reciprocal(match: Match) -> bool:
    return match.frame.roles in RECIPROCAL or match.frame.type in SYMMETRIC


def _side(
    n: int,
    actor: ActorAt,
    filled: dict[int, dict[str, float]],
    slots: Sequence[str],
    match: Match,
    source: bool,
) -> Side:
    weight, level = 0.0, ""
    for rank, slot in enumerate(slots):
        if slot == "gen" and not source and "adj" in filled[n] and match.frame.roles in _ADJECTIVE_ACTS:
            continue
        value = filled[n].get(slot, 0.0) * (1 - SLOT_STEP * rank)
        if value > weight:
            weight, level = value, "slot:" + slot
    position = match.token.i
    distance = position - actor.last if actor.last < position else actor.first - match.last
    before = actor.last < position
    fallback, name = ELSEWHERE, "sentence"
    if before == (source != match.passive):
        fallback, name = ORDER - min(0.15, 0.006 * max(0, distance)), "order"
    if is_location(actor, match) and match.frame.roles not in _TRAVEL and level not in _addressed(match):
        fallback = LOCATION
        weight = weight * 0.6 if level in ("slot:en", "slot:dans", "slot:contre", "slot:gen") else 0.0
    if actor.mention.role == "adjective" and source and weight < fallback:
        fallback *= 0.7
    if max(filled[n].values(), default=0.0) > 0.8 and weight < 0.3:
        # it holds another place in this clause: hardly this one
        fallback *= 0.6
    if fallback > weight:
        weight, level = fallback, name
    return Side(actor.codes, (actor,), weight, level)


LOCATION = 0.0
_ADJECTIVE_ACTS = frozenset({"act_on", "act_on_thing", "give_to", "speak_to", "speak_about", "leave"})
"""Of these the nationality beside the noun is who acts ("les sanctions danoises"), never whom it concerns."""
_TRAVEL = frozenset({"go_to", "host"})
_ADDRESSED = {"speak_to": ("slot:à", "slot:iobj"), "give_to": ("slot:à", "slot:iobj")}
"""Where "à Tripoli" is who is asked or given to, not where."""
_PLACE_CASES = frozenset({"en", "dans", "à", "sur"})


def _addressed(match: Match) -> tuple[str, ...]:
    """Return the slots that hold who is addressed: of "exprimer sa gratitude à Lima" too, though "salue à Lima" names a place."""
    roles = "speak_to" if match.frame.roles == "speak_about" and match.phrase else match.frame.roles
    return _ADDRESSED.get(roles, ())


def is_location(actor: ActorAt, match: Match | None = None) -> bool:
    """Tell whether a state stands in a phrase of place ("au Mali", "à Damas"): there it is where, not who.

    Examples
    --------
    A phrase in "à" or "en" that is no object of the verb, with the bare name of a state or town.
    """
    if actor.mention.role == "place":
        return True
    if actor.mention.role not in ("state", "capital"):
        return False
    head = actor.head
    # "remet une note à Oslo": hung on the object or an argument, the phrase is whom it goes to
    given = head.dep_ == "obl:arg" or (match is not None and head.dep_ == "nmod" and head.head.i != match.token.i)
    if match is not None and not match.trigger.nominal and preposition_of(head) == "à" and given:
        return False
    return (
        head.dep_ in ("obl:mod", "nmod", "obl", "obl:arg", "conj", "appos", "advmod") and _case(actor) in _PLACE_CASES
    )


def _case(actor: ActorAt) -> str | None:
    doc = actor.head.doc
    first = actor.first
    if first > actor.head.sent.start:
        before = doc[first - 1]
        if before.pos_ == "DET" and first - 2 >= actor.head.sent.start:
            before = doc[first - 2]
        found = PREPOSITIONS.get(before.lower_)
        if found is not None:
            # "à la Libye" is a receiver, "en Libye", "au Mali", "à Tripoli" are places
            if before.lower_ == "à" and actor.mention.role == "state":
                return "to"
            return found
    return preposition_of(actor.head)


def _grouped(side: Side, view: View, filled: dict[int, dict[str, float]]) -> Side:
    """Join the actors coordinated with the side's own."""
    own = side.actors[0]
    members = [a for n, a in enumerate(view.actors) if n in filled and _chain(a) == _chain(own)]
    members = _run(members, own)
    if len(members) < 2:
        return side
    codes = tuple(dict.fromkeys(code for a in members for code in a.codes))
    return Side(codes, tuple(members), side.weight, side.level)


def _run(members: list[ActorAt], own: ActorAt) -> list[ActorAt]:
    """Return the members of one list: "et" ends it, so that what follows after a comma begins another ("entre A et B, C accusant …")."""
    runs: list[list[ActorAt]] = [[]]
    closed = False
    for member in sorted(members, key=lambda a: a.first):
        before = {t.lower_ for t in member.head.lefts} | {t.lower_ for t in member.head.children}
        joined = "et" in before
        if closed and not joined:
            runs.append([])
            closed = False
        runs[-1].append(member)
        closed = closed or joined
    return next(run for run in runs if any(m is own for m in run))


def _chain(actor: ActorAt) -> int:
    token = actor.head
    while token.dep_ == "conj" and token.head.i != token.i and token.head.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "X"):
        token = token.head
    return int(token.i)


def _best_pair(sources: Sequence[Side], targets: Sequence[Side]) -> Reading | None:
    best: Reading | None = None
    for source in sources:
        for target in targets:
            if set(source.codes) & set(target.codes) or not source.weight or not target.weight:
                continue
            if best is None or source.weight + target.weight > best.weight + 1e-9:
                best = Reading(source, target)
    return best


def _best_split(sides: Sequence[Side], named: frozenset[str]) -> Reading | None:
    """A plural side of a reciprocal act holds both parties: the first acts, the others are met."""
    plural = [
        side for side in sides if len(side.codes) > 1 and (side.level.startswith("slot") or side.weight > ELSEWHERE)
    ]
    if not plural:
        return None
    best = max(plural, key=lambda side: side.weight)
    if not best.level.startswith("slot") and named != frozenset(best.codes):
        return None
    first = Side(best.codes[:1], best.actors, best.weight, best.level + "+")
    rest = Side(best.codes[1:], best.actors, best.weight, best.level + "+")
    return Reading(first, rest)


def _complete(
    sources: Sequence[Side], targets: Sequence[Side], view: View, match: Match, topic: Topic
) -> Reading | None:
    """Take the side the sentence does not name from the passage, the heading or the article."""
    best: Reading | None = None
    referring = _refers_back(match)
    for given, is_source in [*((s, True) for s in sources), *((t, False) for t in targets)]:
        other = (_one_another(given) or _outside(given.codes, view, topic, referring)) if given.weight else None
        if other is None:
            continue
        reading = Reading(given, other) if is_source else Reading(other, given)
        if best is None or reading.weight > best.weight + 1e-9:
            best = reading
    return best


def _one_another(side: Side) -> Side | None:
    """Return the same parties as the other side when one phrase names both ("les deux capitales s'accusent", "ont annulé")."""
    if len(side.codes) < 2 or len(side.actors) != 1 or not side.level.startswith("slot"):
        return None
    return Side(side.codes, side.actors, PRONOUN, "one another")


RECENT = (0.3, 0.15)
"""What being named in the last sentence, or the one before, adds to an actor's share of the article."""


def _outside(codes: Sequence[str], view: View, topic: Topic, referring: bool) -> Side | None:
    """Return the actor most likely meant but not named: the article's leading one, those just named first."""
    best: tuple[float, str] | None = None
    near = {
        code: bonus
        for bonus, earlier in zip(reversed(RECENT), reversed(view.context), strict=False)
        for code in earlier
    }
    for bonus, earlier in zip(RECENT, view.context, strict=False):
        for code in earlier:
            near[code] = max(near.get(code, 0.0), bonus)
    for code in dict.fromkeys([*(c for c, _ in topic.ranked[:6]), *near]):
        if code in codes:
            continue
        weight = topic.share(code) + near.get(code, 0.0)
        if best is None or weight > best[0] + 1e-9:
            best = (weight, code)
    if best is None:
        return None
    weight, code = best
    if referring:
        last = [c for earlier in view.context[:1] for c in earlier if c not in codes]
        last.sort(key=lambda c: c.startswith(("IGO:", "GRP:")))  # "lui" is sooner a person than an organisation
        return Side((last[0] if last else code,), (), PRONOUN, "pronoun")
    return Side((code,), (), ARTICLE + 0.1 * min(1.0, weight), "passage" if code in near else "article")


PRONOUN = 0.4
_BACK = frozenset({"le", "la", "les", "l'", "lui", "leur", "y", "eux"})


def _refers_back(match: Match) -> bool:
    """Tell whether the trigger has a clitic or possessive that stands for someone named before."""
    for child in match.token.children:
        if child.lower_ in _BACK and child.pos_ == "PRON" and child.i < match.token.i:
            return True
        if child.lower_ in ("son", "sa", "ses", "leur", "leurs") and match.trigger.nominal:
            return True
    return False


def pair_of_article(topic: Topic) -> Reading | None:
    """Return the article's leading pair as a reading, for reciprocal acts that name nobody ("Des visites se multiplient")."""
    pair = topic.pair
    if pair is None:
        return None
    return Reading(Side(pair[:1], (), ARTICLE, "article"), Side(pair[1:], (), ARTICLE, "article"))
