"""The entry point of the command `quiz` and of ``python -m quiz``."""

import sys

from quiz import __version__


def main() -> int:
    """Run the command line, or print the version without loading the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"quiz {__version__}")
        return 0
    from quiz.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
