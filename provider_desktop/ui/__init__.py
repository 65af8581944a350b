"""The window: Qt widgets that show what services give and say what the user did."""
