-- Files of evidence kept on this PC, and the sealed visits that name them. Their bytes lie, encrypted, in a
-- folder of their own.

CREATE TABLE evidence (
    sha256 BYTEA NOT NULL,
    size INTEGER NOT NULL,
    added_at BIGINT NOT NULL,
    delivered_at BIGINT,
    delivered_epoch INTEGER NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE TABLE evidence_uses (
    sha256 BYTEA NOT NULL,
    entry_hash BYTEA NOT NULL,
    PRIMARY KEY (sha256, entry_hash),
    FOREIGN KEY(entry_hash) REFERENCES entries (hash)
);
