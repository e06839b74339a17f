"""The game as screens."""
