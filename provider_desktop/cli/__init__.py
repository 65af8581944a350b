"""Commands without a window: the same services, no display, no Qt."""
