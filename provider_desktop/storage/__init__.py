"""The encrypted database on this PC: tables, repositories and the unit of work."""
