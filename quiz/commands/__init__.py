"""The commands, one module each.

A module says what it does in `HELP`, declares its options in `arguments` and does it in `run`,
which returns the exit status. It imports what it needs when it runs, so that none pays for
another.
"""
