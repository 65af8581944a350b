"""The use cases of the agency, shared by the window and the commands."""
