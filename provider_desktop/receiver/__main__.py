"""``provider-receiver``, also as ``python -m provider_desktop.receiver``."""

from __future__ import annotations

import sys

from provider_desktop.receiver.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
