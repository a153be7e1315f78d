"""Arrow schemas of the tables, derived from the dataclasses of ``model.py``, and rows to tables and back.

``str`` becomes ``string``, ``date`` ``date32``, a tuple a ``list``, a nested dataclass a ``struct``, ``dict`` a
``map``. A field that holds a number or a word (``Quantity.value``) becomes two: ``value`` and ``value_text``.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from rapprochement.identity import mention_ids
from rapprochement.model import (
    ActorMention,
    CodedDocument,
    Document,
    EventMention,
    Section,
    TimeExpression,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")

TEXT_SUFFIX = "_text"
_PRIMITIVE: dict[Any, Callable[[], pa.DataType]] = {
    str: pa.string,
    int: pa.int64,
    float: pa.float64,
    bool: pa.bool_,
    date: pa.date32,
}


@cache
def _hints(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {f.name: hints[f.name] for f in dataclasses.fields(cls)}


def _without_none(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(a for a in typing.get_args(hint) if a is not type(None))
    return (hint,)


def _number_or_text(hint: Any) -> bool:
    return set(_without_none(hint)) == {float, str}


def _arrow_type(hint: Any) -> pa.DataType:
    (inner,) = _without_none(hint)
    origin, args = typing.get_origin(inner), typing.get_args(inner)
    if inner in _PRIMITIVE:
        return _PRIMITIVE[inner]()
    if origin in (tuple, list, Sequence):
        return pa.list_(_arrow_type(args[0]))
    if origin in (dict, Mapping):
        return pa.map_(_arrow_type(args[0]), _arrow_type(args[1]))
    if isinstance(inner, type) and issubclass(inner, Enum):
        return pa.string()
    if dataclasses.is_dataclass(inner):
        return pa.struct(list(_arrow_fields(typing.cast(type, inner))))
    raise TypeError(f"no Arrow type for {hint!r}")


def _arrow_fields(cls: type, leave_out: Sequence[str] = ()) -> Iterable[pa.Field]:
    for name, hint in _hints(cls).items():
        if name in leave_out:
            continue
        if _number_or_text(hint):
            yield pa.field(name, pa.float64())
            yield pa.field(name + TEXT_SUFFIX, pa.string())
        else:
            yield pa.field(name, _arrow_type(hint))


def arrow_schema(cls: type, leave_out: Sequence[str] = ()) -> pa.Schema:
    """Return the Arrow schema of a row dataclass.

    Examples
    --------
    >>> from rapprochement.model import Event
    >>> arrow_schema(Event).field("latest").type
    DataType(date32[day])
    >>> arrow_schema(EventMention).field("quantity").type.value_type.names[:2]
    ['value', 'value_text']
    """
    return pa.schema(list(_arrow_fields(cls, leave_out)))


Convert = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _converter(hint: Any) -> Convert:
    """Return the function from a field's value to its plain form, worked out once for each field."""
    (inner,) = _without_none(hint)
    origin, args = typing.get_origin(inner), typing.get_args(inner)
    if dataclasses.is_dataclass(inner):
        cls = typing.cast(type, inner)
        return lambda value: None if value is None else _plain_row(value, cls)
    if origin is tuple:
        each = _converter(args[0])
        return list if each is _same else lambda value: [each(v) for v in value]
    if origin is dict:
        return lambda value: sorted(value.items())
    if isinstance(inner, type) and issubclass(inner, Enum):
        return lambda value: None if value is None else value.value
    return _same


@cache
def _converters(cls: type) -> tuple[tuple[str, Convert | None], ...]:
    """Return for each field its converter; ``None`` for one that holds a number or a word."""
    return tuple((name, None if _number_or_text(hint) else _converter(hint)) for name, hint in _hints(cls).items())


def _plain_row(row: Any, cls: type, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, convert in _converters(cls):
        if name in leave_out:
            continue
        value = getattr(row, name)
        if convert is not None:
            plain[name] = convert(value)
        else:
            is_text = isinstance(value, str)
            plain[name] = None if is_text or value is None else float(value)
            plain[name + TEXT_SUFFIX] = value if is_text else None
    return plain


def _whole(value: Any) -> Any:
    """Return ``value`` with half characters (lone surrogates), which no file of text can hold, replaced one for one."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in value)
    if isinstance(value, list):
        return [_whole(v) for v in value]
    if isinstance(value, tuple):
        return tuple(_whole(v) for v in value)
    if isinstance(value, dict):
        return {_whole(k): _whole(v) for k, v in value.items()}
    return value


def _table(plain: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(plain, schema=schema)
    except UnicodeEncodeError:
        return pa.Table.from_pylist(_whole(plain), schema=schema)


def to_table(cls: type[Row], rows: Iterable[Row], first: Mapping[str, Sequence[Any]] | None = None) -> pa.Table:
    """Return ``rows`` as an Arrow table.

    Parameters
    ----------
    cls : type
        The rows' dataclass; it alone decides the schema, so that an empty table has all columns.
    rows : iterable of cls
        The rows.
    first : mapping of str to sequence, optional
        Further string columns put before those of the dataclass, such as the ids of mentions.

    Examples
    --------
    >>> to_table(Section, []).column_names[:2]
    ['index', 'kind']
    """
    table = _table([_plain_row(row, cls) for row in rows], arrow_schema(cls))
    for position, (name, values) in enumerate((first or {}).items()):
        table = table.add_column(position, pa.field(name, pa.string()), pa.array(values, pa.string()))
    return table


def _reader(hint: Any) -> Convert:
    """Return the function from a plain value back to a field's value."""
    (inner,) = _without_none(hint)
    origin, args = typing.get_origin(inner), typing.get_args(inner)
    if origin is tuple:
        each = _reader(args[0])
        return tuple if each is _same else lambda value: tuple(each(v) for v in value)
    if origin is dict:
        return dict
    if dataclasses.is_dataclass(inner):
        cls = typing.cast(type, inner)
        return lambda value: row_from(cls, value)
    if isinstance(inner, type) and issubclass(inner, Enum):
        return inner
    if inner is date:
        return lambda value: date.fromisoformat(value) if isinstance(value, str) else value
    return _same


@cache
def _readers(cls: type) -> tuple[tuple[str, Convert | None, bool], ...]:
    """Return for each field its reader (``None`` for a number or a word), and whether it may be ``None``."""
    return tuple(
        (name, None if _number_or_text(hint) else _reader(hint), type(None) in typing.get_args(hint))
        for name, hint in _hints(cls).items()
    )


def row_from(cls: type[Row], plain: Mapping[str, Any]) -> Row:
    """Return one row from its plain form (a dict out of Arrow or JSON).

    Columns the dataclass does not have are left out; one that is missing or empty takes the field's default.

    Examples
    --------
    >>> row_from(Section, {"index": 0, "kind": "heading", "start": 0, "end": 4}).kind.name
    'HEADING'
    """
    values: dict[str, Any] = {}
    for name, read, optional in _readers(cls):
        if read is None:
            text = plain.get(name + TEXT_SUFFIX)
            values[name] = text if text is not None else plain.get(name)
        elif name in plain:
            value = plain[name]
            if value is not None:
                values[name] = read(value)
            elif optional:
                values[name] = None
    return cls(**values)


def plain_row(row: Any) -> dict[str, Any]:
    """Return one row as plain values for JSON (dates stay ``date`` objects).

    Examples
    --------
    >>> from rapprochement.model import Quantity
    >>> plain_row(Quantity("plusieurs", "soldats", "sent"))["value_text"]
    'plusieurs'
    """
    return _plain_row(row, type(row))


def tables_of(coded: Sequence[CodedDocument]) -> dict[str, pa.Table]:
    """Return the tables that coding yields: documents, sections, times, actors, mentions.

    Rows stand in the order of ``coded``; mentions get their ids (:func:`rapprochement.identity.mention_ids`) in a
    first column.
    """
    documents = [c.document for c in coded]
    mentions = [m for c in coded for m in c.mentions]
    ids = [i for c in coded for i in mention_ids(c.mentions)]
    sections = to_table(
        Section,
        (s for d in documents for s in d.sections),
        {"document": [d.document for d in documents for _ in d.sections]},
    )
    return {
        "documents": _table(
            [_plain_row(d, Document, ("sections",)) for d in documents], arrow_schema(Document, ("sections",))
        ),
        "sections": sections,
        "times": to_table(TimeExpression, (t for c in coded for t in c.times)),
        "actors": to_table(ActorMention, (a for c in coded for a in c.actors)),
        "mentions": to_table(EventMention, mentions, {"mention": ids}),
    }


def documents_from(documents: pa.Table, sections: pa.Table) -> list[Document]:
    """Return the documents of a snapshot, with their sections, in order."""
    by_document: dict[str, list[Section]] = {}
    for row in sections.to_pylist():
        by_document.setdefault(row["document"], []).append(row_from(Section, row))
    return [
        dataclasses.replace(row_from(Document, row), sections=tuple(by_document.get(row["document"], ())))
        for row in documents.to_pylist()
    ]


def with_lineage(documents: pa.Table, derivations: pa.Table | None) -> pa.Table:
    """Add ``derived_from`` and ``derivation_score`` to the documents: the likeliest source of each derived one."""
    best: dict[str, tuple[float, str]] = {}
    for row in derivations.to_pylist() if derivations is not None else ():
        found = (row["score"], row["derived_from"])
        best[row["document"]] = max(best.get(row["document"], found), found)
    names = documents["document"].to_pylist()
    sources = [best[name][1] if name in best else None for name in names]
    scores = [best[name][0] if name in best else None for name in names]
    return documents.append_column("derived_from", pa.array(sources, pa.string())).append_column(
        "derivation_score", pa.array(scores, pa.float64())
    )
