"""The registration bot: reads partners' mails, decides by rules, answers, and looks after what it accepted."""

__version__ = "0.1.0"
