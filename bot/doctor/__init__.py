"""Tries everything that the bot needs for real, and says what is wrong and how to mend it."""

from bot.doctor.examine import examine
from bot.doctor.report import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
