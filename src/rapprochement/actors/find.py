"""The public function of the room: all actor mentions of one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rapprochement.actors.discourse import Discourse
from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import load_lexicon
from rapprochement.actors.matcher import Tokens
from rapprochement.actors.periods import Clock, follow_time, place_in_time
from rapprochement.actors.phrases import build_phrases, known_again
from rapprochement.actors.pronouns import pronouns
from rapprochement.actors.recognise import recognise
from rapprochement.actors.references import Resolver
from rapprochement.actors.syntax import Syntax
from rapprochement.codebook import Codebook
from rapprochement.language import Analysis
from rapprochement.model import ActorMention, Document, TimeExpression


def find(
    document: Document, analysis: Analysis, codebook: Codebook, times: Sequence[TimeExpression] = ()
) -> list[ActorMention]:
    """Return the actors a document names or refers to, sorted by place and without overlap.

    Parameters
    ----------
    document : Document
        The article; its date settles who holds an office.
    analysis : Analysis
        Its parsed sentences.
    codebook : Codebook
        Vocabulary with the ``actor-…`` kinds.
    times : sequence of TimeExpression
        What the times room found; decides between a state and its predecessor. Without it years in figures are used.

    Returns
    -------
    list of ActorMention
        With ``role`` ``pronoun`` and rules ``pronoun:…``, ``pair:…``, ``description:…``, ``reference:…`` for words that refer back; with
        ``role`` ``place`` for towns, regions and seas, which do not act.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> from rapprochement.language import FrenchPack
    >>> from rapprochement.model import Section, SectionKind
    >>> text = "Le ministre iranien du Pétrole est arrivé à Caracas. Les deux pays signeront un accord."
    >>> document = Document("a.txt", "a.txt", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    >>> for mention in find(document, FrenchPack().analyse_one(document), load_codebook()):
    ...     print(mention.text, mention.codes, mention.role, mention.rule_id)
    ministre iranien du Pétrole ('IRN',) minister phrase:adjective:minister
    Caracas ('VEN',) capital capital:VEN
    deux pays ('IRN', 'VEN') group pair:near
    """
    lexicon = load_lexicon(codebook)
    tokens = Tokens.of(analysis.normalised)
    ranges = _ranges(analysis)
    found, context = recognise(tokens, ranges, lexicon, _day(document.published))
    found, introduced = build_phrases(found, tokens, lexicon, context)
    again = {word for one in introduced for word in one.surnames(lexicon)}
    found = [one for one in found if not _name_of(one, tokens, again)]
    found += known_again(found, introduced, tokens, lexicon)
    found += pronouns(tokens, ranges)
    found = _ordered(found)
    syntax = Syntax(analysis)
    sentences = [syntax.sentence(tokens.starts[one.i]) for one in found]
    clock = Clock(document, analysis, times)
    place_in_time(found, tokens, sentences, clock, lexicon)
    Resolver(Discourse(found, sentences, tokens, lexicon, syntax)).run()
    follow_time(found, tokens, sentences, clock, lexicon)
    return [
        _mention(document, tokens, one)
        for one, sentence in zip(found, sentences, strict=True)
        if sentence is not None and (one.codes or one.role == "place")
    ]


def _ranges(analysis: Analysis) -> list[tuple[int, int]]:
    """Return the stretches in which a name may lie: runs of sentences of one section."""
    ranges: list[tuple[int, int]] = []
    section = None
    for sentence in analysis.sentences:
        if sentence.section is section and ranges:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], sentence.end))
        else:
            ranges.append((sentence.start, sentence.end))
            section = sentence.section
    return ranges


def _name_of(one: Found, tokens: Tokens, again: set[str]) -> bool:
    """Tell whether a surname of the register, or a town, is the surname of somebody the document introduces."""
    if one.form.kind == "place":
        return " ".join(tokens.folds[one.i : one.j]) in again
    return one.rule.startswith("surname:") and one.form.key in again


def _ordered(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.i, -f.j, f.form.kind == "pronoun")):
        if not kept or one.i >= kept[-1].j:
            kept.append(one)
    return kept


def _mention(document: Document, tokens: Tokens, one: Found) -> ActorMention:
    start, end = tokens.starts[one.i], tokens.ends[one.j - 1]
    return ActorMention(
        document.document, start, end, document.text[start:end], one.codes, one.role, one.rule, one.agent
    )


def _day(published: str | None) -> date | None:
    """Return the first day of an EDTF date as far as it is plain, else ``None``."""
    if published is None:
        return None
    parts = published[:10].split("-")
    numbers = [int(p) for p in parts if p.isascii() and p.isdigit()]
    if len(numbers) != len(parts) or not 1 <= len(numbers) <= 3:
        return None
    try:
        return date(*([*numbers, 1, 1])[:3])
    except ValueError:
        return None
