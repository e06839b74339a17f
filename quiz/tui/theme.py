"""The game's own theme: a near-black background, bone-coloured text and one cold accent colour.

Red is used only for wrong answers and errors.
"""

from __future__ import annotations

from textual.theme import Theme

NIGHT_FILE = Theme(
    name="night-file",
    dark=True,
    background="#0a0c0f",
    surface="#16191c",
    panel="#282d33",
    foreground="#e9e2d3",
    primary="#7fd6dc",
    secondary="#a9b4bd",
    accent="#7fd6dc",
    success="#7fd6dc",
    warning="#e9e2d3",
    error="#ff7a70",
    luminosity_spread=0.12,
    variables={
        "text-muted": "#b6c0c8",
        "text-accent": "#7fd6dc",
        "text-error": "#ff7a70",
        "input-selection-background": "#7fd6dc 30%",
        "block-cursor-background": "#7fd6dc",
        "block-cursor-foreground": "#0a0c0f",
    },
)
