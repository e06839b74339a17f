"""The game as screens of a terminal."""
