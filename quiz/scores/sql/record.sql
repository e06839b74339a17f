-- What version 3 added to the tables of version 2. No comment may hold a semicolon.

-- when a player should see an item again: due is a time in UTC, ISO 8601, state the schedule's
-- own figures as JSON, and attempt the last one that was considered
CREATE TABLE reviews (
    player INTEGER NOT NULL REFERENCES players,
    uid TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    PRIMARY KEY (player, uid)
) WITHOUT ROWID;

-- what players say is wrong with an item
CREATE TABLE flags (
    id INTEGER PRIMARY KEY,
    player INTEGER NOT NULL REFERENCES players,
    item INTEGER NOT NULL REFERENCES items,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX reviews_due ON reviews (player, due);
CREATE INDEX reviews_seen ON reviews (player, attempt);
CREATE INDEX attempts_by_player ON attempts (player);
CREATE INDEX dailies ON rounds (seed) WHERE mode = 'daily'
