"""What each code of a diagnostic means, for `quiz check --explain`."""

from __future__ import annotations

ERRORS = {
    "alias": "`*name` repeats a value that was written elsewhere. A few lines of it can grow into "
    "gigabytes, so packs have none: write the value out. A text that begins with `*` needs quotes.",
    "anchor": "`&name` marks a value for use elsewhere. Packs have no anchors and aliases: take it "
    "out. A text that begins with `&` needs quotes.",
    "bad-brace": "In a template `{column}` stands for a value of the row. A brace that should be "
    "read as such is doubled: `{{` and `}}`.",
    "bad-character": "A control character, a mark that turns the direction of the text, or one "
    "that nobody can see. It could change the player's terminal or make a text look like another, "
    "so no pack may hold it. Delete it; retype the text if you cannot see it.",
    "bad-choice": "Only certain words may stand here, such as easy, medium and hard for a "
    "difficulty; the message lists them.",
    "bad-id": "An id is a name for programs: letters, digits and the signs `. : _ -`. It must "
    "never change, as the players' history hangs on it. Leave it out, and one is made from the "
    "question and its answer.",
    "bad-key": "The name before a `:` is a single word or text, not a list or a mapping. Often a "
    "`{` or `[` at the beginning of a line is meant as text and needs quotes.",
    "count": "There are more or fewer of these than a pack may have; the message says how many.",
    "depth": "Lists and mappings may be nested 16 deep; a real pack needs five levels. Is a "
    "bracket doubled by accident?",
    "duplicate-id": "Two questions have the same id. An id is what the players' history hangs on, "
    "so each question has one of its own.",
    "duplicate-key": "The same name is given twice in one mapping. YAML would let the last one win "
    "in silence and lose the other; keep the right one.",
    "duplicate-question": "The same question is asked twice. With the same answer it is an error; "
    "with another answer it is advice, as one of the two may be wrong, or the question may leave "
    "open what it asks. A word more usually tells them apart.",
    "empty": "Nothing is written where a text must stand. A text that begins with `#` is a comment "
    "to YAML: put it in quotes.",
    "key-in-wrong": "The right answer is also among the wrong ones, so that whoever chooses it "
    "could be told that it is wrong.",
    "key-not-in-options": "`options` are all the answers in the order shown, and one of them must "
    "be exactly the text of `answer`. If the order does not matter, write the others under "
    "`wrong` instead.",
    "line-break": "This text is shown on one line. Questions, explanations and descriptions may "
    "have several.",
    "missing-key": "Something that must be there is not: a pack has a `title`, a question has a "
    "`question` and an `answer`, a template has these and `from`.",
    "no-distractors": "The wrong answers of a template are the other rows' answers; here all rows "
    "have the same one. Give the template `wrong:` or the table more rows.",
    "no-questions": "A pack without a question cannot be played. Give it `questions:`, or "
    "`tables:` and `templates:` that make some.",
    "not-a-pack": "The file is YAML, but its top level is a list or a text. A pack begins with "
    "keys such as `title:` and `questions:`.",
    "not-utf-8": "The file holds bytes that are not UTF-8 text, often because it was saved in an "
    "older encoding. Save it as UTF-8.",
    "same-option": "One question offers the same answer twice, so that it could be shown "
    "twice in one round. Take one out, or mend the slip in it.",
    "second-document": "A line `---` or `...` begins a second document. A file is one pack: put "
    "the second one in a file of its own.",
    "tag": "`!` gives a value a type or calls for code. In a pack every value is text: take the "
    "tag out, or put a text that begins with `!` in quotes.",
    "too-large": "The file, or what its templates make of their rows, is larger than a pack may "
    "be. Split it.",
    "too-long": "This text is longer than there is room for on a screen; the message says how long "
    "it may be.",
    "unknown-column": "A template asks for a `{column}` that a row of its table does not have.",
    "unknown-key": "A name that no pack knows. Usually it is a slip, and the nearest known names "
    "are offered. Nothing is passed over in silence, lest a misspelt `explanation` be missed by "
    "nobody but the players.",
    "unknown-table": "`from:` names a table that is not among the pack's `tables:`.",
    "unreadable": "The file cannot be opened: it is not there, it is not a regular file, or you "
    "may not read it.",
    "wrong-or-options": "A question has `wrong` (wrong answers, of which a round draws some, in an "
    "order drawn anew each time) or `options` (all answers, shown as written), and not both.",
    "wrong-type": "A list stands where a text belongs, or the other way round. A text that holds "
    "`: `, or that begins with `{`, `[`, `-` and a blank, or `?` and a blank, needs quotes.",
    "yaml": "The file is not YAML from here on, so that nothing after this place could be read. "
    "Mostly it is a quote that is not closed, a `: ` inside a text without quotes, or a line that "
    "is not indented as its neighbours are.",
}

ADVICE = {
    "all-of-the-above": "An answer such as `All of the above` speaks of the order of the others, "
    "but answers under `wrong` are shuffled. Give all of them under `options`, in order, or find "
    "another wrong answer: such options are known to help those who guess.",
    "comment": "In a text without quotes, ` #` begins a comment, and YAML cuts the text off there. "
    "If the `#` belongs to it, put the text in quotes. If it is a comment, put it on a line of "
    "its own.",
    "cut-number": "In a list in brackets a comma ends an entry, so that `[1,000, 2,500]` is four "
    "texts: `1`, `000`, `2` and `500`. Put numbers with commas in quotes.",
    "duplicate-question": ERRORS["duplicate-question"],
    "joined-lines": "A line that is indented deeper than the text above it goes on with that text, "
    "even if it begins with `- `. Let all entries of a list begin in the same column.",
    "key-in-stem": "The question holds the text of its right answer and of no wrong one, which "
    "gives it away.",
    "long-key": "The right answer is much longer than every wrong one. Players learn soon that the "
    "long one is right: shorten it, or give the others as much detail.",
    "no-explanation": "A line on why the answer is right is what players remember, above all after "
    "a wrong answer. If the pack is meant to be without, switch this advice off.",
    "odd-option": "One answer is a number among names, or a name among numbers: it can be ruled "
    "out, or guessed, without knowing anything.",
    "similar-options": "Two answers differ in nothing but capitals or blanks. If that is not what "
    "the question is about, one of them is a slip.",
    "to-do": "The text begins with TODO: it is still to be written.",
    "unknown-code": "`allow:` switches advice off by its code, and this is no code of advice. "
    "Errors cannot be switched off.",
    "unreachable": "No template asks about this table, so that no player will ever meet its rows.",
}
"""Codes of warnings, which a pack can switch off with `allow:`."""


def explain(code: str) -> str:
    """The paragraph of a code. Raises KeyError if there is no such code."""
    if code in ADVICE:
        return f"{ADVICE[code]}\n\nSwitch it off for a whole pack with `allow: [{code}]`."
    return ERRORS[code]
