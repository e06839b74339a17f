from __future__ import annotations

from quiz.formats import Note, Notes


def test_a_few_notes_are_all_told() -> None:
    notes = Notes()
    notes.left_out(1, "a picture")
    notes.changed(None, "time limits")
    assert (
        notes == notes.summary() == [Note(1, "a picture", True), Note(None, "time limits", False)]
    )
    assert (notes.losses, notes.changes) == (1, 1)


def test_of_many_notes_the_first_are_kept_and_all_are_counted() -> None:
    notes = Notes()
    for line in range(1, 12_346):
        notes.left_out(line, "a picture")
        if line % 2:
            notes.changed(line, "a date")
    assert (notes.losses, notes.changes) == (12_345, 6_173)
    assert len(notes) == Notes.KEPT
    lost = sum(note.left_out for note in notes)
    assert notes.summary() == [
        *notes,
        Note(None, f"and {12_345 - lost:,} more left out", True),
        Note(None, f"and {6_173 - (Notes.KEPT - lost):,} more changed", False),
    ]
