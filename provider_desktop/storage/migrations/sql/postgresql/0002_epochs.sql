-- A receiver restored from a backup begins a new epoch: its feed starts again and its receipts count anew.
-- What it said before stays, as evidence.

DROP TRIGGER statements_no_update ON statements;
DROP INDEX statements_by_kind;
ALTER TABLE statements ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statements ALTER COLUMN epoch DROP DEFAULT;
ALTER TABLE statements DROP CONSTRAINT statements_pkey;
ALTER TABLE statements DROP CONSTRAINT statements_hash_key;
ALTER TABLE statements ADD PRIMARY KEY (epoch, seq);
CREATE INDEX statements_by_kind ON statements (epoch, kind, seq);

CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements FOR EACH ROW
WHEN (NOT (
    length(NEW.envelope) = 0 AND NEW.epoch = OLD.epoch AND NEW.seq = OLD.seq AND NEW.hash = OLD.hash
    AND NEW.kind = OLD.kind AND NEW.issued_at = OLD.issued_at
))
EXECUTE FUNCTION refused('statements are append-only but for the erasing of envelopes');

-- How far receipts of the newest epoch reach in each stream: every list asks for it.
CREATE TABLE acknowledged (
    stream TEXT COLLATE "C" NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (stream),
    FOREIGN KEY(stream) REFERENCES streams (stream)
);

CREATE FUNCTION acknowledged_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO acknowledged AS kept (stream, epoch, seq) VALUES (NEW.stream, NEW.epoch, NEW.seq)
        ON CONFLICT (stream) DO UPDATE SET
            seq = CASE WHEN excluded.epoch > kept.epoch THEN excluded.seq
                ELSE greatest(kept.seq, excluded.seq) END,
            epoch = excluded.epoch
        WHERE excluded.epoch >= kept.epoch;
    RETURN NULL;
END $$;

CREATE TRIGGER acknowledged_moved AFTER INSERT ON receipts
FOR EACH ROW EXECUTE FUNCTION acknowledged_move();

-- Verdicts of an epoch that is over no longer count; the entries wait for one again.
CREATE FUNCTION awaiting_reopen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO awaiting (entry, stream, seq)
        SELECT id, stream, seq FROM entries WHERE hash = OLD.entry_hash
        ON CONFLICT (entry) DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER awaiting_reopened AFTER DELETE ON verdicts FOR EACH ROW EXECUTE FUNCTION awaiting_reopen();

-- The public key that a stream began with, so that its signatures can be verified after a rotation.
ALTER TABLE streams ADD COLUMN public_key BYTEA NOT NULL DEFAULT '';
