"""French inflection of trigger words: from a lemma to all its forms, so that a frame does not depend on a lemmatiser.

spaCy's French lemmatiser often errs on finite verbs ("soutient", "ravitaille"). The vocabulary gives lemmas; this module
makes their forms once, and a sentence is then searched by form. Paradigms follow the usual three groups; the table of the third
group lists stems by ending. Forms are lower case with accents ("frappe" and "frappé" are different words).
"""

from __future__ import annotations

from functools import lru_cache

FINITE, INFINITIVE, PAST, PRESENT = "finite", "infinitive", "past participle", "present participle"

_PRESENT_ER = ("e", "es", "ons", "ez", "ent")
_IMPERFECT = ("ais", "ait", "ions", "iez", "aient")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", *_IMPERFECT)
_PLURAL = ("ons", "ez", *_IMPERFECT)

_THIRD: tuple[tuple[str, tuple[str, ...], str, str, str, str], ...] = (
    # ending, present forms, stem of plural and imperfect, future stem, simple past (3rd person), past participle
    ("enir", ("iens", "ient", "iennent", "ienne"), "en", "iendr", "int inrent", "enu"),
    ("prendre", ("prends", "prend", "prennent", "prenne"), "pren", "prendr", "prit prirent", "pris"),
    ("mettre", ("mets", "met", "mettent", "mette"), "mett", "mettr", "mit mirent", "mis"),
    ("battre", ("bats", "bat", "battent", "batte"), "batt", "battr", "battit battirent", "battu"),
    ("uire", ("uis", "uit", "uisent", "uise"), "uis", "uir", "uisit uisirent", "uit"),
    ("crire", ("cris", "crit", "crivent", "crive"), "criv", "crir", "crivit crivirent", "crit"),
    ("faire", ("fais", "fait", "font", "fasse", "fassent"), "fais", "fer", "fit firent", "fait"),
    ("dire", ("dis", "dit", "disent", "dites", "dise"), "dis", "dir", "dit dirent", "dit"),
    ("lire", ("lis", "lit", "lisent", "lise"), "lis", "lir", "lut lurent", "lu"),
    ("cevoir", ("çois", "çoit", "çoivent", "çoive"), "cev", "cevr", "çut çurent", "çu"),
    ("prévoir", ("prévois", "prévoit", "prévoient", "prévoie"), "prévoy", "prévoir", "prévit prévirent", "prévu"),
    ("voir", ("vois", "voit", "voient", "voie"), "voy", "verr", "vit virent", "vu"),
    ("vouloir", ("veux", "veut", "veulent", "veuille"), "voul", "voudr", "voulut voulurent", "voulu"),
    ("vrir", ("vre", "vres", "vrent"), "vr", "vrir", "vrit vrirent", "vert"),
    ("ffrir", ("ffre", "ffres", "ffrent"), "ffr", "ffrir", "ffrit ffrirent", "ffert"),
    ("cueillir", ("cueille", "cueilles", "cueillent"), "cueill", "cueiller", "cueillit cueillirent", "cueilli"),
    ("courir", ("cours", "court", "courent", "coure"), "cour", "courr", "courut coururent", "couru"),
    ("quérir", ("quiers", "quiert", "quièrent", "quière"), "quér", "querr", "quit quirent", "quis"),
    ("inclure", ("inclus", "inclut", "incluent", "inclue"), "inclu", "inclur", "inclut inclurent", "inclus"),
    ("clure", ("clus", "clut", "cluent", "clue"), "clu", "clur", "clut clurent", "clu"),
    ("aindre", ("ains", "aint", "aignent", "aigne"), "aign", "aindr", "aignit aignirent", "aint"),
    ("eindre", ("eins", "eint", "eignent", "eigne"), "eign", "eindr", "eignit eignirent", "eint"),
    ("oindre", ("oins", "oint", "oignent", "oigne"), "oign", "oindr", "oignit oignirent", "oint"),
    ("suivre", ("suis", "suit", "suivent", "suive"), "suiv", "suivr", "suivit suivirent", "suivi"),
    ("vivre", ("vis", "vit", "vivent", "vive"), "viv", "vivr", "vécut vécurent", "vécu"),
    ("naître", ("nais", "naît", "naissent", "naisse"), "naiss", "naîtr", "nut nurent", "nu"),
    ("croître", ("croîs", "croît", "croissent", "croisse"), "croiss", "croîtr", "crut crurent", "cru"),
    ("croire", ("crois", "croit", "croient", "croie"), "croy", "croir", "crut crurent", "cru"),
    ("vaincre", ("vaincs", "vainc", "vainquent", "vainque"), "vainqu", "vaincr", "vainquit vainquirent", "vaincu"),
    ("rompre", ("romps", "rompt", "rompent", "rompe"), "romp", "rompr", "rompit rompirent", "rompu"),
    ("fuir", ("fuis", "fuit", "fuient", "fuie"), "fuy", "fuir", "fuit fuirent", "fui"),
    ("mourir", ("meurs", "meurt", "meurent", "meure"), "mour", "mourr", "mourut moururent", "mort"),
    ("partir", ("pars", "part", "partent", "parte"), "part", "partir", "partit partirent", "parti"),
    ("sortir", ("sors", "sort", "sortent", "sorte"), "sort", "sortir", "sortit sortirent", "sorti"),
    ("mentir", ("mens", "ment", "mentent", "mente"), "ment", "mentir", "mentit mentirent", "menti"),
    ("servir", ("sers", "sert", "servent", "serve"), "serv", "servir", "servit servirent", "servi"),
    ("aller", ("vais", "va", "vont", "aille", "aillent"), "all", "ir", "alla allèrent", "allé"),
    ("dre", ("ds", "d", "dent", "de"), "d", "dr", "dit dirent", "du"),
)
_IRREGULAR = {
    "être": (
        "suis est sommes sont était étaient étions sera seront serait seraient fut furent soit soient",
        "été",
        "étant",
    ),
    "avoir": (
        "ai a avons ont avait avaient avions aura auront aurait auraient eut eurent ait aient",
        "eu eue eus",
        "ayant",
    ),
}
_FALSE_THIRD = frozenset(
    {"élargir", "garantir", "retentir", "convertir", "avertir", "investir", "assujettir", "anéantir"}
)


@lru_cache(maxsize=4096)
def verb_forms(lemma: str) -> dict[str, str]:
    """Return the forms of a verb with their kind (finite, infinitive, past or present participle).

    Parameters
    ----------
    lemma : str
        Infinitive, without "se".

    Examples
    --------
    >>> verb_forms("soutenir")["soutiennent"], verb_forms("annoncer")["annonçait"], verb_forms("frapper")["frappées"]
    ('finite', 'finite', 'past participle')
    >>> verb_forms("suspendre")["suspendu"], verb_forms("fournir")["fournissant"], verb_forms("recevoir")["reçoit"]
    ('past participle', 'present participle', 'finite')
    """
    forms: dict[str, str] = {}
    if lemma in _IRREGULAR:
        for kind, listed in zip((FINITE, PAST, PRESENT), _IRREGULAR[lemma], strict=True):
            forms |= dict.fromkeys(listed.split(), kind)
    elif lemma.endswith("er") and lemma != "aller":
        _first_group(lemma, forms)
        if lemma.endswith("envoyer"):
            forms |= dict.fromkeys((lemma[:-4] + "err" + e for e in _FUTURE), FINITE)
    elif (row := _third_row(lemma)) is not None:
        ending, present, plural, future, past, participle = row
        base = lemma[: -len(ending)]
        forms |= dict.fromkeys((base + f for f in present), FINITE)
        forms |= dict.fromkeys((base + plural + e for e in _PLURAL), FINITE)
        forms |= dict.fromkeys((base + future + e for e in _FUTURE), FINITE)
        forms |= dict.fromkeys((base + f for f in past.split()), FINITE)
        forms[base + plural + "ant"] = PRESENT
        _participles(base + participle, forms)
    elif lemma.endswith("ir"):
        base = lemma[:-2]
        forms |= dict.fromkeys((base + e for e in ("is", "it", "issent", "isse", "irent")), FINITE)
        forms |= dict.fromkeys((base + "iss" + e for e in _PLURAL), FINITE)
        forms |= dict.fromkeys((lemma + e for e in _FUTURE), FINITE)
        forms[base + "issant"] = PRESENT
        _participles(base + "i", forms)
    forms[lemma] = INFINITIVE
    return forms


def _third_row(lemma: str) -> tuple[str, tuple[str, ...], str, str, str, str] | None:
    if lemma in _FALSE_THIRD:
        return None
    return next((row for row in _THIRD if lemma.endswith(row[0])), None)


def _participles(participle: str, forms: dict[str, str]) -> None:
    plural = participle if participle.endswith("s") else participle + "s"
    for form in (participle, plural, participle + "e", participle + "es"):
        forms[form] = PAST


def _first_group(lemma: str, forms: dict[str, str]) -> None:
    base = lemma[:-2]
    weak = {base}
    if base.endswith("g"):
        weak = {base, base + "e"}
    elif base.endswith("c"):
        weak = {base, base[:-1] + "ç"}
    strong = {base}
    if base.endswith(("ay", "oy", "uy")):
        strong.add(base[:-1] + "i")
    for vowel in ("é", "e"):
        # "libérer" has "libère", "peser" has "pèse", "appeler" has "appelle"
        for tail in (1, 2):
            if len(base) > tail + 1 and base[-tail - 1] == vowel and all(c not in "aeiouyéè" for c in base[-tail:]):
                strong.add(base[: -tail - 1] + "è" + base[-tail:])
    if base.endswith(("el", "et")):
        strong.add(base + base[-1])
    for stem in strong:
        forms |= dict.fromkeys((stem + e for e in ("e", "es", "ent")), FINITE)
        forms |= dict.fromkeys((stem + "er" + e for e in _FUTURE), FINITE)
    for stem in weak:
        forms |= dict.fromkeys((stem + e for e in (*_PLURAL, "a", "âmes")), FINITE)
        forms[stem + "ant"] = PRESENT
    forms |= dict.fromkeys((base + e for e in ("èrent", "ions", "iez")), FINITE)
    for ending in ("é", "ée", "és", "ées"):
        forms[base + ending] = PAST


@lru_cache(maxsize=8192)
def noun_forms(lemma: str) -> frozenset[str]:
    """Return singular and plural (and, for an adjective, feminine) forms of a noun or adjective, over-generating slightly.

    Examples
    --------
    >>> sorted(noun_forms("accord")), "commerciaux" in noun_forms("commercial"), "attaques" in noun_forms("attaque")
    (['accord', 'accorde', 'accordes', 'accords'], True, True)
    """
    forms = {lemma}
    if not lemma.endswith(("s", "x", "z")):
        forms.add(lemma + "s")
    if lemma.endswith("al"):
        forms.add(lemma[:-1] + "ux")
    if lemma.endswith(("eau", "eu")):
        forms.add(lemma + "x")
    if not lemma.endswith("e"):
        feminine = {"f": lemma[:-1] + "ve", "x": lemma[:-1] + "se"}.get(lemma[-1], lemma + "e")
        if lemma.endswith("en"):
            feminine = lemma + "ne"
        elif lemma.endswith("el"):
            feminine = lemma + "le"
        elif lemma.endswith("er"):
            feminine = lemma[:-2] + "ère"
        forms |= {feminine, feminine + "s"}
    return frozenset(forms)
