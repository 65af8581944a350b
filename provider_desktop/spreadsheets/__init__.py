"""Reading the sheets offices keep, and writing sheets they can read."""
