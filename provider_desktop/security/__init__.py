"""Keys, passphrases, users and the audit trail of this PC."""
