-- The first schema: the stream, the feed, and what follows from them, with their guards.

CREATE TABLE audit (
    id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    actor VARCHAR(64) NOT NULL,
    action VARCHAR(32) NOT NULL,
    subject VARCHAR(64) NOT NULL,
    reason TEXT NOT NULL,
    details TEXT NOT NULL,
    prev BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX audit_by_subject ON audit (subject, id);

CREATE TABLE calendars (
    statement INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (statement)
);

CREATE TABLE catalogues (
    version VARCHAR(64) NOT NULL,
    first_day VARCHAR(10) NOT NULL,
    last_day VARCHAR(10),
    content TEXT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE day_counts (
    day VARCHAR(10) NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day)
) WITHOUT ROWID;

CREATE TABLE import_files (
    id INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    name TEXT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    at BIGINT NOT NULL,
    imported INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_import_files_sha256 ON import_files (sha256);

CREATE TABLE mappings (
    signature VARCHAR(64) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    mapping TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (signature, kind)
);

CREATE TABLE ratings (
    statement INTEGER NOT NULL,
    period VARCHAR(16) NOT NULL,
    ruleset VARCHAR(64) NOT NULL,
    light VARCHAR(8) NOT NULL,
    issued_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (statement)
);
CREATE INDEX ratings_by_period ON ratings (period, statement);

CREATE TABLE recipient_months (
    month VARCHAR(7) NOT NULL,
    recipient VARCHAR(64) NOT NULL,
    sealed BOOLEAN NOT NULL,
    visits INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (month, recipient, sealed)
) WITHOUT ROWID;

CREATE TABLE recipients (
    recipient VARCHAR(64) NOT NULL,
    name TEXT NOT NULL,
    township TEXT NOT NULL,
    category VARCHAR(24) NOT NULL,
    self_care VARCHAR(12) NOT NULL,
    search TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (recipient)
);
CREATE INDEX ix_recipients_name ON recipients (name);

CREATE TABLE rulesets (
    version VARCHAR(64) NOT NULL,
    first_day VARCHAR(10) NOT NULL,
    last_day VARCHAR(10),
    body TEXT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE settings (
    "key" VARCHAR(64) NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE staff (
    staff VARCHAR(64) NOT NULL,
    name TEXT NOT NULL,
    record VARCHAR(26) NOT NULL,
    version INTEGER NOT NULL,
    entry_hash BLOB,
    search TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (staff)
);
CREATE INDEX ix_staff_name ON staff (name);

CREATE TABLE statements (
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    kind VARCHAR(16) NOT NULL,
    issued_at BIGINT NOT NULL,
    envelope BLOB NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (hash)
);
CREATE INDEX statements_by_kind ON statements (kind, seq);

CREATE TABLE streams (
    stream VARCHAR(26) NOT NULL,
    device VARCHAR(16) NOT NULL,
    opened_at BIGINT NOT NULL,
    own BOOLEAN NOT NULL,
    state VARCHAR(8) NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (stream)
);

CREATE TABLE verdicts (
    entry_hash BLOB NOT NULL,
    stream VARCHAR(26) NOT NULL,
    seq INTEGER NOT NULL,
    record VARCHAR(26) NOT NULL,
    version INTEGER NOT NULL,
    outcome VARCHAR(12) NOT NULL,
    issued_at BIGINT NOT NULL,
    statement INTEGER NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (entry_hash)
);
CREATE INDEX verdicts_by_outcome ON verdicts (outcome, record);

CREATE TABLE visits (
    id INTEGER NOT NULL,
    record VARCHAR(26) NOT NULL,
    version INTEGER NOT NULL,
    entry_hash BLOB,
    op VARCHAR(24) NOT NULL,
    at BIGINT NOT NULL,
    started BIGINT,
    ended BIGINT,
    day VARCHAR(10) NOT NULL,
    minutes INTEGER NOT NULL,
    recipient VARCHAR(64) NOT NULL,
    outcome VARCHAR(8) NOT NULL,
    "group" VARCHAR(64) NOT NULL,
    staff TEXT NOT NULL,
    items TEXT NOT NULL,
    held_by VARCHAR(8) NOT NULL,
    saved_at BIGINT NOT NULL,
    content TEXT,
    PRIMARY KEY (id),
    UNIQUE (record)
);
CREATE INDEX visits_by_recipient ON visits (recipient, at);
CREATE INDEX visits_by_time ON visits (at, record);
CREATE INDEX visits_drafts ON visits (at) WHERE entry_hash IS NULL;
CREATE INDEX visits_long ON visits (ended) WHERE minutes > 1440;
CREATE INDEX visits_withdrawn ON visits (at) WHERE op = 'visit.withdraw';

CREATE TABLE assignments (
    assignment VARCHAR(64) NOT NULL,
    recipient VARCHAR(64) NOT NULL,
    first_day VARCHAR(10) NOT NULL,
    last_day VARCHAR(10),
    status VARCHAR(8) NOT NULL,
    answer VARCHAR(8) NOT NULL,
    answer_reason TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    states TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    PRIMARY KEY (assignment),
    FOREIGN KEY(recipient) REFERENCES recipients (recipient)
);
CREATE INDEX ix_assignments_recipient ON assignments (recipient);

CREATE TABLE entries (
    id INTEGER NOT NULL,
    stream VARCHAR(26) NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    op VARCHAR(24) NOT NULL,
    record VARCHAR(26) NOT NULL,
    version INTEGER NOT NULL,
    reason VARCHAR(32) NOT NULL,
    actor VARCHAR(64) NOT NULL,
    recorded_at BIGINT NOT NULL,
    header BLOB NOT NULL,
    signature BLOB NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (stream, seq),
    FOREIGN KEY(stream) REFERENCES streams (stream),
    UNIQUE (hash)
);
CREATE INDEX entries_by_record ON entries (record, version);

CREATE TABLE fingerprints (
    fingerprint VARCHAR(64) NOT NULL,
    record VARCHAR(26) NOT NULL,
    kept BOOLEAN NOT NULL,
    PRIMARY KEY (fingerprint, record),
    FOREIGN KEY(record) REFERENCES visits (record) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX fingerprints_by_record ON fingerprints (record);

CREATE TABLE receipts (
    id INTEGER NOT NULL,
    stream VARCHAR(26) NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    count INTEGER NOT NULL,
    received_at BIGINT NOT NULL,
    envelope BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(stream) REFERENCES streams (stream)
);
CREATE INDEX receipts_by_head ON receipts (stream, seq);

CREATE TABLE verdict_rules (
    rule VARCHAR(32) NOT NULL,
    entry_hash BLOB NOT NULL,
    record VARCHAR(26) NOT NULL,
    PRIMARY KEY (rule, entry_hash),
    FOREIGN KEY(entry_hash) REFERENCES verdicts (entry_hash) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX verdict_rules_by_entry ON verdict_rules (entry_hash);

CREATE TABLE visit_findings (
    record VARCHAR(26) NOT NULL,
    place INTEGER NOT NULL,
    rule VARCHAR(32) NOT NULL,
    action VARCHAR(8) NOT NULL,
    pointer TEXT NOT NULL,
    "values" TEXT NOT NULL,
    PRIMARY KEY (record, place),
    FOREIGN KEY(record) REFERENCES visits (record) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX visit_findings_by_rule ON visit_findings (rule, record);

CREATE TABLE visit_marks (
    mark VARCHAR(80) NOT NULL,
    record VARCHAR(26) NOT NULL,
    PRIMARY KEY (mark, record),
    FOREIGN KEY(record) REFERENCES visits (record) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX visit_marks_by_record ON visit_marks (record);

CREATE TABLE visit_staff (
    staff VARCHAR(64) NOT NULL,
    at BIGINT NOT NULL,
    record VARCHAR(26) NOT NULL,
    place INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (staff, at, record),
    FOREIGN KEY(record) REFERENCES visits (record) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX visit_staff_by_record ON visit_staff (record);

CREATE TABLE awaiting (
    entry INTEGER NOT NULL,
    stream VARCHAR(26) NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (entry),
    FOREIGN KEY(entry) REFERENCES entries (id)
);
CREATE INDEX awaiting_by_place ON awaiting (stream, seq);

-- What was said stays said: the database itself refuses to change or remove it.

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
WHEN NOT (
    NEW.salt = x'' AND NEW.payload = x''
    AND NEW.id = OLD.id AND NEW.stream = OLD.stream AND NEW.seq = OLD.seq AND NEW.hash = OLD.hash
    AND NEW.op = OLD.op AND NEW.record = OLD.record AND NEW.version = OLD.version
    AND NEW.reason = OLD.reason AND NEW.actor = OLD.actor AND NEW.recorded_at = OLD.recorded_at
    AND NEW.header = OLD.header AND NEW.signature = OLD.signature
)
BEGIN SELECT RAISE(ABORT, 'entries are append-only but for the erasing of payloads'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;

CREATE TRIGGER receipts_no_update BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts is append-only'); END;

CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts is append-only'); END;

CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;

CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

-- A head only ever moves forward, by one.
CREATE TRIGGER streams_forward BEFORE UPDATE OF seq, hash ON streams WHEN NEW.seq <> OLD.seq + 1
BEGIN SELECT RAISE(ABORT, 'a stream moves forward by one'); END;

CREATE TRIGGER streams_no_delete BEFORE DELETE ON streams
BEGIN SELECT RAISE(ABORT, 'streams are kept'); END;

-- Entries without a verdict, so that nobody scans those that have one.
CREATE TRIGGER awaiting_opened AFTER INSERT ON entries
WHEN NOT EXISTS (SELECT 1 FROM verdicts WHERE entry_hash = NEW.hash)
BEGIN INSERT INTO awaiting (entry, stream, seq) VALUES (NEW.id, NEW.stream, NEW.seq); END;

CREATE TRIGGER awaiting_closed AFTER INSERT ON verdicts
BEGIN DELETE FROM awaiting WHERE entry = (SELECT id FROM entries WHERE hash = NEW.entry_hash); END;

-- Sums, kept in the transaction that saves.
CREATE TRIGGER sums_added AFTER INSERT ON visits
BEGIN
    INSERT INTO day_counts (day, visits) VALUES (NEW.day, 1)
        ON CONFLICT (day) DO UPDATE SET visits = visits + 1;
    INSERT INTO recipient_months (month, recipient, sealed, visits, minutes)
        SELECT substr(NEW.day, 1, 7), NEW.recipient, NEW.entry_hash IS NOT NULL, 1, NEW.minutes
        WHERE NEW.outcome = 'done' AND NEW.op <> 'visit.withdraw'
        ON CONFLICT (month, recipient, sealed)
        DO UPDATE SET visits = visits + 1, minutes = minutes + excluded.minutes;
END;

CREATE TRIGGER sums_removed AFTER DELETE ON visits
BEGIN
    UPDATE day_counts SET visits = visits - 1 WHERE day = OLD.day;
    UPDATE recipient_months SET visits = visits - 1, minutes = minutes - OLD.minutes
        WHERE month = substr(OLD.day, 1, 7) AND recipient = OLD.recipient
        AND sealed = (OLD.entry_hash IS NOT NULL) AND OLD.outcome = 'done' AND OLD.op <> 'visit.withdraw';
END;

CREATE TRIGGER sums_changed AFTER UPDATE ON visits
WHEN OLD.day <> NEW.day OR OLD.recipient <> NEW.recipient OR OLD.minutes <> NEW.minutes
    OR OLD.outcome <> NEW.outcome OR OLD.op <> NEW.op
    OR (OLD.entry_hash IS NULL) <> (NEW.entry_hash IS NULL)
BEGIN
    UPDATE day_counts SET visits = visits - 1 WHERE day = OLD.day;
    UPDATE recipient_months SET visits = visits - 1, minutes = minutes - OLD.minutes
        WHERE month = substr(OLD.day, 1, 7) AND recipient = OLD.recipient
        AND sealed = (OLD.entry_hash IS NOT NULL) AND OLD.outcome = 'done' AND OLD.op <> 'visit.withdraw';
    INSERT INTO day_counts (day, visits) VALUES (NEW.day, 1)
        ON CONFLICT (day) DO UPDATE SET visits = visits + 1;
    INSERT INTO recipient_months (month, recipient, sealed, visits, minutes)
        SELECT substr(NEW.day, 1, 7), NEW.recipient, NEW.entry_hash IS NOT NULL, 1, NEW.minutes
        WHERE NEW.outcome = 'done' AND NEW.op <> 'visit.withdraw'
        ON CONFLICT (month, recipient, sealed)
        DO UPDATE SET visits = visits + 1, minutes = minutes + excluded.minutes;
END;
