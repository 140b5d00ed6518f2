"""The terminal: each command parses, calls, prints and returns a code."""
