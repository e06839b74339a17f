-- Fills today's tables from those of the first edition, and drops these.

INSERT INTO players (id, name) SELECT id, name FROM old_players;
INSERT INTO items (uid, pack, category, difficulty, content)
    SELECT DISTINCT item, pack, category, difficulty, '' FROM old_attempts;
INSERT INTO rounds
    SELECT r.id, lower(hex(randomblob(8))), mode, classic_kind(packs, cards),
        classic_rules(cards), classic_selection(packs), seed, deck, cards, started,
        total(a.seconds), CASE count(a.id) WHEN cards THEN 'finished' ELSE 'left' END
    FROM old_rounds r LEFT JOIN old_attempts a ON a.round = r.id GROUP BY r.id;
INSERT OR IGNORE INTO round_packs
    SELECT p.value, r.id FROM old_rounds r, json_each(r.packs) p
    WHERE json_valid(r.packs) AND p.value IS NOT NULL;
INSERT INTO seats
    SELECT r.id, 0, player, n.kind, n.ended = 'finished', count(a.id), total(a.right),
        total(a.base + a.streak), total(a.seconds)
    FROM old_rounds r JOIN rounds n ON n.id = r.id LEFT JOIN old_attempts a ON a.round = r.id
    GROUP BY r.id;
INSERT INTO attempts
    SELECT a.id, a.round, a.position, 0, r.player,
        (SELECT i.id FROM items i WHERE i.uid = a.item AND i.pack = a.pack
            AND i.category = a.category AND i.difficulty = a.difficulty),
        choice, CASE WHEN json_valid(r.deck) AND a.position >= 0 AND choice >= 0
            THEN json_extract(r.deck, '$[' || CAST(a.position AS INTEGER) || '][1]['
                || CAST(choice AS INTEGER) || ']') END, right, a.seconds, base, streak, 0, at
    FROM old_attempts a JOIN old_rounds r ON r.id = a.round;
INSERT INTO seen
    SELECT r.player, a.item, max(a.id), count(*), total(a.right)
    FROM old_attempts a JOIN old_rounds r ON r.id = a.round GROUP BY r.player, a.item;
UPDATE players SET
    latest = (SELECT coalesce(max(id), 0) FROM old_rounds WHERE player = players.id),
    finished = (SELECT total(finished) FROM seats WHERE player = players.id);
DROP TABLE old_attempts;
DROP TABLE old_rounds;
DROP TABLE old_players;
