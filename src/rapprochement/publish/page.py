"""Writes ``index.html``: one file that holds its data, words, pictures and program, and asks for nothing from the network."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from rapprochement.actors.names import name
from rapprochement.errors import UsageError
from rapprochement.language.words import LANGUAGES
from rapprochement.publish import payload, pictures
from rapprochement.publish.catalogues import Catalogue, catalogue
from rapprochement.publish.measured import measured
from rapprochement.publish.source import Tables, read

FILE_NAME = "index.html"


def write_page(dossier: Tables, *, language: str = "fr", between: tuple[str, str] | None = None) -> Path:
    """Write the page of a dossier into its folder and return the path of ``index.html``.

    The page is switched in by one rename, so a reader never sees half of it.

    Parameters
    ----------
    dossier : Dossier
        Anything with ``path`` and ``table(name)``.
    language : {"fr", "en"}
        Language the page opens in; the other is one click away.
    between : pair of actor codes, optional
        Pair shown first; by default the pair with most events, and the page says so.

    Raises
    ------
    UsageError
        If the language is not one of those there are.
    rapprochement.errors.DossierError
        If the dossier cannot be read.
    """
    html = render(dossier, language=language, between=between)
    target = Path(dossier.path) / FILE_NAME
    handle, aside = tempfile.mkstemp(prefix=".index-", suffix=".html", dir=target.parent)
    try:
        # Lone surrogates cannot be UTF-8; as \\udc80 they are still valid inside JSON.
        with os.fdopen(handle, "wb") as stream:
            stream.write(html.encode("utf-8", errors="backslashreplace"))
        Path(aside).chmod(0o644)
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return target


def render(dossier: Tables, *, language: str = "fr", between: tuple[str, str] | None = None) -> str:
    """Return the page as text; see :func:`write_page`."""
    if language not in LANGUAGES:
        raise UsageError(f"no page in {language!r}; there are: {', '.join(LANGUAGES)}")
    material = read(dossier)
    shown = between or next(((one, other) for one, other, _ in payload.pair_counts(material.events)), ())
    figures, told = measured(dossier, shown)
    if told:
        material.registers["told"] = told
    core, evidence = payload.build(material, between)
    words = catalogue(language)
    heading = " – ".join(name(code, language).bare for code in core["default"]) or words.text("All pairs")
    style, application, vega = _style(), _application(), _vega()
    template = _environment().from_string(_asset("templates/page.html.j2"))
    return template.render(
        language=language,
        words=words,
        version=_version(),
        title=f"{_plain(heading)} – Rapprochement",
        heading=_plain(heading),
        policy=_policy(style, application, vega),
        style=Markup(style),
        application=Markup(application),
        vega=Markup(vega),
        data_core=Markup(payload.inert(core)),
        data_evidence=Markup(payload.inert(evidence)),
        data_words=Markup(payload.inert(_words(language))),
        data_pictures=Markup(payload.inert(_pictures())),
        data_measured=Markup(payload.inert(figures)),
    )


def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _asset(path: str) -> str:
    return files(__package__).joinpath(path).read_text(encoding="utf-8")


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())


@cache
def _version() -> str:
    try:
        return version("rapprochement")
    except PackageNotFoundError:
        return "0"


@cache
def _style() -> str:
    return _asset("assets/page.css")


@cache
def _application() -> str:
    """The page's program: its parts in the order of their names, in one strict scope."""
    folder = files(__package__).joinpath("assets")
    names = sorted(part.name for part in folder.iterdir() if part.name.endswith(".js"))
    parts = "\n".join(_asset(f"assets/{part}") for part in names)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed (BSD-3-Clause, University of Washington) as vl-convert bundles them."""
    make: Any = vl_convert.javascript_bundle  # its stub asks for an argument that is optional
    bundle: str = make()
    # Such a sequence would end the script element early; inside a string or regular expression \\/ means the same.
    return bundle.replace("\r\n", "\n").replace("\r", "\\r").replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(style: str, *scripts: str) -> str:
    """Return the page's Content-Security-Policy: only these very scripts and styles run, nothing is fetched or sent."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'; object-src 'none'; worker-src 'none'; connect-src 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _words(language: str) -> dict[str, Any]:
    catalogues: dict[str, Catalogue] = {code: catalogue(code) for code in LANGUAGES}
    return {
        "language": language,
        "catalogues": {code: found.messages for code, found in catalogues.items()},
        "domains": payload.DOMAINS,
        "statuses": payload.STATUSES,
        "types": tuple(payload.QUAD),
        "quad": payload.QUAD,
        "symmetric": payload.SYMMETRIC,
    }


@cache
def _pictures() -> dict[str, dict[str, Any]]:
    made = {code: pictures.specifications(catalogue(code)) for code in LANGUAGES}
    return {figure: {code: made[code][figure] for code in LANGUAGES} for figure in made["fr"]}
