"""The cues of speech as codebook entries, and the matcher that finds them in a parsed sentence.

Kinds of the codebook: ``speech_verb`` ("affirmer", "faire savoir", "se dire"), ``speech_noun`` ("annonce", "accusation"),
``speech_adverbial`` ("selon", "de source"), ``speech_words`` (word lists: nouns of officials, nouns that never speak…).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from rapprochement.codebook.loader import Codebook, Entry
from rapprochement.events.morphology import FINITE, verb_forms
from rapprochement.events.verbs import CLITICS, group_start, infinitive

Speech = Literal[
    "say", "announce", "opine", "suspect", "deny", "ask", "want", "promise", "plan", "threaten", "fear", "hope", "accuse",
    "admit", "learn", "judge", "according", "cite", "claim",
]  # fmt: skip
Status = Literal["asserted", "claimed", "suspected", "denied", "planned", "hypothetical", "called_for"]
Complement = Literal["que", "inf", "de", "à", "quote", "object", "inverted", "predicate", "pour que", "with"]


class SpeechVerb(Entry):
    """Verbs (or verb phrases) that take what is said in the same ways.

    Parameters
    ----------
    words : tuple of str
        Infinitives; a phrase goes on with the words after it ("mettre en garde"); "se dire" asks for the reflexive.
    forms : tuple of str
        Inflected forms the tagger takes for other words ("dément"); matched wherever they stand.
    speech : str
        Kind of the attribution.
    status : str
        Status of an event in the content.
    takes : tuple of str
        Complements read as content: a clause (``que``), a bare infinitive (``inf``), one after "de" or "à" (``de``, ``à``), a
        quotation, a noun object, an insertion after what is said (``inverted``), a predicate ("se dit prêt à …").
    finite_status : str or None
        Status when the content is a finite clause, where that differs ("promet que …").
    unless : tuple of str
        Words that, right after the verb, show another sense ("rappeler l'ambassadeur", "répondre à des critères").
    bare : bool
        Whether the word is a cue of speech even where no content (for a noun: nor claimant) was found.
    examples, counter_examples : tuple of str
        Sentences; in an example the claimant may stand in ``<>`` and the content in ``{}``.
    """

    words: tuple[str, ...]
    speech: Speech
    status: Status = "claimed"
    takes: tuple[Complement, ...] = ("que", "inf", "quote", "object", "inverted")
    forms: tuple[str, ...] = ()
    finite_status: Status | None = None
    unless: tuple[str, ...] = ()
    bare: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()


class SpeechNoun(Entry):
    """Nouns of speech: the claimant is a possessor or agent ("par", "de"), the content follows "de", "que", "selon laquelle"."""

    words: tuple[str, ...]
    speech: Speech
    status: Status = "claimed"
    bare: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()


class SpeechAdverbial(Entry):
    """Phrases that name the source of a statement: "selon", "aux yeux de", "de source", "à en croire".

    ``initial`` restricts the phrase to the beginning of a sentence with a comma after the claimant ("Pour Moscou, …").
    """

    words: tuple[str, ...]
    speech: Speech = "according"
    status: Status = "claimed"
    initial: bool = False
    unnamed: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()


class SpeechWords(Entry):
    """A list of words the room needs: ``official`` head nouns, ``not-claimants``, ``time-words``…"""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a sentence: tokens ``first`` to ``last`` (document indices, inclusive), its entry and the matched wording."""

    first: int
    last: int
    entry: SpeechVerb | SpeechNoun | SpeechAdverbial
    word: str

    @property
    def rule_id(self) -> str:
        """Return entry and word, as ``say:affirmer``."""
        return f"{self.entry.id}:{self.word}"


@dataclass(frozen=True, slots=True)
class CueTable:
    """All cues of a codebook, by first word."""

    verbs: dict[str, list[tuple[tuple[str, ...], bool, SpeechVerb, str]]]
    finite: dict[str, tuple[SpeechVerb, str]]
    forms: dict[str, tuple[SpeechVerb, str]]
    nouns: dict[str, SpeechNoun]
    adverbials: dict[str, list[tuple[tuple[str, ...], SpeechAdverbial, str]]]
    lists: dict[str, frozenset[str]]


def cue_table(codebook: Codebook) -> CueTable:
    """Return the compiled cues of ``codebook``, made once.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> "affirmer" in cue_table(load_codebook()).verbs
    True
    """
    table: CueTable = codebook.compiled("speech cues", lambda: _build(codebook))
    return table


def _build(codebook: Codebook) -> CueTable:
    verbs: dict[str, list[tuple[tuple[str, ...], bool, SpeechVerb, str]]] = {}
    forms: dict[str, tuple[SpeechVerb, str]] = {}
    for verb in codebook.entries("speech_verb", SpeechVerb).values():
        for word in verb.words:
            parts = word.replace("s'", "se ").split()
            reflexive = parts[0] == "se"
            parts = parts[1:] if reflexive else parts
            verbs.setdefault(parts[0], []).append((tuple(parts[1:]), reflexive, verb, word))
        forms |= dict.fromkeys(verb.forms, (verb, verb.words[0]))
    inserted = {
        form: (verb, word)
        for word, listed in verbs.items()
        for rest, reflexive, verb, _ in listed
        if not rest and not reflexive and "inverted" in verb.takes
        for form, kind in verb_forms(word).items()
        if kind == FINITE
    }
    for listed in verbs.values():
        listed.sort(key=lambda v: (-len(v[0]), not v[1]))
    adverbials: dict[str, list[tuple[tuple[str, ...], SpeechAdverbial, str]]] = {}
    for adverbial in codebook.entries("speech_adverbial", SpeechAdverbial).values():
        for word in adverbial.words:
            parts = word.replace("'", "' ").split()
            adverbials.setdefault(parts[0], []).append((tuple(parts[1:]), adverbial, word))
    nouns = {word: noun for noun in codebook.entries("speech_noun", SpeechNoun).values() for word in noun.words}
    lists = {key: frozenset(words.words) for key, words in codebook.entries("speech_words", SpeechWords).items()}
    return CueTable(verbs, inserted, forms, nouns, adverbials, lists)


def hits(span: Any, table: CueTable) -> Iterator[Hit]:
    """Yield the cues of one sentence, in text order.

    Parameters
    ----------
    span : spacy.tokens.Span
        The sentence.
    table : CueTable
        Of :func:`cue_table`.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Selon Paris, Berlin a fait savoir que Rome hésitait.")
    >>> [h.rule_id for h in hits(doc[:], cue_table(load_codebook()))]
    ['according:selon', 'say:faire savoir']
    """
    tokens = list(span)
    for n, token in enumerate(tokens):
        yield from _adverbial(tokens, n, table)
        if token.pos_ in ("VERB", "AUX") and (hit := _verb(tokens, n, table)):
            yield hit
        elif token.lower_ in table.forms:
            entry, word = table.forms[token.lower_]
            yield Hit(token.i, token.i, entry, word)
        elif token.lower_ in table.finite and _inserted_form(tokens, n):
            entry, word = table.finite[token.lower_]
            yield Hit(token.i, token.i, entry, word)
        elif token.pos_ == "NOUN" and (noun := table.nouns.get(token.lemma_.lower())):
            yield Hit(token.i, token.i, noun, token.lemma_.lower())


def _verb(tokens: list[Any], n: int, table: CueTable) -> Hit | None:
    token = tokens[n]
    for rest, reflexive, entry, word in table.verbs.get(infinitive(token), ()):
        if reflexive and not _reflexive(token, tokens, n):
            continue
        if not reflexive and not rest and _reflexive_group(token):
            continue  # "s'annoncer", "se préciser" say nothing
        last = _phrase(tokens, n, rest)
        if last is None or (entry.unless and _follows(tokens, last, entry.unless)):
            continue
        return Hit(token.i, tokens[last].i, entry, word)
    return None


def _inserted_form(tokens: list[Any], n: int) -> bool:
    """Tell whether a word the tagger takes for a noun is an inserted verb: ", note le ministre"."""
    if n == 0 or n + 1 >= len(tokens) or tokens[n].pos_ in ("VERB", "AUX") or tokens[n].lower_ != tokens[n].text:
        return False
    before, after = tokens[n - 1], tokens[n + 1]
    return before.text in {",", "»", "”", '"'} and (
        after.pos_ in ("DET", "PROPN") or after.lower_ in ("m.", "mme", "l'")
    )


def _phrase(tokens: list[Any], n: int, rest: tuple[str, ...]) -> int | None:
    """Return the index of the phrase's last word; between its words up to three adverbs or clitics may stand."""
    at = n
    for part in rest:
        for step in range(1, 5):
            if at + step >= len(tokens):
                return None
            candidate = tokens[at + step]
            if candidate.lower_ == part or infinitive(candidate) == part:
                at += step
                break
            if candidate.pos_ not in ("ADV", "PRON", "DET") and candidate.lower_ not in CLITICS:
                return None
        else:
            return None
    return at


def _reflexive(token: Any, tokens: list[Any], n: int) -> bool:
    window = [t for t in tokens[max(0, n - 6) : n] if t.head == token or n - 4 <= t.i - tokens[0].i]
    return any(t.lower_ in ("se", "s'", "me", "m'", "nous") for t in window)


def _reflexive_group(token: Any) -> bool:
    """Tell whether "se" stands in the verb group itself."""
    return any(t.lower_ in ("se", "s'") for t in token.doc[group_start(token) : token.i])


def _follows(tokens: list[Any], last: int, words: tuple[str, ...]) -> bool:
    after = "".join(t.text_with_ws for t in tokens[last + 1 : last + 8]).lower()
    return any(after.startswith((word + " ", word + "'", word + ",")) or after.rstrip(" .") == word or
               (word.endswith("'") and after.startswith(word)) for word in words)  # fmt: skip


def _adverbial(tokens: list[Any], n: int, table: CueTable) -> Iterator[Hit]:
    for rest, entry, word in table.adverbials.get(tokens[n].lower_, ()):
        following = [t.lower_ for t in tokens[n + 1 : n + 1 + len(rest)]]
        if tuple(following) == rest and (not entry.initial or n <= 1):
            yield Hit(tokens[n].i, tokens[n].i + len(rest), entry, word)
            return
