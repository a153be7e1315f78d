"""Noun phrases that name an actor: office or body with an adjective or "de …", a portfolio, and the name of a person.

"le ministre kényan des Transports Tom Lund", "l'ambassadeur de Russie à Paris", "la porte-parole de la
diplomatie chinoise, Ana Vidal". People introduced so are known in the rest of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapprochement.actors.entries import BodyNounEntry
from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Form, Lexicon
from rapprochement.actors.matcher import Tokens
from rapprochement.actors.recognise import Context

NATIONALS = "nationals"
"""The body entry for private people of a nationality."""
MAX_FILLERS = 2
"""Words such as "nouveau" or "adjoint" that may stand between an office and its adjective."""
_OF = frozenset({"de", "d", "du", "des"})
_ARTICLES = frozenset({"la", "l", "le", "les"})
_OWNERS = frozenset(
    {"name", "capital", "seat", "organisation", "named body", "person", "surname", "ambiguous", "demonym"}
)
_SINGLING = frozenset({"le", "la", "l", "du", "au"})
_INNER = frozenset({" ", "-", "'"})
_ADJECTIVES = frozenset({"adjective", "demonym"})


@dataclass(frozen=True, slots=True)
class Introduced:
    """A person the document introduces: the words of the name and what the introduction said."""

    words: tuple[str, ...]
    name: str
    codes: tuple[str, ...]
    role: str
    gender: str
    rule: str

    def surnames(self, lexicon: Lexicon) -> tuple[str, ...]:
        """Return the words the person may be called by alone; the first one too where surnames come first."""
        if len(self.words) > 2 and set(self.codes) & lexicon.words["persons-by-surname-first"]:
            return (self.words[-1], self.words[0])
        return self.words[-1:] if len(self.words) > 1 else ()


def build_phrases(
    found: Sequence[Found], tokens: Tokens, lexicon: Lexicon, context: Context
) -> tuple[list[Found], list[Introduced]]:
    """Join office nouns with the states and names beside them; return all mentions anew and the people introduced."""
    builder = _Builder(list(found), tokens, lexicon, context)
    builder.run()
    return builder.out, builder.introduced


class _Builder:
    def __init__(self, found: list[Found], tokens: Tokens, lexicon: Lexicon, context: Context) -> None:
        self.context = context
        self.found = found
        self.tokens = tokens
        self.lexicon = lexicon
        self.stops = lexicon.words["stops"]
        self.out: list[Found] = []
        self.introduced: list[Introduced] = []

    def run(self) -> None:
        k = 0
        while k < len(self.found):
            one = self.found[k]
            if one.form.kind == "body" and self.is_adjective(one):
                k += 1
            elif one.form.kind == "body":
                phrase, k = self.phrase(k)
                self.out.append(phrase)
                k = self.coordinated(phrase, k)
                self.name_around(phrase)
            elif one.form.kind == "demonym" and not one.plural and one.form.gender != "fp":
                k = self.native(k)
            else:
                self.out.append(one)
                k += 1

    def native(self, k: int) -> int:
        """Read "le Russe Igor Lund": one person of that state; return the index after it."""
        one = self.found[k]
        following = self.found[k + 1] if k + 1 < len(self.found) else None
        if following is not None and following.i == one.j and following.person and self.between(one.j, one.j) == []:
            self.out.append(replace(following, i=one.i, head=one.i))
            return k + 2
        self.out.append(one)
        words = self.name(one.j, {" "})
        if len(words) >= 2:
            one.j += len(words)
            one.person = True
            one.role = "national"
            one.agent = self.introduce(one, one.j - len(words), one.j, "introduced:native")
        return k + 1

    def is_adjective(self, one: Found) -> bool:
        """Tell whether "militaire", "officiels" belongs to the noun before it ("des manœuvres militaires")."""
        i, words = one.i, self.lexicon.words
        if one.j != i + 1 or self.tokens.folds[i] not in words["adjective-nouns"] or not i:
            return False
        before = self.tokens.folds[i - 1]
        return self.tokens.gap(i) == " " and before not in words["determiners"] and not before.isdigit()

    def between(self, i: int, j: int) -> list[str] | None:
        """Return the folded words from ``i`` up to ``j`` when only spaces, hyphens and apostrophes join them, else ``None``."""
        if j - i > MAX_FILLERS + 3 or j < i:
            return None
        for k in range(i, j + 1):
            gap = self.tokens.gap(k)
            if gap not in _INNER and not (gap == ". " and len(self.tokens.folds[k - 1]) <= 2):
                return None
        return self.tokens.folds[i:j]

    def phrase(self, k: int) -> tuple[Found, int]:
        """Read a phrase whose head is the body noun ``found[k]``; return it and the index after what it took in."""
        head = self.found[k]
        body = self.lexicon.bodies[head.form.key]
        codes: tuple[str, ...] = ()
        agent: str | None = None
        default: tuple[str, ...] = ()
        j, rule = head.j, "phrase"
        role = body.role
        k += 1
        while k < len(self.found):
            following = self.found[k]
            words = self.between(j, following.i)
            if words is None:
                break
            kind = following.form.kind
            if kind == "body" and not words and self.is_adjective(following):
                k += 1
                continue
            if kind == "portfolio" and len(words) <= 1 and not (set(words) & self.stops):
                j, k = following.j, k + 1
                default = default or following.form.codes
            elif (
                kind in _ADJECTIVES and not codes and len(words) <= MAX_FILLERS and not (set(words) & self.stops)
            ) or (following.form.kind == "ambiguous" and following.role == "adjective" and not codes and not words):
                codes, j, k, rule = following.codes, following.j, k + 1, "phrase:adjective"
            elif kind in _OWNERS and not codes and body.of and self.owned(words, following, body):
                codes, j, k, rule = following.codes, following.j, k + 1, "phrase:of"
            elif (
                kind == "body"
                and not codes
                and words
                and self.of(words)
                and body.role in {"official", "minister", "leader", "military", "agency", "parliament", "media"}
            ):
                inner, after = self.phrase(k)
                if not inner.codes:
                    break
                codes, j, k, rule = inner.codes, inner.j, after, "phrase:nested"
            elif following.person and not words and body.person and kind in {"person", "surname"}:
                agent = following.agent
                stateless = following.codes[0].partition(":")[0] in {"NSA", "IGO"}
                if not codes or stateless or set(codes) & set(following.codes) or head.plural:
                    codes = following.codes if stateless else codes or following.codes
                    j, k = following.j, k + 1
                    rule = rule if rule != "phrase" else "phrase:person"
                break
            else:
                break
        if not codes and body.codes and self.alone_in_title(head.i, j):
            codes, rule = tuple(body.codes), "phrase:office"
        if not codes and body.bare == "same" and head.i and self.tokens.folds[head.i - 1] in _SINGLING:
            codes, rule = next((f.codes for f in reversed(self.out) if f.role == role and f.codes), ()), "description"
            if codes:
                j = self.through_fillers(j)
        if not codes and default:
            codes, rule = default, "phrase:portfolio"
        if not codes and body.id == "counterpart" and not head.plural:
            codes, rule = self.other_side(), "counterpart"
        gender = self.gender(head)
        head.gender = gender
        phrase = Found(
            head.i, j, codes, role, f"{rule}:{body.id}", head.form, gender, agent, person=body.person, head=head.i
        )
        if phrase.agent is None and not phrase.plural:
            phrase.agent = self.tokens.text[self.tokens.starts[head.i] : self.tokens.ends[j - 1]]
            if body.person and codes:
                self.name_after(phrase)
            elif body.id == NATIONALS and codes and not phrase.plural:
                self.name_national(phrase)
        return phrase, k

    def alone_in_title(self, i: int, j: int) -> bool:
        """Tell whether "secrétaire d'Etat" stands without what makes it a French junior minister ("la …", "… au Numérique")."""
        words = self.lexicon.words
        before = self.tokens.folds[i - 1] if i else ""
        after = self.tokens.folds[j] if j < len(self.tokens) else ""
        return before not in words["not-before-secretary"] and after not in words["not-after-secretary"]

    def through_fillers(self, j: int) -> int:
        """Step over one small word before a name ("le sénateur démocrate Tom Lund")."""
        tokens = self.tokens
        if j + 1 < len(tokens) and tokens.gap(j) == " " == tokens.gap(j + 1) and tokens.folds[j] not in self.stops:
            return j + 1 if not tokens.capital(j) and self.name(j + 1, {" "}) else j
        return j

    def gender(self, head: Found) -> str:
        """Return the gender the article gives a noun of both ("le ministre", "la porte-parole")."""
        before = self.tokens.folds[head.i - 1] if head.i else ""
        if head.gender != "mf":
            return head.gender
        return "m" if before in {"le", "un", "du", "au", "ce"} else "f" if before in {"la", "une", "cette"} else "mf"

    def other_side(self) -> tuple[str, ...]:
        """Return the actor the document names most beside the one last named: whom "son homologue" belongs to."""
        last = next((f.codes for f in reversed(self.out) if f.person and f.codes), ())
        return next(((code,) for code, _ in self.context.most() if code not in last), ()) if last else ()

    def of(self, words: list[str]) -> bool:
        """Tell whether words between two nouns are "de", "du", "de la", "de l'" and at most one adjective before them."""
        rest = [w for w in words if w not in self.stops or w in _OF or w in _ARTICLES]
        return (
            len(rest) == len(words)
            and any(w in _OF for w in words)
            and len(words) <= 3
            and words[-1] in _OF | _ARTICLES
        )

    def owned(self, words: list[str], owner: Found, body: BodyNounEntry) -> bool:
        """Tell whether "de …" after a body noun says whose it is."""
        if not body.of_state and owner.form.kind == "name":
            return False
        return not (owner.role == "adjective" or not words or not self.of(words))

    def coordinated(self, phrase: Found, k: int) -> int:
        """Give "et nord-coréen" after "les ministres russe" the role of the phrase it is coordinated with."""
        j = phrase.j
        while phrase.codes and k < len(self.found):
            following = self.found[k]
            gap = self.tokens.gap(j)
            words = self.tokens.folds[j : following.i]
            joined = (words == ["et"] and gap == " ") or (not words and gap == ", ")
            if not (
                joined
                and following.role == "adjective"
                and following.form.kind in {"adjective", "ambiguous"}
                and phrase.plural
            ):
                break
            self.out.append(
                replace(following, role=phrase.role, rule=f"phrase:coordinated:{phrase.form.key}", person=phrase.person)
            )
            j, k = following.j, k + 1
        return k

    def name_after(self, phrase: Found) -> None:
        """Take the capitalised name straight after the phrase ("le ministre chilien Heraldo Muñoz") into it."""
        words = self.name(phrase.j, {" "})
        if words:
            phrase.j += len(words)
            phrase.agent = self.introduce(phrase, phrase.j - len(words), phrase.j, "introduced:title")

    def name_national(self, phrase: Found) -> None:
        """Take the name after "l'otage danois" or "l'otage danois, " into a private person's introduction.

        Who is introduced so is named again by surname; what such people say is nobody's policy, so they are no ``person`` here.
        """
        close = self.name(phrase.j, {" "}, places=True)
        apart = self.name(phrase.j, {", "}, places=True)
        words = close or apart
        if len(words) < 2:
            return
        phrase.role, phrase.rule = "national", f"introduced:{NATIONALS}"
        start = phrase.j
        phrase.agent = self.introduce(phrase, start, start + len(words), "introduced:national")
        if close:
            phrase.j += len(words)

    def name_around(self, phrase: Found) -> None:
        """Learn a name set off by commas: "…, Ana Vidal," after the phrase, "Ana Vidal, porte-parole …" before it."""
        if not (phrase.person and phrase.codes and not phrase.plural):
            return
        if phrase.rule.startswith("phrase") and phrase.agent is not None and self.tokens.gap(phrase.j).strip() == ",":
            words = self.name(phrase.j, {", "})
            if len(words) >= 2 and not any(f.i == phrase.j for f in self.found):
                phrase.agent = self.introduce(phrase, phrase.j, phrase.j + len(words), "introduced:apposition")
                return
        i = phrase.i
        before = self.lexicon.words["persons-named-before"]
        while (
            i > phrase.i - 4 and i > 0 and self.tokens.gap(i) in {" ", "'", "-"} and self.tokens.folds[i - 1] in before
        ):
            i -= 1
        if i >= 2 and self.tokens.gap(i) in {", ", " ("}:
            start = i
            while (
                start > 0
                and i - start < 4
                and self.named(start - 1)
                and (start == i or self.tokens.gap(start) in _INNER)
            ):
                start -= 1
            while start < i and not self.tokens.capital(start):
                start += 1
            if i - start >= 2 and not any(start <= f.i < i and f.form.kind not in {"surname"} for f in self.found):
                phrase.agent = self.introduce(phrase, start, i, "introduced:before")

    def named(self, i: int) -> bool:
        word = self.tokens.folds[i]
        return (self.tokens.capital(i) or word in self.lexicon.words["particles"]) and word not in self.lexicon.words[
            "not-names"
        ]

    def name(self, i: int, first_gap: set[str], *, places: bool = False) -> list[str]:
        """Return the capitalised words of a name that begins with word ``i``; ``places`` lets it end like a town ("Jean Goma")."""
        tokens = self.tokens
        if i >= len(tokens) or tokens.gap(i) not in first_gap or not tokens.capital(i) or not self.named(i):
            return []
        free = {"surname", "place"} if places else {"surname"}
        taken = {k for f in self.found if i <= f.i < i + 6 for k in range(f.i, f.j) if f.form.kind not in free}
        j = i
        while (
            j < len(tokens)
            and j - i < 6
            and (self.named(j) or (j > i and tokens.gap(j) == "-"))
            and j not in taken
            and (j == i or tokens.gap(j) in {" ", "-", "'", ". "})
        ):
            if j > i and tokens.gap(j) == ". " and len(tokens.folds[j - 1]) > 2:
                break
            j += 1
        while j > i and not tokens.capital(j - 1) and tokens.gap(j - 1) != "-":
            j -= 1
        if j > i and (len(tokens.folds[j - 1]) == 1 or tokens.folds[i] in self.stops):
            return []
        return tokens.folds[i:j]

    def introduce(self, phrase: Found, i: int, j: int, rule: str) -> str:
        name = self.tokens.text[self.tokens.starts[i] : self.tokens.ends[j - 1]]
        self.introduced.append(
            Introduced(tuple(self.tokens.folds[i:j]), name, phrase.codes, phrase.role, phrase.gender, rule)
        )
        return name


def known_again(
    mentions: Sequence[Found], introduced: Sequence[Introduced], tokens: Tokens, lexicon: Lexicon
) -> list[Found]:
    """Return further mentions, by full name or surname, of the people a document introduces."""
    names: dict[str, tuple[Introduced, tuple[str, ...]]] = {}
    for one in introduced:
        words = one.words
        for surname in one.surnames(lexicon):
            names.setdefault(surname, (one, words))
        names.setdefault(words[0] + " ", (one, words))
    if not names:
        return []
    covered = {k for f in mentions for k in range(f.i, f.j)}
    lasts = {key.strip() for key in names}
    again: list[Found] = []
    i = 0
    while i < len(tokens):
        step = 1
        if tokens.folds[i] in lasts and i not in covered and tokens.capital(i):
            taken = _take(tokens, i, names, covered, lexicon)
            if taken is not None:
                again.append(taken)
                step = taken.j - i
        i += step
    return again


def _take(
    tokens: Tokens,
    i: int,
    names: dict[str, tuple[Introduced, tuple[str, ...]]],
    covered: set[int],
    lexicon: Lexicon,
) -> Found | None:
    for key in (tokens.folds[i] + " ", tokens.folds[i]):
        known = names.get(key)
        if known is None:
            continue
        one, words = known
        n = len(words)
        if tuple(tokens.folds[i : i + n]) == words:
            return _again(i, i + n, one)
        if not key.endswith(" ") and i not in covered:
            before = tokens.folds[i - 1] if i else ""
            titled = before in lexicon.words["titles"]
            if (
                i
                and tokens.gap(i) == " "
                and tokens.capital(i - 1)
                and not titled
                and before not in lexicon.words["not-names"]
            ):
                continue
            return _again(i, i + 1, one)
    return None


def _again(i: int, j: int, one: Introduced) -> Found:
    form = Form("person", one.name, one.role, one.codes, one.gender)
    acts = one.rule != "introduced:national"
    return Found(i, j, one.codes, one.role, f"{one.rule}:again", form, one.gender, one.name, person=acts)
