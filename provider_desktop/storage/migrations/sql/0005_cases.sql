-- Small records: needs, calls, complaints, incidents, replies to a light, settlements. One row a record: the
-- draft while nothing of it is sealed, else the latest sealed version, whose content lives in its entry.

CREATE TABLE cases (
    record VARCHAR(26) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    version INTEGER NOT NULL,
    entry_hash BLOB,
    recipient VARCHAR(64) NOT NULL,
    visit VARCHAR(26) NOT NULL,
    at BIGINT NOT NULL,
    due VARCHAR(10),
    is_open BOOLEAN NOT NULL,
    saved_at BIGINT NOT NULL,
    content TEXT,
    PRIMARY KEY (record)
);

CREATE INDEX cases_by_kind ON cases (kind, at);
CREATE INDEX cases_by_recipient ON cases (recipient, at);
CREATE INDEX cases_by_visit ON cases (visit);
CREATE INDEX cases_by_entry ON cases (entry_hash);

-- What was decided about pictures that belong to no visit yet: when they were taken, how they look, which
-- printed sheet they show, and the name that they came with.
CREATE TABLE pictures (
    sha256 BLOB NOT NULL,
    name TEXT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    taken_at BIGINT,
    lat VARCHAR(32) NOT NULL,
    lon VARCHAR(32) NOT NULL,
    look VARCHAR(16) NOT NULL,
    sheet VARCHAR(64) NOT NULL,
    record VARCHAR(26) NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE INDEX pictures_by_look ON pictures (look);
CREATE INDEX pictures_by_record ON pictures (record);
