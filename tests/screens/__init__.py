"""The states of the window that are pictured: one module a page, each with a list of :class:`Screen`."""
