"""The JSON Schema of a pack, made from the model, for editors and other programs.

YAML readers take an unquoted ``No`` or ``1969`` for a boolean or a number, so the schema allows
these wherever the game reads text.
"""

from __future__ import annotations

from typing import Any

from quiz.packs.codes import ADVICE
from quiz.packs.model import CODE, PACK, Choice, Field, Kind, ListOf, MapOf, Record, Text

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that most editors support. Source: https://json-schema.org/draft-07"""


def schema() -> dict[str, Any]:
    """Return the schema of a pack."""
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


def _text(kind: Text) -> dict[str, Any]:
    if kind is CODE:
        return {"type": "string", "enum": list(ADVICE)}
    return {
        "type": ["string", "number", "boolean"],
        "minLength": 1,
        "maxLength": kind.most,
        "pattern": r"^\S+$" if kind.pattern else r"\S" if kind.lines else r"^.*\S.*$",
    }


def _record(record: Record) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": list(record.required),
        "properties": {name: _field(field) for name, field in record.fields.items()},
    }
    if record.either:
        made["not"] = {"required": list(record.either)}
    if record.needs_one:
        made["anyOf"] = [{"required": [name]} for name in record.either]
    return made


def _field(field: Field) -> dict[str, Any]:
    return {"description": field.about, **_kind(field.kind)}
