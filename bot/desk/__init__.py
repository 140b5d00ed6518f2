"""The pure heart: what one mail, or one tick of the clock, changes."""

from bot.desk import due, imports
from bot.desk.asks import asks
from bot.desk.book import Book
from bot.desk.handle import handle
from bot.desk.mail import Mail
from bot.desk.program import house_of, vocabulary_of

__all__ = ["Book", "Mail", "asks", "due", "handle", "house_of", "imports", "vocabulary_of"]
