"""The frame around the pages: rail, top bar, status bar, menus, command palette and help."""
