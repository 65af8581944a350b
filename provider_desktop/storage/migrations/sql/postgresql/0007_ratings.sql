-- What a rating needs of each record, and past lights: as in 0007_ratings.sql beside.

CREATE TABLE record_facts (
    record TEXT COLLATE "C" NOT NULL,
    change INTEGER NOT NULL,
    day TEXT COLLATE "C",
    content TEXT COLLATE "C",
    PRIMARY KEY (record)
);
CREATE INDEX record_facts_by_change ON record_facts (change);
CREATE INDEX record_facts_by_day ON record_facts (day);
CREATE INDEX record_facts_open ON record_facts (record) WHERE content IS NULL;

CREATE TABLE person_changes (
    kind TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (kind, person)
);
CREATE INDEX person_changes_by_change ON person_changes (change);

CREATE TABLE kept_lights (
    period TEXT COLLATE "C" NOT NULL,
    ruleset TEXT COLLATE "C" NOT NULL,
    light TEXT COLLATE "C" NOT NULL,
    until TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    checked TEXT COLLATE "C" NOT NULL,
    checked_at BIGINT,
    PRIMARY KEY (period)
);

INSERT INTO record_facts (record, change)
    SELECT record, 1 FROM entries WHERE op IN ('visit.create', 'visit.correct', 'visit.withdraw') GROUP BY record;
INSERT INTO person_changes (kind, person, change) SELECT 'recipient', recipient, 1 FROM recipients;
INSERT INTO person_changes (kind, person, change) SELECT 'staff', staff, 1 FROM staff;

-- Numbers are given to one transaction at a time, until it ends: a reader that has seen a number has seen all below.
CREATE FUNCTION next_fact_change() RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(70007);
    RETURN (SELECT coalesce(max(change), 0) + 1 FROM record_facts);
END $$;

CREATE FUNCTION next_person_change() RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(70008);
    RETURN (SELECT coalesce(max(change), 0) + 1 FROM person_changes);
END $$;

CREATE FUNCTION facts_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO record_facts (record, change) VALUES (NEW.record, next_fact_change())
        ON CONFLICT (record) DO UPDATE SET change = excluded.change, day = NULL, content = NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_entry_changed AFTER INSERT OR UPDATE ON entries FOR EACH ROW
WHEN (NEW.op IN ('visit.create', 'visit.correct', 'visit.withdraw'))
EXECUTE FUNCTION facts_of_entry();

CREATE FUNCTION facts_of_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM receipts WHERE stream = NEW.stream AND seq = NEW.seq AND id < NEW.id) THEN
        RETURN NULL;
    END IF;
    INSERT INTO record_facts (record, change)
        SELECT found.record, next_fact_change() FROM (
            SELECT DISTINCT record FROM entries
            WHERE stream = NEW.stream AND seq <= NEW.seq AND seq > coalesce(
                (SELECT max(seq) FROM receipts WHERE stream = NEW.stream AND seq < NEW.seq), 0)
            AND op IN ('visit.create', 'visit.correct', 'visit.withdraw')) AS found
        ON CONFLICT (record) DO UPDATE SET change = excluded.change, day = NULL, content = NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_received AFTER INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION facts_of_receipt();

CREATE FUNCTION facts_of_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.outcome = NEW.outcome AND OLD.record = NEW.record THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE record_facts SET change = next_fact_change(), day = NULL, content = NULL
            WHERE record = OLD.record;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE record_facts SET change = next_fact_change(), day = NULL, content = NULL
            WHERE record = NEW.record;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_judged AFTER INSERT OR UPDATE OR DELETE ON verdicts FOR EACH ROW
EXECUTE FUNCTION facts_of_verdict();

CREATE FUNCTION person_changed(of_kind TEXT, of_person TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO person_changes (kind, person, change) VALUES (of_kind, of_person, next_person_change())
        ON CONFLICT (kind, person) DO UPDATE SET change = excluded.change;
END $$;

CREATE FUNCTION facts_of_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM person_changed('recipient', OLD.recipient);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM person_changed('recipient', NEW.recipient);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_assigned AFTER INSERT OR UPDATE OR DELETE ON assignments FOR EACH ROW
EXECUTE FUNCTION facts_of_assignment();

CREATE FUNCTION facts_of_recipient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM person_changed('gone', '');
        DELETE FROM person_changes WHERE kind = 'recipient' AND person = OLD.recipient;
    ELSE
        PERFORM person_changed('recipient', NEW.recipient);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_recipient_changed AFTER UPDATE OR DELETE ON recipients FOR EACH ROW
EXECUTE FUNCTION facts_of_recipient();

CREATE FUNCTION facts_of_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM person_changed('gone', '');
        DELETE FROM person_changes WHERE kind = 'staff' AND person = OLD.staff;
    ELSE
        PERFORM person_changed('staff', NEW.staff);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_staff_changed AFTER INSERT OR UPDATE OR DELETE ON staff FOR EACH ROW
EXECUTE FUNCTION facts_of_staff();
