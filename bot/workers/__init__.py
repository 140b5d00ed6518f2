"""What the daemon does over and over: receive, process, file, send, tick; each a step that a test can call."""
