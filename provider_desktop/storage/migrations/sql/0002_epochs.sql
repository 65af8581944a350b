-- A receiver restored from a backup begins a new epoch: its feed starts again and its receipts count anew.
-- What it said before stays, as evidence.

DROP TRIGGER statements_no_update;
DROP TRIGGER statements_no_delete;
DROP INDEX statements_by_kind;
ALTER TABLE statements RENAME TO statements_0001;

CREATE TABLE statements (
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    kind VARCHAR(16) NOT NULL,
    issued_at BIGINT NOT NULL,
    envelope BLOB NOT NULL,
    PRIMARY KEY (epoch, seq)
);
INSERT INTO statements (epoch, seq, hash, kind, issued_at, envelope)
    SELECT coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE "key" = 'epoch'), 0),
        seq, hash, kind, issued_at, envelope
    FROM statements_0001;
DROP TABLE statements_0001;
CREATE INDEX statements_by_kind ON statements (epoch, kind, seq);

CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
WHEN NOT (
    NEW.envelope = x'' AND NEW.epoch = OLD.epoch AND NEW.seq = OLD.seq AND NEW.hash = OLD.hash
    AND NEW.kind = OLD.kind AND NEW.issued_at = OLD.issued_at
)
BEGIN SELECT RAISE(ABORT, 'statements are append-only but for the erasing of envelopes'); END;

CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;

-- How far receipts of the newest epoch reach in each stream: every list asks for it.
CREATE TABLE acknowledged (
    stream VARCHAR(26) NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (stream),
    FOREIGN KEY(stream) REFERENCES streams (stream)
) WITHOUT ROWID;
INSERT INTO acknowledged (stream, epoch, seq)
    SELECT stream, epoch, max(seq) FROM receipts AS one
    WHERE epoch = (SELECT max(epoch) FROM receipts WHERE stream = one.stream)
    GROUP BY stream, epoch;

CREATE TRIGGER acknowledged_moved AFTER INSERT ON receipts
BEGIN
    INSERT INTO acknowledged (stream, epoch, seq) VALUES (NEW.stream, NEW.epoch, NEW.seq)
        ON CONFLICT (stream) DO UPDATE SET
            seq = CASE WHEN excluded.epoch > epoch THEN excluded.seq ELSE max(seq, excluded.seq) END,
            epoch = excluded.epoch
        WHERE excluded.epoch >= epoch;
END;

-- Verdicts of an epoch that is over no longer count; the entries wait for one again.
CREATE TRIGGER awaiting_reopened AFTER DELETE ON verdicts
BEGIN
    INSERT OR IGNORE INTO awaiting (entry, stream, seq)
        SELECT id, stream, seq FROM entries WHERE hash = OLD.entry_hash;
END;

-- The public key that a stream began with, so that its signatures can be verified after a rotation.
ALTER TABLE streams ADD COLUMN public_key BLOB NOT NULL DEFAULT x'';
