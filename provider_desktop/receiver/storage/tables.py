"""The receiver's tables: append-only for what anybody said, and projections rebuilt from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData()

_START = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as whole microseconds since 1970 UTC: indexes sort by time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Aware moment → microseconds; a naive one is a mistake of ours and raises ``TypeError``."""
        return None if value is None else (value - _START) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Microseconds → aware moment in UTC."""
        return None if value is None else _START + timedelta(microseconds=value)


# SQLite counts rows only where the key is an INTEGER; PostgreSQL needs the wider one.
_ROW = BigInteger().with_variant(Integer, "sqlite")
_HASH = String(64)

trusts = Table(
    "trusts",
    metadata,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("issued_at", Moment, nullable=False),
)

agencies = Table(
    "agencies",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_hash", _HASH, primary_key=True),
    Column("agency", ForeignKey("agencies.agency"), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("agency", ForeignKey("agencies.agency"), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("label", Text, nullable=False),
    Column("stream", String(26), nullable=False),
    Column("invitation", ForeignKey("invitations.code_hash"), unique=True),  # NULL: came by key rotation
    Column("enrolled_at", Moment, nullable=False),
)

revocations = Table(
    "revocations",
    metadata,
    Column("device", ForeignKey("devices.device"), primary_key=True),
    Column("at", Moment, nullable=False),
)

streams = Table(
    "streams",
    metadata,
    Column("stream", String(26), primary_key=True),
    Column("agency", ForeignKey("agencies.agency"), nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
)

stream_keys = Table(
    "stream_keys",
    metadata,
    Column("stream", ForeignKey("streams.stream"), primary_key=True),
    Column("from_seq", Integer, primary_key=True),
    Column("device", ForeignKey("devices.device"), nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("stream", ForeignKey("streams.stream"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", _HASH, nullable=False, unique=True),
    Column("agency", ForeignKey("agencies.agency"), nullable=False),
    Column("op", String(32), nullable=False),
    Column("record", String(26), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("parent", _HASH, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("stream", "seq"),
    Index("entries_by_record", "agency", "record", "version"),
    Index("entries_of_record", "record"),
    Index("entries_by_parent", "parent"),
    Index("entries_by_op", "agency", "op", "id"),
)

equivocations = Table(
    "equivocations",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("stream", ForeignKey("streams.stream"), nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("kept_hash", _HASH, nullable=False),
    Column("other_hash", _HASH, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("stream", "seq", "other_hash"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("stream", ForeignKey("streams.stream"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", _HASH, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    Index("receipts_by_head", "stream", "seq", "id"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("agency", ForeignKey("agencies.agency"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("hash", _HASH, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("issued_at", Moment, nullable=False),
    UniqueConstraint("agency", "seq"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("entry", ForeignKey("entries.id"), nullable=False, index=True),
    Column("outcome", String(16), nullable=False),
    Column("findings", Text, nullable=False),
    Column("by_officer", Integer, nullable=False),
    Column("statement_seq", Integer, nullable=False),
    Column("judged_at", Moment, nullable=False),
)

#: What the regulator published, whole; '' as agency means: for every agency, those to come included.
publications = Table(
    "publications",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("agency", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("published_at", Moment, nullable=False),
    Index("publications_by_subject", "kind", "agency", "subject", "id"),
)

alarms = Table(
    "alarms",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("code", String(32), nullable=False),
    Column("agency", String(64), nullable=False),
    Column("params", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("agency", ForeignKey("agencies.agency"), nullable=False, index=True),
    Column("period", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("published_at", Moment, nullable=False),
)

#: Files of evidence that are whole: their bytes have the hash they go by.
blobs = Table(
    "blobs",
    metadata,
    Column("agency", ForeignKey("agencies.agency"), primary_key=True),
    Column("sha256", _HASH, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("received_at", Moment, nullable=False),
)

# ---- below: projections and short-lived rows; they change; all but nonces can be made again from the above

nonces = Table(
    "nonces",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("nonce", String(128), primary_key=True),
    Column("until", Moment, nullable=False, index=True),
)

#: Entries that wait for their judge; held ones come back here when their parent arrives.
waiting = Table(
    "waiting",
    metadata,
    Column("entry", ForeignKey("entries.id"), primary_key=True, autoincrement=False),
)

#: One row a record: its latest judged version, and the entry that counts (NULL: none accepted, or withdrawn).
records = Table(
    "records",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("record", String(26), primary_key=True),
    Column("latest", ForeignKey("entries.id"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("effective", ForeignKey("entries.id")),
)

#: The version of each visit that counts.
visits = Table(
    "visits",
    metadata,
    Column("entry", ForeignKey("entries.id"), primary_key=True, autoincrement=False),
    Column("agency", String(64), nullable=False),
    Column("record", String(26), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("started", Moment),
    Column("ended", Moment),
    Column("day", String(10), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    UniqueConstraint("agency", "record"),
    Index("visits_by_recipient", "recipient", "day"),
    Index("visits_by_day", "agency", "day"),
)

visit_staff = Table(
    "visit_staff",
    metadata,
    Column("entry", ForeignKey("visits.entry", ondelete="CASCADE"), primary_key=True),
    Column("staff", String(64), primary_key=True),
    Column("person", _HASH, nullable=False),  # the same person under two agencies
    Column("day", String(10), nullable=False),
    Index("visit_staff_by_person", "person", "day"),
)

#: What must not be seen twice: hashes of photos and signatures, coordinates to the last digit.
visit_marks = Table(
    "visit_marks",
    metadata,
    Column("entry", ForeignKey("visits.entry", ondelete="CASCADE"), primary_key=True),
    Column("mark", String(128), primary_key=True),
    Column("agency", String(64), nullable=False),
    Index("visit_marks_by_mark", "agency", "mark"),
)

#: The latest accepted description of each staff member.
staff = Table(
    "staff",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("staff", String(64), primary_key=True),
    Column("entry", ForeignKey("entries.id"), nullable=False),
    Column("person", _HASH, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("staff_by_person", "person"),
)

#: How large a file of evidence is, by the word of an entry that names it.
evidence_claims = Table(
    "evidence_claims",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("sha256", _HASH, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
)

#: Files of evidence in the pieces in which they came; pieces of a file that is whole stay for good.
blob_parts = Table(
    "blob_parts",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("sha256", _HASH, primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("ends", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
)

#: Each assignment as last stated.
assignments = Table(
    "assignments",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("recipient", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("assignments_by_recipient", "recipient"),
)

#: The agency's latest answer to each assignment.
answers = Table(
    "answers",
    metadata,
    Column("agency", String(64), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("answer", String(16), nullable=False),
    Column("reason", Text, nullable=False),
)

APPEND_ONLY = (
    trusts, agencies, invitations, devices, revocations, streams, stream_keys, entries, equivocations,
    receipts, statements, verdicts, publications, alarms, ratings, blobs,
)  # fmt: skip
