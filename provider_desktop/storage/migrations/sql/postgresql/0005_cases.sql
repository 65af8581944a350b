-- Small records: needs, calls, complaints, incidents, replies to a light, settlements. One row a record: the
-- draft while nothing of it is sealed, else the latest sealed version, whose content lives in its entry.

CREATE TABLE cases (
    record TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    entry_hash BYTEA,
    recipient TEXT COLLATE "C" NOT NULL,
    visit TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    due TEXT COLLATE "C",
    is_open BOOLEAN NOT NULL,
    saved_at BIGINT NOT NULL,
    content TEXT COLLATE "C",
    PRIMARY KEY (record)
);

CREATE INDEX cases_by_kind ON cases (kind, at);
CREATE INDEX cases_by_recipient ON cases (recipient, at);
CREATE INDEX cases_by_visit ON cases (visit);
CREATE INDEX cases_by_entry ON cases (entry_hash);

-- What was decided about pictures that belong to no visit yet: when they were taken, how they look, which
-- printed sheet they show, and the name that they came with.
CREATE TABLE pictures (
    sha256 BYTEA NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    taken_at BIGINT,
    lat TEXT COLLATE "C" NOT NULL,
    lon TEXT COLLATE "C" NOT NULL,
    look TEXT COLLATE "C" NOT NULL,
    sheet TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE INDEX pictures_by_look ON pictures (look);
CREATE INDEX pictures_by_record ON pictures (record);
