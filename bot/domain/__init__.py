"""The words of the field as frozen dataclasses, the state machine and the errors; imports nothing above it."""
