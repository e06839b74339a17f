"""The JSON Schema of a pack, made from the model, for editors and other programs.

YAML readers take an unquoted ``No`` or ``1969`` for something else than text, so that a text may
be a boolean or a number to them; to the game it is what was typed.
"""

from __future__ import annotations

from typing import Any

from quiz.packs.codes import ADVICE
from quiz.packs.model import CODE, PACK, Choice, Field, Kind, ListOf, MapOf, Record, Text

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best. Source: https://json-schema.org/draft-07"""


def schema() -> dict[str, Any]:
    """The schema."""
    return {"$schema": DRAFT, "title": "A pack of questions", **_kind(PACK)}


def _kind(kind: Kind) -> dict[str, Any]:
    match kind:
        case Text():
            return _text(kind)
        case Choice(words):
            return {"type": "string", "enum": list(words)}
        case ListOf(of, least, most):
            return {"type": "array", "items": _kind(of), "minItems": least, "maxItems": most}
        case MapOf(of, most):
            values = _kind(of)
            return {"type": "object", "additionalProperties": values, "maxProperties": most}
        case Record():
            return _record(kind)
    raise TypeError(kind)


def _text(kind: Text) -> dict[str, Any]:
    if kind is CODE:
        return {"type": "string", "enum": list(ADVICE)}
    made: dict[str, Any] = {
        "type": ["string", "number", "boolean"],
        "minLength": 1,
        "maxLength": kind.most,
    }
    made["pattern"] = r"^\S+$" if kind.pattern else r"\S" if kind.lines else r"^.*\S.*$"
    return made


def _record(record: Record) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": list(record.required),
        "properties": {name: _field(field) for name, field in record.fields.items()},
    }
    if record.either:
        one, other = record.either
        made["not"] = {"required": [one, other]}
        if record.needs_one:
            made["anyOf"] = [{"required": [one]}, {"required": [other]}]
    return made


def _field(field: Field) -> dict[str, Any]:
    return {"description": field.about, **_kind(field.kind)}
