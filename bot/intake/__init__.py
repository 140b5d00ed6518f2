"""Intake: bytes to envelopes, and envelopes to what a partner said; pure, and afraid of nobody's mail."""
