"""What the database itself refuses: changing what anybody said, and one agency looking at another's rows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import DDL, MetaData, Table, event

from provider_desktop.receiver.storage.tables import APPEND_ONLY, blob_parts, devices, metadata, publications

__all__ = ["metadata"]

#: Whom a transaction on PostgreSQL may see: set by ``Database``, nobody where nothing was set.
_SEEN = "current_setting('care.agency', true)"
_WHOLE = "SELECT 1 FROM blobs WHERE blobs.agency = OLD.agency AND blobs.sha256 = OLD.sha256"


def _set_guards() -> None:
    """Attach the guards to the tables: who imports ``metadata`` from here makes both together."""
    _on(metadata, "before_create", "postgresql", _REFUSE_CHANGE)
    for table in APPEND_ONLY:
        _keep(table)
    _keep_whole_files()
    for table in metadata.tables.values():
        _part(table)


_REFUSE_CHANGE = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME;
    END $$""",
    f"""CREATE OR REPLACE FUNCTION refuse_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS ({_WHOLE}) THEN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END IF;
    IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
    RETURN OLD;
    END $$""",
)


def _keep(table: Table) -> None:
    """No row of the table is changed or deleted, whoever asks."""
    for verb in ("UPDATE", "DELETE"):
        statement = (
            f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
        )
        _on(table, "after_create", "sqlite", (statement,))
    per_row = (
        f"CREATE OR REPLACE TRIGGER {table.name}_append_only BEFORE UPDATE OR DELETE ON {table.name} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    # a row trigger does not see TRUNCATE
    at_once = (
        f"CREATE OR REPLACE TRIGGER {table.name}_no_truncate BEFORE TRUNCATE ON {table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    _on(table, "after_create", "postgresql", (per_row, at_once))


def _keep_whole_files() -> None:
    """Pieces of a file that is whole stay as they are."""
    name = blob_parts.name
    for verb in ("UPDATE", "DELETE"):
        statement = (
            f"CREATE TRIGGER IF NOT EXISTS {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"WHEN EXISTS ({_WHOLE}) BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
        )
        _on(blob_parts, "after_create", "sqlite", (statement,))
    statement = (
        f"CREATE OR REPLACE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_whole()"
    )
    _on(blob_parts, "after_create", "postgresql", (statement,))


def _part(table: Table) -> None:
    """On PostgreSQL, let a transaction for an agency see and write that agency's rows alone."""
    if "agency" in table.columns:
        own = f"agency = {_SEEN}"
    elif "stream" in table.columns:
        own = f"EXISTS (SELECT 1 FROM streams WHERE streams.stream = {table.name}.stream)"  # noqa: S608 - a table's own name
    elif "entry" in table.columns:
        own = f"EXISTS (SELECT 1 FROM entries WHERE entries.id = {table.name}.entry)"  # noqa: S608 - a table's own name
    else:
        return  # trust documents, nonces, revocations: nothing of an agency is in them
    rule = f"{_SEEN} = '*' OR {own}"
    if table is publications:
        rule += f" OR (agency = '' AND {_SEEN} <> '')"
    statements = [
        f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY",
    ]
    statements.append(f"CREATE POLICY own ON {table.name} USING ({rule}) WITH CHECK ({rule})")
    if table is devices:
        # Keys are compared across agencies when one is rotated to; a public key tells nothing.
        statements.append(f"CREATE POLICY read_any ON {table.name} FOR SELECT USING (true)")
    _on(table, "after_create", "postgresql", statements)


def _on(target: Table | MetaData, moment: str, dialect: str, statements: Iterable[str]) -> None:
    for statement in statements:
        ddl = DDL(statement)  # type: ignore[no-untyped-call]  # the library's own signature
        event.listen(target, moment, ddl.execute_if(dialect=dialect))


_set_guards()
