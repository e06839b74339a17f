-- Sets the tables of the first edition aside, which had attempts but no events.

ALTER TABLE players RENAME TO old_players;
ALTER TABLE rounds RENAME TO old_rounds;
ALTER TABLE attempts RENAME TO old_attempts;
