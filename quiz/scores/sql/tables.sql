-- The tables of version 2. No comment may hold a semicolon, as statements are split at them.

-- latest is the latest round begun, finished how many rounds were played to an end
CREATE TABLE players (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    latest INTEGER NOT NULL DEFAULT 0,
    finished INTEGER NOT NULL DEFAULT 0
);

-- content is the item as JSON, or empty if only the first edition asked it
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    pack TEXT NOT NULL,
    category TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    content TEXT NOT NULL
);

-- kind is the same for rounds that can be compared, seconds those of play so far,
-- ended is NULL while the round can be resumed
CREATE TABLE rounds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    mode TEXT NOT NULL,
    kind TEXT NOT NULL,
    rules TEXT NOT NULL,
    selection TEXT NOT NULL,
    seed TEXT NOT NULL,
    deck TEXT NOT NULL,
    cards INTEGER NOT NULL,
    started TEXT NOT NULL,
    seconds REAL NOT NULL,
    ended TEXT
);

CREATE TABLE round_packs (
    pack TEXT NOT NULL,
    round INTEGER NOT NULL REFERENCES rounds,
    PRIMARY KEY (pack, round)
) WITHOUT ROWID;

-- one row for each player of a round, with the totals so far
CREATE TABLE seats (
    round INTEGER NOT NULL REFERENCES rounds,
    seat INTEGER NOT NULL,
    player INTEGER NOT NULL REFERENCES players,
    kind TEXT NOT NULL,
    finished INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    right INTEGER NOT NULL,
    score INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (round, seat)
) WITHOUT ROWID;

CREATE TABLE events (
    round INTEGER NOT NULL REFERENCES rounds,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at REAL NOT NULL,
    value,
    PRIMARY KEY (round, position)
) WITHOUT ROWID;

-- choice is the index of the option shown, or NULL, and chosen its text
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round INTEGER NOT NULL REFERENCES rounds,
    turn INTEGER NOT NULL,
    seat INTEGER NOT NULL,
    player INTEGER NOT NULL REFERENCES players,
    item INTEGER NOT NULL REFERENCES items,
    choice INTEGER,
    chosen TEXT,
    right INTEGER NOT NULL,
    seconds REAL NOT NULL,
    base INTEGER NOT NULL,
    streak INTEGER NOT NULL,
    stolen INTEGER NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (round, turn, seat)
);

-- last is the latest attempt, asked and right count attempts and right ones
CREATE TABLE seen (
    player INTEGER NOT NULL REFERENCES players,
    uid TEXT NOT NULL,
    last INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    right INTEGER NOT NULL,
    PRIMARY KEY (player, uid)
) WITHOUT ROWID;

CREATE INDEX items_by_uid ON items (uid, pack, category, difficulty);
CREATE INDEX open_rounds ON rounds (id) WHERE ended IS NULL;
CREATE INDEX seats_by_player ON seats (player, round);
CREATE INDEX seats_by_score ON seats (finished, score);
CREATE INDEX seats_by_player_score ON seats (player, finished, score);
CREATE INDEX seats_by_kind ON seats (player, kind, finished, score);
CREATE INDEX attempts_by_item ON attempts (item, player);
