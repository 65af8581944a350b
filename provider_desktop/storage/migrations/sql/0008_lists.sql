-- What the regulator turned down and nobody has corrected yet, so that lists and counts of it do not grow with
-- everything that was ever returned.

CREATE TABLE open_exceptions (
    record VARCHAR(26) NOT NULL,
    outcome VARCHAR(12) NOT NULL,
    PRIMARY KEY (record)
) WITHOUT ROWID;
CREATE INDEX open_exceptions_by_outcome ON open_exceptions (outcome, record);

INSERT INTO open_exceptions (record, outcome)
    SELECT visits.record, verdicts.outcome FROM verdicts
    JOIN visits ON visits.record = verdicts.record AND visits.entry_hash = verdicts.entry_hash
    WHERE verdicts.outcome IN ('returned', 'held', 'conflict');

-- A record is one while its current version is what such a verdict is about.
CREATE TRIGGER exceptions_judged AFTER INSERT ON verdicts
BEGIN
    DELETE FROM open_exceptions WHERE record = NEW.record
        AND EXISTS (SELECT 1 FROM visits WHERE record = NEW.record AND entry_hash = NEW.entry_hash);
    INSERT INTO open_exceptions (record, outcome)
        SELECT record, NEW.outcome FROM visits
        WHERE record = NEW.record AND entry_hash = NEW.entry_hash
        AND NEW.outcome IN ('returned', 'held', 'conflict');
END;

CREATE TRIGGER exceptions_judged_anew AFTER UPDATE ON verdicts
BEGIN
    DELETE FROM open_exceptions WHERE record = NEW.record
        AND EXISTS (SELECT 1 FROM visits WHERE record = NEW.record AND entry_hash = NEW.entry_hash);
    INSERT INTO open_exceptions (record, outcome)
        SELECT record, NEW.outcome FROM visits
        WHERE record = NEW.record AND entry_hash = NEW.entry_hash
        AND NEW.outcome IN ('returned', 'held', 'conflict');
END;

CREATE TRIGGER exceptions_unjudged AFTER DELETE ON verdicts
BEGIN
    DELETE FROM open_exceptions WHERE record = OLD.record
        AND EXISTS (SELECT 1 FROM visits WHERE record = OLD.record AND entry_hash = OLD.entry_hash);
END;

CREATE TRIGGER exceptions_shown AFTER INSERT ON visits WHEN NEW.entry_hash IS NOT NULL
BEGIN
    INSERT INTO open_exceptions (record, outcome)
        SELECT NEW.record, outcome FROM verdicts
        WHERE entry_hash = NEW.entry_hash AND outcome IN ('returned', 'held', 'conflict');
END;

CREATE TRIGGER exceptions_gone AFTER DELETE ON visits
BEGIN
    DELETE FROM open_exceptions WHERE record = OLD.record;
END;

CREATE TRIGGER exceptions_changed AFTER UPDATE OF entry_hash ON visits WHEN OLD.entry_hash IS NOT NEW.entry_hash
BEGIN
    DELETE FROM open_exceptions WHERE record = OLD.record;
    INSERT INTO open_exceptions (record, outcome)
        SELECT NEW.record, outcome FROM verdicts
        WHERE entry_hash = NEW.entry_hash AND outcome IN ('returned', 'held', 'conflict');
END;
