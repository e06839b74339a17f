BEGIN TRANSACTION;
CREATE TABLE attempts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        round INTEGER NOT NULL REFERENCES rounds,
        position INTEGER NOT NULL,
        item TEXT NOT NULL,
        pack TEXT NOT NULL,
        category TEXT NOT NULL,
        difficulty TEXT NOT NULL,
        choice INTEGER,
        cause TEXT NOT NULL,
        right INTEGER NOT NULL,
        seconds REAL NOT NULL,
        base INTEGER NOT NULL,
        streak INTEGER NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (round, position)
    );
INSERT INTO "attempts" VALUES(1,1,0,'31f680d6496f2ddeb61e','schedule','Schedule','hard',1,'answered',1,2.5,200,0,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(2,1,1,'2c80ce400a2efa8e8501','schedule','Schedule','hard',0,'answered',1,2.5,200,25,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(3,1,2,'8332c0e9d33b46165524','cast','Cast','medium',2,'answered',1,2.5,150,50,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(4,1,3,'f7b04fd68c6d6e22545e','schedule','Schedule','easy',1,'answered',0,2.5,0,0,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(5,1,4,'cf052d6824e4928d34cd','schedule','Schedule','easy',1,'answered',1,2.5,100,0,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(6,1,5,'d1b3771ca33eddfb9684','schedule','Time zones','medium',0,'answered',1,2.5,150,25,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(7,1,6,'33ffd7a0122be47abf59','plot','Plot','hard',2,'answered',0,2.5,0,0,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(8,1,7,'3991938e5f1ab67c6af3','cast','Cast','medium',1,'answered',1,2.5,150,0,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(9,1,8,'255439d7233da23bd44e','cast','Making','easy',0,'answered',1,2.5,100,25,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(10,1,9,'58d5c8cac817916b8f63','plot','Themes','medium',1,'answered',1,2.5,150,50,'2025-07-21T22:00:00+00:00');
INSERT INTO "attempts" VALUES(11,2,0,'cede7b279b714f0d13c8','plot','Themes','medium',2,'answered',1,2.5,150,0,'2025-07-21T23:00:00+00:00');
INSERT INTO "attempts" VALUES(12,2,1,'6f0b892d667397e10a5b','plot','Themes','hard',1,'answered',1,2.5,200,25,'2025-07-21T23:00:00+00:00');
INSERT INTO "attempts" VALUES(13,2,2,'6cbc10fdd1a197c7f0e7','plot','Plot','hard',2,'answered',0,2.5,0,0,'2025-07-21T23:00:00+00:00');
INSERT INTO "attempts" VALUES(14,2,3,'c1ce616cdc5d88bcb722','plot','Plot','easy',2,'answered',1,2.5,100,0,'2025-07-21T23:00:00+00:00');
INSERT INTO "attempts" VALUES(15,2,4,'205037f257065df4803f','plot','Plot','hard',0,'answered',1,2.5,200,25,'2025-07-21T23:00:00+00:00');
INSERT INTO "attempts" VALUES(16,3,0,'c4d9fc14f03d81b68c55','cast','Making','medium',0,'answered',1,2.5,150,0,'2025-07-22T00:00:00+00:00');
INSERT INTO "attempts" VALUES(17,3,1,'76884262e720db8ff714','cast','Cast','hard',3,'answered',0,2.5,0,0,'2025-07-22T00:00:00+00:00');
INSERT INTO "attempts" VALUES(18,3,2,'3824b44ea755dce76d99','cast','Cast','hard',3,'answered',1,2.5,200,0,'2025-07-22T00:00:00+00:00');
INSERT INTO "attempts" VALUES(19,3,3,'f3a824239c78d11faa61','cast','Cast','medium',3,'answered',0,2.5,0,0,'2025-07-22T00:00:00+00:00');
INSERT INTO "attempts" VALUES(20,3,4,'5398856b89563db78f38','cast','Cast','medium',2,'answered',0,2.5,0,0,'2025-07-22T00:00:00+00:00');
INSERT INTO "attempts" VALUES(21,4,0,'0ccb7ca8ba50d08df03a','plot','Plot','medium',3,'answered',1,2.5,150,0,'2025-07-22T01:00:00+00:00');
INSERT INTO "attempts" VALUES(22,4,1,'fc2834cc850cc8e1d37f','plot','Themes','medium',2,'answered',1,2.5,150,25,'2025-07-22T01:00:00+00:00');
INSERT INTO "attempts" VALUES(23,4,2,'70a12b696a1ddd6523c9','plot','Plot','easy',1,'answered',1,2.5,100,50,'2025-07-22T01:00:00+00:00');
INSERT INTO "attempts" VALUES(24,4,3,'a93ff472a63981666f0c','plot','Plot','medium',0,'answered',1,2.5,150,75,'2025-07-22T01:00:00+00:00');
INSERT INTO "attempts" VALUES(25,4,4,'400c97ccbbf246114f6a','plot','Themes','hard',0,'answered',1,2.5,200,100,'2025-07-22T01:00:00+00:00');
INSERT INTO "attempts" VALUES(26,5,0,'8d68e6d2f92f1acc360c','plot','Themes','hard',1,'answered',1,2.5,200,0,'2025-07-22T02:00:00+00:00');
INSERT INTO "attempts" VALUES(27,5,1,'f8e41caf05a9d841a26d','plot','Plot','hard',0,'answered',0,2.5,0,0,'2025-07-22T02:00:00+00:00');
CREATE TABLE players (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    );
INSERT INTO "players" VALUES(1,'Ann');
INSERT INTO "players" VALUES(2,'민아');
CREATE TABLE rounds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        player INTEGER NOT NULL REFERENCES players,
        mode TEXT NOT NULL,
        seed TEXT NOT NULL,
        packs TEXT NOT NULL,
        deck TEXT NOT NULL,
        cards INTEGER NOT NULL,
        started TEXT NOT NULL
    );
INSERT INTO "rounds" VALUES(1,1,'classic','fa8e7ba4','["plot", "cast", "schedule"]','[["31f680d6496f2ddeb61e", ["4 August", "28 July", "22 July", "11 August"]], ["2c80ce400a2efa8e8501", ["14 days", "16 days", "15 days", "12 days"]], ["8332c0e9d33b46165524", ["Jung Hyeon", "Kim Se-hui''s daughter", "Kim A Hyeon", "Kim Se-hui"]], ["f7b04fd68c6d6e22545e", ["Episodes 3 and 4", "Episodes 1 and 2", "Episodes 5 and 6", "Episodes 4 and 5"]], ["cf052d6824e4928d34cd", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]], ["d1b3771ca33eddfb9684", ["US Eastern time", "Greenwich time (GMT)", "US Pacific time (PDT)", "Korean time (KST)"]], ["33ffd7a0122be47abf59", ["A hospital discharge form", "No record of any kind", "An entry in a coded ledger", "A sealed court file"]], ["3991938e5f1ab67c6af3", ["Kim Se-hui", "Jung Hyeon", "Kim Se-hui''s daughter", "Kim A Hyeon"]], ["255439d7233da23bd44e", ["Thriller", "Romantic comedy", "Historical epic", "Musical"]], ["58d5c8cac817916b8f63", ["Sportsmanship", "Resilience", "Thrift", "Punctuality"]]]',10,'2025-07-21T22:00:00+00:00');
INSERT INTO "rounds" VALUES(2,1,'classic','friday','["plot"]','[["cede7b279b714f0d13c8", ["They are relatives", "They are wealthy", "They are damaged", "They are innocent"]], ["6f0b892d667397e10a5b", ["Boredom or vanity", "Conviction or survival", "Habit or superstition", "Patriotism or glory"]], ["6cbc10fdd1a197c7f0e7", ["Bored and careless", "Quiet and focused", "Lost and tearful", "Wild and furious"]], ["c1ce616cdc5d88bcb722", ["He bargains over it", "He quietly ignores it", "He carries it out", "He demands a reason"]], ["205037f257065df4803f", ["At Kim Se-hui''s hands", "With a foreign spy service", "At a medical school", "In a city street gang"]]]',5,'2025-07-21T23:00:00+00:00');
INSERT INTO "rounds" VALUES(3,2,'classic','34505182','["cast"]','[["c4d9fc14f03d81b68c55", ["Kim Se-hui and Jung Hyeon", "Kim A Hyeon and the daughter", "Kim Se-hui and Kim A Hyeon", "Jung Hyeon and the daughter"]], ["76884262e720db8ff714", ["The character''s boredom", "The character''s amnesia", "The character''s trauma", "The character''s stammer"]], ["3824b44ea755dce76d99", ["Her secret husband", "Her business rival", "Her defence lawyer", "Her right hand"]], ["f3a824239c78d11faa61", ["Comic but never silly", "Calm but quite heartless", "Fierce but not cold", "Aloof but well-mannered"]], ["5398856b89563db78f38", ["Nervous chatter", "Quiet intensity", "Boyish charm", "Theatrical rage"]]]',5,'2025-07-22T00:00:00+00:00');
INSERT INTO "rounds" VALUES(4,1,'classic','7255c83c','["plot"]','[["0ccb7ca8ba50d08df03a", ["His grandparents", "A foster couple", "A retired soldier", "Kim Se-hui"]], ["fc2834cc850cc8e1d37f", ["Poor good, rich bad", "Police good, medics bad", "No one is clearly either", "Survivors good, parents bad"]], ["70a12b696a1ddd6523c9", ["A rival criminal ring", "The other survivors", "The adoptive parents", "A police task force"]], ["a93ff472a63981666f0c", ["The child disappoints them", "A judge orders it", "They fall behind on payments", "The child asks to leave"]], ["400c97ccbbf246114f6a", ["Memory", "Cold strategy", "Power", "Control"]]]',5,'2025-07-22T01:00:00+00:00');
INSERT INTO "rounds" VALUES(5,1,'classic','5010be77','["plot"]','[["8d68e6d2f92f1acc360c", ["Forgetting", "Survival", "Exile", "Wealth"]], ["f8e41caf05a9d841a26d", ["Warm and teasing", "Tired and tearful", "Shy and awkward", "Calm and polite"]], ["020a984eb402e2a1fc09", ["Beside Kim A Hyeon", "In front of Kim Se-hui", "Alone at a window", "Behind Kim Se-hui"]], ["891f14b5363214b2dfe0", ["Adoption fraud", "Art fraud", "Tax fraud", "Election fraud"]], ["5b0e612a5175be1bbeee", ["It tells a separate case", "It moves the story on", "It retells a single night", "It recaps the one before"]]]',5,'2025-07-22T02:00:00+00:00');
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('rounds',5);
INSERT INTO "sqlite_sequence" VALUES('attempts',27);
COMMIT;
PRAGMA user_version = 1;
