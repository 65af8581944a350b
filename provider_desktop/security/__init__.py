"""Keys, passphrases and users of this PC."""
