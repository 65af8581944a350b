"""Spreadsheets as offices keep them: what their cells mean, told without any file or library."""
