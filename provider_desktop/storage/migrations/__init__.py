"""The schema's history, one script a revision; scripts are never edited once released."""
