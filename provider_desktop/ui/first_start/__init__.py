"""Before there are data: three ways to begin, and the passphrase that opens what is there."""
