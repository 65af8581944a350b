-- What the regulator turned down and nobody has corrected yet: as in 0008_lists.sql beside.

CREATE TABLE open_exceptions (
    record TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record)
);
CREATE INDEX open_exceptions_by_outcome ON open_exceptions (outcome, record);

INSERT INTO open_exceptions (record, outcome)
    SELECT visits.record, verdicts.outcome FROM verdicts
    JOIN visits ON visits.record = verdicts.record AND visits.entry_hash = verdicts.entry_hash
    WHERE verdicts.outcome IN ('returned', 'held', 'conflict');

CREATE FUNCTION exceptions_of(wanted TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM open_exceptions WHERE record = wanted;
    INSERT INTO open_exceptions (record, outcome)
        SELECT visits.record, verdicts.outcome FROM visits
        JOIN verdicts ON verdicts.entry_hash = visits.entry_hash
        WHERE visits.record = wanted AND verdicts.outcome IN ('returned', 'held', 'conflict');
END $$;

CREATE FUNCTION exceptions_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM exceptions_of(OLD.record);
    ELSE
        PERFORM exceptions_of(NEW.record);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER exceptions_judged AFTER INSERT OR UPDATE OR DELETE ON verdicts FOR EACH ROW
EXECUTE FUNCTION exceptions_keep();

CREATE TRIGGER exceptions_shown AFTER INSERT OR DELETE ON visits FOR EACH ROW EXECUTE FUNCTION exceptions_keep();

CREATE TRIGGER exceptions_changed AFTER UPDATE ON visits FOR EACH ROW
WHEN (OLD.entry_hash IS DISTINCT FROM NEW.entry_hash) EXECUTE FUNCTION exceptions_keep();
