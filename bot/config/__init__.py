"""Settings and rules files: read, checked whole, every problem named at once; the only room that knows pydantic."""

from bot.config.folders import data_folder, example_config
from bot.config.load import load, load_all, load_programs
from bot.config.programs import load_program
from bot.config.schema import schema
from bot.config.secrets import missing
from bot.config.settings import Settings

__all__ = [
    "Settings",
    "data_folder",
    "example_config",
    "load",
    "load_all",
    "load_program",
    "load_programs",
    "missing",
    "schema",
]
