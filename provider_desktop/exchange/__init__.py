"""The interface to the regulator as pure bytes: entries, receipts, statements and the sync state machine."""
