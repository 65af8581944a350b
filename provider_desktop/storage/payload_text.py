"""What a sealed payload says without a column of its own: its canonical bytes contain a text or not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, LargeBinary, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class PayloadHas(FunctionElement[bool]):
    """True where the bytes of a column contain others. Slow over many rows: narrow by an index first."""

    type = Boolean()
    inherit_cache = True


def payload_has(payload: ColumnElement[bytes], text: str) -> ColumnElement[bool]:
    """The condition that canonical bytes contain a text such as ``"source":"phone"``."""
    sought: ColumnElement[bytes] = bindparam(None, text.encode(), type_=LargeBinary())
    return PayloadHas(payload, sought)


@compiles(PayloadHas)
def _instr(element: PayloadHas, compiler: SQLCompiler, **options: Any) -> str:
    payload, sought = element.clauses
    return f"instr({compiler.process(payload, **options)}, {compiler.process(sought, **options)}) > 0"


@compiles(PayloadHas, "postgresql")
def _position(element: PayloadHas, compiler: SQLCompiler, **options: Any) -> str:
    payload, sought = element.clauses
    return f"position({compiler.process(sought, **options)} in {compiler.process(payload, **options)}) > 0"
