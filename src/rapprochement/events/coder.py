"""Codes one document: triggers, roles, status, date, domain, place and figures of every event its sentences state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapprochement.codebook.loader import Codebook
from rapprochement.events import speech, status
from rapprochement.events.accept import VERBAL_ATTACK, accept, explicit, recast, refused, with_words
from rapprochement.events.context import Attribution
from rapprochement.events.dates import NO_DATE, Dated, DateFrame, date_frame, date_in_sentence
from rapprochement.events.dedupe import Candidate, thin
from rapprochement.events.domains import article_domain, domain_of
from rapprochement.events.frames import Frame, FrameIndex, frame_index
from rapprochement.events.matcher import ClassIndex, Match, class_index, find_matches
from rapprochement.events.memory import DatedActs, Told, dated_acts, recall
from rapprochement.events.places import place_of
from rapprochement.events.quantities import quantities_of
from rapprochement.events.roles import Reading, is_location, pair_of_article, read_roles
from rapprochement.events.speaking import SpeakingDays, SpokenDay, is_day, speaking_days, tells_now
from rapprochement.events.topic import Topic, topic_of
from rapprochement.events.utterances import utterances
from rapprochement.events.view import View, make_view
from rapprochement.language import Analysis, Sentence
from rapprochement.model import ActorMention, Document, EventMention, TimeExpression
from rapprochement.times.calendar import interval

Row = TypeVar("Row", ActorMention, TimeExpression)

_PLUPERFECT = frozenset({"avait", "avaient", "avais", "avions"})
"""Auxiliaries of what was said before the day the article tells of."""
_UNDATED = frozenset({"planned", "hypothetical", "called_for", "claimed", "suspected", "denied"})


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything about a document that coding one of its sentences needs."""

    document: Document
    codebook: Codebook
    frames: FrameIndex
    classes: ClassIndex
    topic: Topic
    dates: DateFrame
    attributions: tuple[Attribution, ...]


def code(
    document: Document,
    analysis: Analysis,
    times: Sequence[TimeExpression],
    actors: Sequence[ActorMention],
    codebook: Codebook,
) -> list[EventMention]:
    """Return the event mentions of one document in text order.

    Parameters
    ----------
    document : Document
        The article.
    analysis : Analysis
        Its sentences with their parse.
    times, actors : sequences of TimeExpression and ActorMention
        What the rooms before found.
    codebook : Codebook
        The vocabulary.

    Returns
    -------
    list of EventMention
        ``start``/``end`` are those of the sentence; ``evidence`` names the rule behind each field.

    Examples
    --------
    >>> from rapprochement import actors, times
    >>> from rapprochement.codebook.loader import load_codebook
    >>> from rapprochement.language import FrenchPack
    >>> from rapprochement.model import Section, SectionKind
    >>> text = "Le président mexicain s'est rendu lundi à Lima."
    >>> document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),), published="2024-03-05")
    >>> book, analysis = load_codebook(), FrenchPack().analyse_one(document)
    >>> found = times.find(document, analysis, book)
    >>> people = actors.find(document, analysis, book, found)
    >>> [(m.type, m.source, m.target, m.date) for m in code(document, analysis, found, people, book)]
    [('CONSULT', ('MEX',), ('PER',), '2024-03-04')]
    """
    setting = Setting(
        document,
        codebook,
        frame_index(codebook),
        class_index(codebook),
        topic_of(document, analysis, actors),
        date_frame(analysis, times, document.published),
        speech.attributions(document, analysis, actors, codebook),
    )
    drafts = _drafts(setting, analysis, actors, times)
    told = [
        Told(
            p.match.frame.type, p.match.trigger.lemma, p.match.frame.id, p.reading.source.codes, p.reading.target.codes
        )
        for draft in drafts
        for p in draft.proposals
        if p.reading is not None and explicit(p.reading.source) and explicit(p.reading.target)
    ]
    kept = [(draft.view, _settle(draft, setting, told)) for draft in drafts]
    frames = codebook.entries("frames", Frame)
    kept = [
        (view, [*chosen, *utterances(view, setting.attributions, chosen, setting.topic, frames, setting.classes)])
        for view, chosen in kept
    ]
    spoken = [
        SpokenDay(
            view.sentence.offset(c.match.token),
            frozenset(c.reading.source.codes),
            c.dated.value,
            view.sentence.section.heading,
        )
        for view, chosen in kept
        for c in chosen
        if c.match.frame.speech and c.dated.value is not None and is_day(c.dated.value)
    ]
    days = speaking_days(analysis, setting.attributions, times, spoken)
    dates = dated_acts([c for _, chosen in kept for c in chosen])
    article = article_domain((view for view, _ in kept), setting.classes)
    return [_mention(c, view, setting, days, dates, article, chosen) for view, chosen in kept for c in chosen]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A trigger and what its own sentence says of its sides."""

    match: Match
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence with its proposals, before the article as a whole is known."""

    view: View
    proposals: tuple[Proposal, ...]


def _drafts(
    setting: Setting, analysis: Analysis, actors: Sequence[ActorMention], times: Sequence[TimeExpression]
) -> list[Draft]:
    by_actor, by_time = _by_sentence(analysis, actors), _by_sentence(analysis, times)
    drafts: list[Draft] = []
    context: list[tuple[str, ...]] = []
    for sentence in analysis.sentences:
        view = make_view(
            sentence, by_actor.get(sentence.index, ()), by_time.get(sentence.index, ()), _speaker(sentence, setting)
        )
        view.context = tuple(context[:2])
        matches = [m for m in find_matches(view, setting.frames, setting.classes) if not within_name(view, m)]
        if matches or _quoted(sentence, setting):
            drafts.append(Draft(view, tuple(Proposal(m, _reading(view, m, setting)) for m in matches)))
        named = [a for a in view.actors if not a.implied and not is_location(a)]
        if named:
            context.insert(0, tuple(dict.fromkeys(c for a in named for c in a.codes)))
    return drafts


def within_name(view: View, match: Match) -> bool:
    """Tell whether a trigger is but a word of an organisation's name ("Organisation pour l'interdiction des …")."""
    return any(
        actor.mention.role in ("igo", "bloc", "armed group") and actor.first <= match.token.i <= actor.last
        for actor in view.actors
    )


def _by_sentence(analysis: Analysis, rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        sentence = analysis.sentence_at(row.start)
        if sentence is not None:
            found.setdefault(sentence.index, []).append(row)
    return found


def _speaker(sentence: Sentence, setting: Setting) -> tuple[str, ...]:
    for attribution in setting.attributions:
        if (
            attribution.quoted
            and attribution.codes
            and any(s < sentence.end and e > sentence.start for s, e in attribution.spans)
        ):
            return attribution.codes
    return ()


def _quoted(sentence: Sentence, setting: Setting) -> bool:
    return any(
        a.codes and any(s < sentence.end and e > sentence.start for s, e in a.spans) for a in setting.attributions
    )


def _settle(draft: Draft, setting: Setting, told: Sequence[Told]) -> list[Candidate]:
    """Return the candidates of a sentence that stand: sides completed, status read, competing ones thinned."""
    found: list[Candidate] = []
    view = draft.view
    for proposal in draft.proposals:
        match, reading = proposal.match, proposal.reading
        settled = reading is not None and (
            (explicit(reading.source) and explicit(reading.target))
            or "pronoun" in (reading.source.level, reading.target.level)
        )
        if not settled:
            reading = recall(match, reading, told) or reading
        if reading is None:
            continue
        weight = accept(view, match, reading, setting.topic, setting.classes)
        if weight <= 0:
            continue
        dated = date_in_sentence(view, match)
        published = interval(setting.document.published)[1]
        first = interval(dated.value)[0]
        state = status.status_of(
            match.token,
            view.sentence,
            setting.attributions,
            setting.codebook,
            event_type=match.frame.type,
            source=reading.source.codes,
            future_date=first is not None and published is not None and first > published,
        )
        if state.negated and state.status in ("asserted", "claimed", "denied", "planned"):
            swapped = refused(match, setting.codebook)
            if swapped is not None:
                match = swapped
                state = replace(
                    state, status={"denied": "claimed", "planned": "asserted"}.get(state.status, state.status)
                )
            elif state.status != "denied":
                continue
        if with_words(match, reading, setting.classes):
            match = recast(match, VERBAL_ATTACK, setting.codebook)
        found.append(Candidate(match, reading, state, weight, dated))
    return thin(found)


def _reading(view: View, match: Match, setting: Setting) -> Reading | None:
    offset = view.sentence.offset(match.token)
    covering = [a for a in setting.attributions if a.covers(offset)]
    excluded = frozenset(
        n
        for n, actor in enumerate(view.actors)
        for a in covering
        if a.claimant_start is not None
        and a.claimant_end is not None
        and actor.mention.start < a.claimant_end
        and actor.mention.end > a.claimant_start
    )
    speaker: tuple[str, ...] = ()
    if match.frame.speech and not match.trigger.nominal:
        speaker = next((a.codes for a in setting.attributions if a.cue_start <= offset < a.cue_end and a.codes), ())
    reading = read_roles(view, match, setting.frames, setting.topic, excluded, speaker)
    if reading is None and excluded:
        reading = read_roles(view, match, setting.frames, setting.topic)
    if reading is None and match.frame.type in ("COOPERATE", "CONSULT") and not view.actors:
        reading = pair_of_article(setting.topic)
    return reading


def _date(candidate: Candidate, view: View, setting: Setting, days: SpeakingDays, dates: DatedActs) -> Dated:
    found, match = candidate.dated, candidate.match
    if found.value is not None and (found.own or candidate.status.status not in _UNDATED):
        return found
    lent = setting.dates.inherited(view.sentence) if candidate.status.status not in _UNDATED else NO_DATE
    if lent.value is not None:
        return lent
    told = dates.date_of(candidate)
    if told is not None:
        return Dated(told, "told")
    before = any(child.lower_ in _PLUPERFECT for child in match.token.children)
    if match.frame.speech and candidate.status.status not in _UNDATED and not before and tells_now(match, view):
        day = days.day_for(
            candidate.reading.source.codes, view.sentence.offset(match.token), view.sentence.section.heading
        )
        if day is not None:
            return Dated(day, "speaking")
        news = setting.dates.news_day(view.sentence)
        if news is not None:
            return Dated(news, "news")
    return NO_DATE


def _mention(
    candidate: Candidate,
    view: View,
    setting: Setting,
    days: SpeakingDays,
    dates: DatedActs,
    article: str | None,
    chosen: Sequence[Candidate],
) -> EventMention:
    match, reading, reading_status = candidate.match, candidate.reading, candidate.status
    dated = _date(candidate, view, setting, days, dates)
    domain, domain_rule = domain_of(
        view, match, setting.classes, setting.codebook, article, reading.source.codes, chosen
    )
    sentence = view.sentence
    earliest, latest = interval(dated.value)
    last = match.token.doc[match.last]
    return EventMention(
        document=setting.document.document,
        start=sentence.start,
        end=sentence.end,
        trigger_start=sentence.offset(match.token),
        trigger_end=sentence.offset(last) + len(last.text),
        type=match.frame.type,
        mode=match.frame.mode,
        domain=domain,
        source=reading.source.codes,
        target=reading.target.codes,
        status=match.frame.status or reading_status.status,
        rule_id=match.frame.id,
        agents=tuple(
            dict.fromkeys(
                a.mention.agent for side in (reading.source, reading.target) for a in side.actors if a.mention.agent
            )
        ),
        date=dated.value,
        earliest=earliest,
        latest=latest,
        attributed_to=reading_status.attributed_to,
        attribution_chain=reading_status.chain,
        place=place_of(view, match),
        quantity=quantities_of(view, match),
        evidence=(
            f"trigger:{match.trigger.lemma}",
            f"form:{'noun' if match.trigger.nominal else 'verb'}",
            f"source:{reading.source.level}",
            f"target:{reading.target.level}",
            f"date:{dated.rule}",
            f"domain:{domain_rule}",
            f"confidence:{candidate.confidence:.2f}",
            *(f"status:{e}" for e in reading_status.evidence),
        ),
    )
