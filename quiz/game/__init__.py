"""The rules, as plain values: no clock, no disk, no screen."""
