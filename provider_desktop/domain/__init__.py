"""Values and rules of home care, pure: no I/O, no clock, no randomness."""
