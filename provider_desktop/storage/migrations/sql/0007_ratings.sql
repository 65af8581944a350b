-- What a rating needs of each record, kept so that an estimate reads only what changed; and past lights.

-- One row a record of visits. "change" grows with every touch; "content" is NULL until the fact is worked out
-- anew, and empty for a record that counts for nothing (withdrawn, erased). Whoever changes how facts are
-- worked out empties the contents in a migration.
CREATE TABLE record_facts (
    record VARCHAR(26) NOT NULL,
    change INTEGER NOT NULL,
    day VARCHAR(10),
    content TEXT,
    PRIMARY KEY (record)
);
CREATE INDEX record_facts_by_change ON record_facts (change);
CREATE INDEX record_facts_by_day ON record_facts (day);
CREATE INDEX record_facts_open ON record_facts (record) WHERE content IS NULL;

-- Recipients (their assignments and homes) and staff members, by when something about them changed last.
CREATE TABLE person_changes (
    kind VARCHAR(9) NOT NULL,
    person VARCHAR(64) NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (kind, person)
) WITHOUT ROWID;
CREATE INDEX person_changes_by_change ON person_changes (change);

-- The last estimate of each period, and whether its official light was recomputed to the same.
CREATE TABLE kept_lights (
    period VARCHAR(16) NOT NULL,
    ruleset VARCHAR(64) NOT NULL,
    light VARCHAR(8) NOT NULL,
    until VARCHAR(10) NOT NULL,
    body TEXT NOT NULL,
    checked VARCHAR(10) NOT NULL,
    checked_at BIGINT,
    PRIMARY KEY (period)
);

INSERT INTO record_facts (record, change)
    SELECT record, 1 FROM entries WHERE op IN ('visit.create', 'visit.correct', 'visit.withdraw') GROUP BY record;
INSERT INTO person_changes (kind, person, change) SELECT 'recipient', recipient, 1 FROM recipients;
INSERT INTO person_changes (kind, person, change) SELECT 'staff', staff, 1 FROM staff;

-- Whatever a fact follows from touches its record, by whatever path it came: sealing, receipt, verdict, restore,
-- erasure, a new epoch.
CREATE TRIGGER facts_entry_added AFTER INSERT ON entries
WHEN NEW.op IN ('visit.create', 'visit.correct', 'visit.withdraw')
BEGIN
    INSERT INTO record_facts (record, change)
        SELECT NEW.record, coalesce(max(change), 0) + 1 FROM record_facts WHERE true
        ON CONFLICT (record) DO UPDATE SET change = excluded.change, day = NULL, content = NULL;
END;

CREATE TRIGGER facts_entry_erased AFTER UPDATE ON entries
WHEN NEW.op IN ('visit.create', 'visit.correct', 'visit.withdraw')
BEGIN
    INSERT INTO record_facts (record, change)
        SELECT NEW.record, coalesce(max(change), 0) + 1 FROM record_facts WHERE true
        ON CONFLICT (record) DO UPDATE SET change = excluded.change, day = NULL, content = NULL;
END;

-- The first receipt over an entry is the one with the lowest head: a new one counts down to the head below it.
CREATE TRIGGER facts_received AFTER INSERT ON receipts
WHEN NOT EXISTS (SELECT 1 FROM receipts WHERE stream = NEW.stream AND seq = NEW.seq AND id < NEW.id)
BEGIN
    INSERT INTO record_facts (record, change)
        SELECT record, (SELECT coalesce(max(change), 0) + 1 FROM record_facts) FROM entries
        WHERE stream = NEW.stream AND seq <= NEW.seq AND seq > coalesce(
            (SELECT max(seq) FROM receipts WHERE stream = NEW.stream AND seq < NEW.seq), 0)
        AND op IN ('visit.create', 'visit.correct', 'visit.withdraw')
        GROUP BY record
        ON CONFLICT (record) DO UPDATE SET change = excluded.change, day = NULL, content = NULL;
END;

CREATE TRIGGER facts_judged AFTER INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM record_facts WHERE record = NEW.record)
BEGIN
    UPDATE record_facts SET change = (SELECT max(change) + 1 FROM record_facts), day = NULL, content = NULL
        WHERE record = NEW.record;
END;

CREATE TRIGGER facts_judged_again AFTER UPDATE ON verdicts
WHEN OLD.outcome <> NEW.outcome OR OLD.record <> NEW.record
BEGIN
    UPDATE record_facts SET change = (SELECT max(change) + 1 FROM record_facts), day = NULL, content = NULL
        WHERE record IN (OLD.record, NEW.record);
END;

CREATE TRIGGER facts_unjudged AFTER DELETE ON verdicts
BEGIN
    UPDATE record_facts SET change = (SELECT max(change) + 1 FROM record_facts), day = NULL, content = NULL
        WHERE record = OLD.record;
END;

CREATE TRIGGER facts_assignment_added AFTER INSERT ON assignments
BEGIN
    INSERT INTO person_changes (kind, person, change)
        SELECT 'recipient', NEW.recipient, coalesce(max(change), 0) + 1 FROM person_changes WHERE true
        ON CONFLICT (kind, person) DO UPDATE SET change = excluded.change;
END;

CREATE TRIGGER facts_assignment_changed AFTER UPDATE ON assignments
BEGIN
    INSERT INTO person_changes (kind, person, change)
        SELECT 'recipient', NEW.recipient, coalesce(max(change), 0) + 1 FROM person_changes WHERE true
        ON CONFLICT (kind, person) DO UPDATE SET change = excluded.change;
    UPDATE person_changes SET change = (SELECT max(change) + 1 FROM person_changes)
        WHERE kind = 'recipient' AND person = OLD.recipient AND OLD.recipient <> NEW.recipient;
END;

CREATE TRIGGER facts_assignment_removed AFTER DELETE ON assignments
BEGIN
    UPDATE person_changes SET change = (SELECT max(change) + 1 FROM person_changes)
        WHERE kind = 'recipient' AND person = OLD.recipient;
END;

CREATE TRIGGER facts_recipient_changed AFTER UPDATE ON recipients
BEGIN
    UPDATE person_changes SET change = (SELECT max(change) + 1 FROM person_changes)
        WHERE kind = 'recipient' AND person = NEW.recipient;
END;

CREATE TRIGGER facts_staff_added AFTER INSERT ON staff
BEGIN
    INSERT INTO person_changes (kind, person, change)
        SELECT 'staff', NEW.staff, coalesce(max(change), 0) + 1 FROM person_changes WHERE true
        ON CONFLICT (kind, person) DO UPDATE SET change = excluded.change;
END;

CREATE TRIGGER facts_staff_changed AFTER UPDATE ON staff
BEGIN
    UPDATE person_changes SET change = (SELECT max(change) + 1 FROM person_changes)
        WHERE kind = 'staff' AND person = NEW.staff;
END;

-- Who is forgotten leaves no id behind; that somebody went is told.
CREATE TRIGGER facts_recipient_removed AFTER DELETE ON recipients
BEGIN
    INSERT INTO person_changes (kind, person, change)
        SELECT 'gone', '', coalesce(max(change), 0) + 1 FROM person_changes WHERE true
        ON CONFLICT (kind, person) DO UPDATE SET change = excluded.change;
    DELETE FROM person_changes WHERE kind = 'recipient' AND person = OLD.recipient;
END;

CREATE TRIGGER facts_staff_removed AFTER DELETE ON staff
BEGIN
    INSERT INTO person_changes (kind, person, change)
        SELECT 'gone', '', coalesce(max(change), 0) + 1 FROM person_changes WHERE true
        ON CONFLICT (kind, person) DO UPDATE SET change = excluded.change;
    DELETE FROM person_changes WHERE kind = 'staff' AND person = OLD.staff;
END;
