-- Who works at this PC, how they prove it, how often somebody failed to, and what persons agreed to.

CREATE TABLE users (
    name VARCHAR(64) NOT NULL,
    role VARCHAR(16) NOT NULL,
    active BOOLEAN NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    PRIMARY KEY (name)
);

-- By the hash of what was typed as a name: people type passwords there by mistake.
CREATE TABLE sign_in_failures (
    typed BLOB NOT NULL,
    count INTEGER NOT NULL,
    last_at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (typed)
);

-- What a person, or who acts for them, agreed to or took back: a line each time, the newest counts.
CREATE TABLE consents (
    id INTEGER NOT NULL,
    recipient VARCHAR(64) NOT NULL,
    purpose VARCHAR(16) NOT NULL,
    given BOOLEAN NOT NULL,
    day VARCHAR(10) NOT NULL,
    by_whom VARCHAR(16) NOT NULL,
    form VARCHAR(16) NOT NULL,
    noted_by VARCHAR(64) NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX consents_by_recipient ON consents (recipient, id);

CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'consents is append-only'); END;

CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents
BEGIN SELECT RAISE(ABORT, 'consents is append-only'); END;
