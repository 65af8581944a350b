"""Files that the officer hands over: JSON documents, and the load file of an agency."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from provider_desktop.domain.assignment_payload import LoadFile, read_load_file
from provider_desktop.domain.identifiers import credit_code
from provider_desktop.errors import AppError, ErrorCode

_LARGEST = 64 * 1024 * 1024


def read_document(path: Path) -> dict[str, Any]:
    """A JSON object from a file.

    Raises ``AppError`` ``FileMissing``, ``FileTooLarge`` or ``FileUnreadable``.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=f"{_LARGEST >> 20} MiB")
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except (OSError, ValueError, RecursionError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=type(error).__name__) from error
    if not isinstance(document, dict):
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="JSON")
    return document


def read_load(path: Path, agency: str) -> LoadFile:
    """The load file of an agency. *agency* says whom a sheet is for; a JSON file names its own.

    Raises ``AppError`` as ``read_document``, and ``ValueInvalid`` where the agency's code is none.
    """
    document = read_document(path)
    file, faults = read_load_file(document)
    if file is None:
        fault = faults[0]
        reason = f"{fault.pointer} {fault.values.get('why', '')}".strip()
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason)
    if credit_code(file.agency) is None or (agency and agency != file.agency):
        raise AppError(ErrorCode.VALUE_INVALID, name="/agency/code", value=file.agency)
    return file
