"""What each code of a diagnostic means, for `quiz check --explain`."""

from __future__ import annotations

ERRORS = {
    "alias": "`*name` repeats a value from elsewhere in the file. A few lines of aliases can grow "
    "into gigabytes, so packs cannot have them: write the value out. A text that starts with `*` "
    "needs quotes.",
    "anchor": "`&name` marks a value so that it can be repeated elsewhere. Packs cannot have "
    "anchors: remove it. A text that starts with `&` needs quotes.",
    "bad-brace": "In a template, `{column}` stands for a value of the row. Write `{{` and `}}` for "
    "plain braces.",
    "bad-character": "A control character, a mark that changes the direction of text, or an "
    "invisible character. It could change the player's terminal or make one text look like "
    "another, so packs cannot contain it. Delete it; if you cannot see it, type the text again.",
    "bad-choice": "Only certain words are allowed here, such as easy, medium and hard for a "
    "difficulty. The message lists them.",
    "bad-id": "An id is a name for programs. It can only contain letters, digits and the "
    "characters `. : _ -`. It must never change, because the players' history depends on it. "
    "Without an id, one is made from the question and its answer.",
    "bad-key": "The name before a `:` must be text, not a list or a mapping. Often a `{` or `[` at "
    "the start of a line is part of a text, which then needs quotes.",
    "count": "There are more or fewer of these than a pack can have. The message gives the limit.",
    "depth": "Lists and mappings can be nested 16 deep; a pack needs five levels. Check for a "
    "bracket that was typed twice.",
    "duplicate-id": "Two questions have the same id. The players' history depends on ids, so each "
    "question needs its own.",
    "duplicate-key": "The same key is given twice in one mapping. YAML would silently use the last "
    "one and drop the other; keep the right one.",
    "duplicate-question": "The same question is asked twice. With the same answer this is an "
    "error. With a different answer it is advice: one of the two may be wrong, or the question may "
    "not say clearly what it asks for. Often one more word makes the two different.",
    "empty": "A text is missing. YAML takes a text that starts with `#` for a comment: put it in "
    "quotes.",
    "key-in-wrong": "The right answer is also one of the wrong answers, so choosing it could count "
    "as wrong.",
    "key-not-in-options": "`options` lists all answers in the order to show them, and one of them "
    "must be exactly the text of `answer`. If the order does not matter, list only the other "
    "answers, under `wrong`.",
    "line-break": "This text must be on one line. Only questions, explanations and descriptions "
    "can have several lines.",
    "missing-key": "A required key is missing. A pack needs a `title`, a question needs `question` "
    "and `answer`, and a template needs these two and `from`.",
    "no-distractors": "The wrong answers of a template are the answers of the other rows, and here "
    "all rows have the same one. Give the template `wrong:`, or add rows to the table.",
    "no-questions": "A pack without questions cannot be played. Add `questions:`, or `tables:` and "
    "`templates:` that make some.",
    "not-a-pack": "The file is YAML, but its top level is a list or a text. A pack starts with "
    "keys such as `title:` and `questions:`.",
    "not-utf-8": "The file contains bytes that are not UTF-8 text, often because it was saved in "
    "an older encoding. Save it as UTF-8.",
    "same-option": "One question lists the same answer twice, so a round could show it twice. "
    "Remove one of the two, or correct the one that is misspelt.",
    "second-document": "A line `---` or `...` starts a second document. A file is one pack: put "
    "the second one into a file of its own.",
    "tag": "`!` gives a value a type. In a pack every value is text: remove the tag, or put a text "
    "that starts with `!` in quotes.",
    "too-large": "The file, one of its entries, or the text that its templates make is larger than "
    "a pack can be. Split it.",
    "too-long": "This text is too long for the screen. The message gives the limit.",
    "unknown-column": "A template uses a `{column}` that a row of its table does not have.",
    "unknown-key": "This key does not exist. Usually it is misspelt, and the nearest known keys "
    "are suggested. Unknown keys are errors, so that a misspelt `explanation` is noticed.",
    "unknown-table": "`from:` names a table that is not one of the pack's `tables:`.",
    "unreadable": "The file cannot be opened: it does not exist, is not a regular file, or you may "
    "not read it.",
    "wrong-or-options": "A question needs either `wrong` (wrong answers, of which a round shows "
    "some in random order) or `options` (all answers, shown in the order written), but not both.",
    "wrong-type": "There is a list where a text belongs, or the other way round. Quotes are needed "
    "around a text that contains `: ` or that starts with `{`, `[`, `- ` or `? `.",
    "yaml": "The file is not valid YAML, and nothing after this place could be read. Usually a "
    "quote is not closed, a text without quotes contains `: `, or a line is not indented like its "
    "neighbours.",
}

ADVICE = {
    "all-of-the-above": "An answer such as `All of the above` only makes sense in a fixed order, "
    "but answers under `wrong` are shuffled. List all answers under `options`, in order, or find "
    "another wrong answer: such options are known to help those who guess.",
    "comment": "In a text without quotes, ` #` starts a comment, and YAML cuts the text off there. "
    "If the `#` is part of the text, put the text in quotes. If it starts a comment, move the "
    "comment to a line of its own.",
    "cut-number": "In a list in brackets a comma separates values, so `[1,000, 2,500]` is four "
    "texts: `1`, `000`, `2` and `500`. Put numbers with commas in quotes.",
    "duplicate-question": ERRORS["duplicate-question"],
    "joined-lines": "A line that is indented deeper than the text above continues that text, even "
    "if it starts with `- `. Start all entries of a list in the same column.",
    "key-in-stem": "The question contains its right answer but none of the wrong ones, which gives "
    "the answer away.",
    "long-key": "The right answer is much longer than every wrong one. Players soon notice: "
    "shorten it, or give the wrong answers as much detail.",
    "no-explanation": "A line on why the answer is right is what players remember, above all after "
    "a wrong answer. Switch this advice off for a pack that does without explanations.",
    "odd-option": "One answer is a number among names, or a name among numbers. Players can rule "
    "it out, or guess it, without knowing anything.",
    "similar-options": "Two answers differ only in capitals or spaces. Unless the question is "
    "about just that, one of them is a mistake.",
    "to-do": "The text starts with TODO: it still has to be written.",
    "unknown-code": "`allow:` switches advice off by its code, and there is no advice with this "
    "code. Errors cannot be switched off.",
    "unreachable": "No template uses this table, so its rows never appear in a question.",
}
"""Codes of warnings, which a pack can switch off with `allow:`."""


def explain(code: str) -> str:
    """Return the paragraphs about a code. Raise KeyError if there is no such code."""
    if code in ADVICE:
        return f"{ADVICE[code]}\n\nSwitch it off for a whole pack with `allow: [{code}]`."
    return ERRORS[code]
