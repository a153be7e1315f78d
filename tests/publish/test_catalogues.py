"""Every word of the interface is translated, and no translation is left over."""

import re
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from rapprochement.publish.catalogues import CONTEXT_SIGN, catalogue
from rapprochement.publish.payload import DOMAINS, QUAD, STATUSES

PACKAGE = files("rapprochement.publish")
PLACEHOLDER = re.compile(r"\{\w+\}")


def used() -> set[str]:
    """Messages named in the program of the page, its template, the registers and the brief."""
    found: set[str] = set()
    for script in (part for part in PACKAGE.joinpath("assets").iterdir() if part.name.endswith(".js")):
        text = script.read_text(encoding="utf-8")
        found.update(re.findall(r'\bt\("([^"]+)"', text))
        found.update(re.findall(r'\btn\("([^"]+)", "', text))
        found.update(re.findall(r'^    "([A-Z“].{40,})",$', text, re.MULTILINE))
        found.update(re.findall(r': "((?:to the|several|no) [^"]+)"', text))
    template = PACKAGE.joinpath("templates/page.html.j2").read_text(encoding="utf-8")
    found.update(re.findall(r'\bt\("([^"]+)"\)', template))
    found.update(re.findall(r"words\.text\('([^']+)'\)", template))
    registers = PACKAGE.joinpath("registers.py").read_text(encoding="utf-8")
    for columns in re.findall(r"\(\[([^\]]+)\], self\._", registers):
        found.update(re.findall(r'"([^"]+)"', columns))
    return found


def messages(language: str) -> dict[str, object]:
    return dict(catalogue(language).messages)


def test_every_message_used_is_in_the_french_catalogue() -> None:
    french = messages("fr")
    assert not {message for message in used() if message not in french and " " in message}


def test_no_stale_translation() -> None:
    everything = "\n".join(
        part.read_text(encoding="utf-8")
        for folder in ("assets", "templates")
        for part in PACKAGE.joinpath(folder).iterdir()
    ) + "\n".join(
        PACKAGE.joinpath(f"{name}.py").read_text(encoding="utf-8")
        for name in ("registers", "pictures", "exports/brief")
    )
    stale = [key for key in messages("fr") if CONTEXT_SIGN not in key and key not in everything]
    assert not stale


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_a_label(language: str) -> None:
    words = catalogue(language)
    for context, codes in (
        ("domain", DOMAINS),
        ("status", STATUSES),
        ("type", tuple(QUAD)),
        ("quad", tuple(set(QUAD.values()))),
    ):
        for code in codes:
            assert f"{context}{CONTEXT_SIGN}{code}" in words.messages


def test_translations_keep_their_placeholders() -> None:
    with PACKAGE.joinpath("locale/fr.po").open("rb") as stream:
        for message in read_po(stream, locale="fr"):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                assert set(PLACEHOLDER.findall(str(string))) == set(PLACEHOLDER.findall(str(ids[-1]))), message.id


def test_both_languages_label_the_same_codes() -> None:
    codes = [{key for key in messages(language) if CONTEXT_SIGN in key} for language in ("fr", "en")]
    assert codes[0] == codes[1]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        catalogue("xx")
