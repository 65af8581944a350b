"""Who sits here: signing in, locking the window after idle minutes, changing places."""
