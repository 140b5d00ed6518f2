"""The composition root: what the terminal runs is put together here from the settings."""

from bot.daemon.build import office_of, open_store, renderer_of, utc_now
from bot.daemon.main import Bot

__all__ = ["Bot", "office_of", "open_store", "renderer_of", "utc_now"]
