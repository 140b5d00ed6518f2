"""How fast the bot is, measured against the plainest script that does the same unavoidable I/O."""
