"""People: those whom the bureau assigns, assignments to answer, and the roster of staff."""
