"""Properties: templates come back, nothing raises or moves an offset, time grows with the text and not faster."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapprochement.times import interval, tag, to_event_date
from rapprochement.times.fold import fold

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def day_of(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


TEMPLATES = (
    lambda d: f"{day_of(d)} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"le {DAYS[d.weekday()]} {day_of(d)} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
    lambda d: f"{d.day}.{d.month:02d}.{d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{day_of(d)} {MONTHS[d.month - 1]} {d.year}".upper(),
    lambda d: f"{d.day}\u00a0{fold(MONTHS[d.month - 1])}\u202f{d.year}",
    lambda d: f"{'1^{er}' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}",
)
DATES = st.dates(date(1500, 1, 1), date(2100, 12, 31))


@settings(deadline=None)
@given(
    DATES,
    st.sampled_from(TEMPLATES),
    st.sampled_from(("Signé {}.", "Le texte du {} reste.", "({})", "{}", "Oslo, {} : accord")),
)
def test_a_rendered_day_comes_back(day: date, template, frame: str) -> None:
    text = frame.format(template(day))
    rows = tag(text)
    assert [row.value for row in rows] == [day.isoformat()], text
    assert rows[0].earliest == rows[0].latest == day
    assert rows[0].anchor == "explicit"


@settings(deadline=None)
@given(DATES, st.integers(1, 27))
def test_a_rendered_range_comes_back(day: date, length: int) -> None:
    end = day + timedelta(length)
    text = (
        f"Du {day_of(day)} {MONTHS[day.month - 1]} au {day_of(end)} {MONTHS[end.month - 1]} {end.year}, ils négocient."
    )
    rows = tag(text)
    assert [to_event_date(row) for row in rows] == [f"{day}/{end}"], text


@settings(deadline=None)
@given(DATES, st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_day_and_month_take_the_year_of_the_heading(day: date, published: date) -> None:
    text = f"{MONTHS[day.month - 1].capitalize()} {day.year}\n\n- {day_of(day)} {MONTHS[day.month - 1]}, un accord est signé."
    rows = tag(text, published=published.isoformat())
    assert rows[-1].value == day.isoformat()
    assert rows[-1].anchor == "heading"


@settings(deadline=None)
@given(DATES)
def test_a_day_without_anchor_gets_no_year(day: date) -> None:
    rows = tag(f"Il est arrivé le {day_of(day)} {MONTHS[day.month - 1]}.")
    assert [row.value for row in rows] == [f"XXXX-{day:%m-%d}"]
    assert rows[0].anchor == "none"
    assert rows[0].earliest is None


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(1, 300))
def test_days_ago_and_ahead(published: date, days: int) -> None:
    assert [t.value for t in tag(f"Il est venu il y a {days} jours.", published=published.isoformat())] == [
        str(published - timedelta(days))
    ]
    assert [t.value for t in tag(f"Il viendra dans {days} jours.", published=published.isoformat())] == [
        str(published + timedelta(days))
    ]


WORDS = st.sampled_from(
    [
        "le",
        "la",
        "l'",
        "du",
        "de",
        "des",
        "au",
        "à",
        "et",
        "en",
        "1",
        "12",
        "31",
        "99",
        "2024",
        "1950",
        "98",
        "lundi",
        "mardi",
        "mars",
        "mai",
        "août",
        "été",
        "an",
        "ans",
        "jours",
        "mois",
        "semaine",
        "siècle",
        "année",
        "dernier",
        "prochain",
        "début",
        "fin",
        "mi",
        "-",
        "–",
        "/",
        ":",
        ".",
        ",",
        "(",
        ")",
        ";",
        "hier",
        "demain",
        "nuit",
        "matin",
        "h",
        "14",
        "30",
        "il",
        "y",
        "a",
        "dans",
        "plus",
        "tard",
        "tôt",
        "jusqu'",
        "depuis",
        "entre",
        "XXe",
        "1er",
        "^{er}",
        "trimestre",
        "moitié",
        "quatre",
        "vingt",
        "dix",
        "cent",
        "mille",
        "et",
        "demi",
        "chaque",
        "tous",
        "les",
        "\n",
        "«",
        "»",
        "’",
        "\xa0",
        "\xad",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(WORDS, max_size=40),
    st.sampled_from((None, "2024-06-19", "2024", "2024-06", "nonsense", "9999-12-31", "0001-01-01")),
)
def test_time_words_in_any_order_never_raise(words: list[str], published: str | None) -> None:
    check(" ".join(words), published)
    check("".join(words), published)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from((None, "2024-06-19")))
def test_any_text_never_raises(text: str, published: str | None) -> None:
    check(text, published)


def check(text: str, published: str | None) -> None:
    assert len(fold(text)) == len(text)
    end = 0
    for row in tag(text, published=published):
        assert end <= row.start < row.end <= len(text)
        assert row.text == text[row.start : row.end]
        end = row.end
        if row.earliest is not None and row.latest is not None:
            assert row.earliest <= row.latest
        to_event_date(row)


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/X.~?%TW", max_size=24), st.sampled_from((None, "START", "MID", "END", "APPROX")))
def test_interval_takes_anything(value: str, mod: str | None) -> None:
    first, last = interval(value, mod)
    assert first is None or last is None or first <= last


ADVERSARIAL = {
    "digits": "1" * 1_000_000,
    "digits and signs": "12/12/" * 170_000,
    "letters": "a" * 1_000_000,
    "nested ranges": "du 1 au 2 au 3 au 4 " * 50_000,
    "ranges": "du 15 au 17 au 19 janvier au 21 mars " * 27_000,
    "edges": "fin début mi-" * 76_000,
    "numerals": "quatre-vingt-dix-" * 58_000,
    "years ago": "il y a " * 142_000,
    "lines": "\n" * 1_000_000,
    "spaces": " " * 1_000_000,
    "soft hyphens": "\u00ad" * 1_000_000,
    "combining": "e" + "\u0301" * 1_000_000,
    "words joined by soft hyphens": "a\u00ad" * 500_000,
    "months": "mars " * 200_000,
    "one sentence of weekdays": "lundi et mardi, " * 62_000,
    "bullets": "- \n" * 333_000,
    "signals": "depuis jusqu'à " * 66_000,
    "full stops": ". " * 500_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_a_megabyte_of_anything_takes_seconds(name: str) -> None:
    text = ADVERSARIAL[name]
    begin = time.perf_counter()
    tag(text, published="2024-06-19")
    assert time.perf_counter() - begin < 60 * len(text) / 1_000_000


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_time_is_linear(name: str) -> None:
    """Four times the text takes at most about four times as long (with room for a busy machine)."""
    unit = ADVERSARIAL[name]
    small, large = unit[:10_000], unit[:40_000]
    tag(small, published="2024-06-19")
    taken = []
    for text in (small, large):
        runs = []
        for _ in range(2):
            begin = time.process_time()
            tag(text, published="2024-06-19")
            runs.append(time.process_time() - begin)
        taken.append(min(runs))
    assert taken[1] < 12 * taken[0] + 0.2
