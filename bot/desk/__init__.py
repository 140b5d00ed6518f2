"""The pure heart: what one mail, or one tick of the clock, changes."""

from bot.desk import due, imports
from bot.desk.asks import asks
from bot.desk.book import Book
from bot.desk.cases import companies, remembering
from bot.desk.handle import handle
from bot.desk.line import advance, follow
from bot.desk.mail import Mail, unwritten
from bot.desk.program import house_of, vocabulary_of
from bot.desk.work import Work

__all__ = [
    "Book",
    "Mail",
    "Work",
    "advance",
    "asks",
    "companies",
    "due",
    "follow",
    "handle",
    "house_of",
    "imports",
    "remembering",
    "unwritten",
    "vocabulary_of",
]
