"""The tables of the database on this PC: what was said (append-only) and what follows from it.

Append-only tables are guarded by triggers, which live with the migrations (``migrations/``) since
only a migration may create them. ``visits`` and its companions hold one row a record: the draft, or
the latest sealed version. They are a projection: for sealed visits everything can be made again from
``entries``. The state of a visit is never stored; see ``visit_states``.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    cast,
    func,
    select,
    text,
)

from provider_desktop.storage.columns import Day, Hash, Moment

metadata = MetaData()

_ID = String(64)  # ids of recipients, staff, assignments, items: the giver's strings (exchange.md, "Bytes")
_ULID = String(26)

#: What was agreed with the regulator and what the office chose: JSON by key.
settings = Table(
    "settings",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# ---------------------------------------------------------------- what this PC said: the stream

streams = Table(
    "streams",
    metadata,
    Column("stream", _ULID, primary_key=True),
    Column("device", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("own", Boolean, nullable=False),  # the one stream that this installation writes
    Column("state", String(8), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Hash, nullable=False),
    Column("installation", _ULID, nullable=False, server_default=text("''")),  # whose own; see schema 0009
    # The key that it began with, x'' where this PC never had it.
    Column("public_key", LargeBinary, nullable=False, server_default=text("x''")),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", ForeignKey("streams.stream"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Hash, nullable=False, unique=True),
    Column("op", String(24), nullable=False),
    Column("record", _ULID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("actor", _ID, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    UniqueConstraint("stream", "seq"),
    Index("entries_by_record", "record", "version"),
)

#: Entries without a verdict: an index of the open ones, kept so that nothing scans the closed ones.
awaiting = Table(
    "awaiting",
    metadata,
    Column("entry", ForeignKey("entries.id"), primary_key=True),
    Column("stream", _ULID, nullable=False),
    Column("seq", Integer, nullable=False),
    Index("awaiting_by_place", "stream", "seq"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", ForeignKey("streams.stream"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Hash, nullable=False),
    Column("count", Integer, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Index("receipts_by_head", "stream", "seq"),
)

#: How far receipts of the newest epoch reach in each stream; kept by a trigger on receipts.
acknowledged = Table(
    "acknowledged",
    metadata,
    Column("stream", ForeignKey("streams.stream"), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- what the regulator said: the feed

#: The receiver's epoch that this PC has adopted last, 0 before the first.
PRESENT_EPOCH = func.coalesce(
    select(cast(settings.c.value, Integer)).where(settings.c.key == "epoch").scalar_subquery(), 0
)

#: One chain an epoch: a receiver restored from a backup tells its feed from the start (exchange.md).
statements = Table(
    "statements",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False, default=PRESENT_EPOCH),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", Hash, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Index("statements_by_kind", "epoch", "kind", "seq"),
)

#: The latest verdict on each entry; earlier ones stay in the feed.
verdicts = Table(
    "verdicts",
    metadata,
    Column("entry_hash", Hash, primary_key=True),
    Column("stream", _ULID, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("record", _ULID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("statement", Integer, nullable=False),
    Column("findings", Text, nullable=False),
    Index("verdicts_by_outcome", "outcome", "record"),
)

#: Which rules a verdict names: so that a list can be asked for them.
verdict_rules = Table(
    "verdict_rules",
    metadata,
    Column("rule", String(32), primary_key=True),
    Column("entry_hash", ForeignKey("verdicts.entry_hash", ondelete="CASCADE"), primary_key=True),
    Column("record", _ULID, nullable=False),
    Index("verdict_rules_by_entry", "entry_hash"),
    sqlite_with_rowid=False,
)

ratings = Table(
    "ratings",
    metadata,
    Column("statement", Integer, primary_key=True, autoincrement=False),
    Column("period", String(16), nullable=False),
    Column("ruleset", String(64), nullable=False),
    Column("light", String(8), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index("ratings_by_period", "period", "statement"),
)

recipients = Table(
    "recipients",
    metadata,
    Column("recipient", _ID, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("township", Text, nullable=False),
    Column("category", String(24), nullable=False),
    Column("self_care", String(12), nullable=False),
    Column("search", Text, nullable=False),
    Column("content", Text, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("assignment", _ID, primary_key=True),
    Column("recipient", ForeignKey("recipients.recipient"), nullable=False, index=True),
    Column("first_day", Day, nullable=False),
    Column("last_day", Day),
    Column("status", String(8), nullable=False),
    Column("answer", String(8), nullable=False),
    Column("answer_reason", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("states", Text, nullable=False),
    Column("plan", Text, nullable=False),
)

catalogues = Table(
    "catalogues",
    metadata,
    Column("version", _ID, primary_key=True),
    Column("first_day", Day, nullable=False),
    Column("last_day", Day),
    Column("content", Text, nullable=False),
)

rulesets = Table(
    "rulesets",
    metadata,
    Column("version", _ID, primary_key=True),
    Column("first_day", Day, nullable=False),
    Column("last_day", Day),
    Column("body", Text, nullable=False),
)

calendars = Table(
    "calendars",
    metadata,
    Column("statement", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

# ---------------------------------------------------------------- the agency's own

staff = Table(
    "staff",
    metadata,
    Column("staff", _ID, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("record", _ULID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("entry_hash", Hash),  # of the version last sealed; NULL while none was
    Column("search", Text, nullable=False),
    Column("content", Text, nullable=False),
)

#: One row a record: the draft where one is open (``entry_hash`` NULL), else the latest sealed version.
visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record", _ULID, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("entry_hash", Hash),
    Column("op", String(24), nullable=False),
    Column("at", Moment, nullable=False),  # sign-in that counts, else sign-out, else when it was saved
    Column("started", Moment),
    Column("ended", Moment),
    Column("day", Day, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("recipient", _ID, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("group", _ID, nullable=False),
    Column("staff", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("held_by", String(8), nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("content", Text),  # of drafts only: what is sealed lives in its entry
    Index("visits_by_time", "at", "record"),
    Index("visits_by_recipient", "recipient", "at"),
)
Index("visits_drafts", visits.c.at, sqlite_where=visits.c.entry_hash.is_(None))
Index("visits_withdrawn", visits.c.at, sqlite_where=text("op = 'visit.withdraw'"))
#: The few that a look back of one day would miss (see ``visit_context``).
Index("visits_long", visits.c.ended, sqlite_where=text("minutes > 1440"))

visit_staff = Table(
    "visit_staff",
    metadata,
    Column("staff", _ID, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("record", ForeignKey("visits.record", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Index("visit_staff_by_record", "record"),
    sqlite_with_rowid=False,
)

#: What should not be seen twice: hashes of photos and signatures, coordinates to the last digit.
visit_marks = Table(
    "visit_marks",
    metadata,
    Column("mark", String(80), primary_key=True),
    Column("record", ForeignKey("visits.record", ondelete="CASCADE"), primary_key=True),
    Index("visit_marks_by_record", "record"),
    sqlite_with_rowid=False,
)

visit_findings = Table(
    "visit_findings",
    metadata,
    Column("record", ForeignKey("visits.record", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rule", String(32), nullable=False),
    Column("action", String(8), nullable=False),
    Column("pointer", Text, nullable=False),
    Column("values", Text, nullable=False),
    Index("visit_findings_by_rule", "rule", "record"),
    sqlite_with_rowid=False,
)

#: ``kept`` ones were imported or sealed: an edit of the visit does not let the same row in again.
fingerprints = Table(
    "fingerprints",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("record", ForeignKey("visits.record", ondelete="CASCADE"), primary_key=True),
    Column("kept", Boolean, nullable=False),
    Index("fingerprints_by_record", "record"),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- evidence

#: Files of evidence kept here. ``delivered_epoch`` is the receiver's when it said that it holds the file.
evidence = Table(
    "evidence",
    metadata,
    Column("sha256", Hash, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("delivered_at", Moment),
    Column("delivered_epoch", Integer, nullable=False),
)

#: Which sealed entries name which files.
evidence_uses = Table(
    "evidence_uses",
    metadata,
    Column("sha256", Hash, primary_key=True),
    Column("entry_hash", ForeignKey("entries.hash"), primary_key=True),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- sums, kept by triggers on visits

day_counts = Table(
    "day_counts",
    metadata,
    Column("day", Day, primary_key=True),
    Column("visits", Integer, nullable=False),
    sqlite_with_rowid=False,
)

recipient_months = Table(
    "recipient_months",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("recipient", _ID, primary_key=True),
    Column("sealed", Boolean, primary_key=True),
    Column("visits", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- the house's own

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", _ID, nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", _ID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("prev", Hash, nullable=False),
    Column("hash", Hash, nullable=False),
    Index("audit_by_subject", "subject", "id"),
)

import_files = Table(
    "import_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Hash, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("imported", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
)

mappings = Table(
    "mappings",
    metadata,
    Column("signature", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("used_at", Moment, nullable=False),
)
