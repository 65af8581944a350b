"""The window's own building blocks: dumb views, one setter in, meaningful signals out."""
