"""The pure heart: what one mail, or one tick of the clock, changes."""

from bot.desk import due, imports, overdue
from bot.desk.asks import asks
from bot.desk.book import Book
from bot.desk.cases import companies, remembering
from bot.desk.handle import handle
from bot.desk.instructed import decide
from bot.desk.line import advance, follow
from bot.desk.mail import Mail, unwritten
from bot.desk.program import house_of, vocabulary_of
from bot.desk.week import week, week_due, week_key
from bot.desk.work import Work

__all__ = [
    "Book",
    "Mail",
    "Work",
    "advance",
    "asks",
    "companies",
    "decide",
    "due",
    "follow",
    "handle",
    "house_of",
    "imports",
    "overdue",
    "remembering",
    "unwritten",
    "vocabulary_of",
    "week",
    "week_due",
    "week_key",
]
