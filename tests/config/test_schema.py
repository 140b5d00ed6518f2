"""The JSON Schemas: what an editor offers, and what it says of each key."""

import json
import subprocess
import sys

import pytest

from bot.config import data_folder, schema


@pytest.mark.parametrize("name", ["rules", "config"])
def test_everything_is_described_and_nothing_else_allowed(name):
    whole = schema(name)
    tables = [whole, *whole["$defs"].values()]
    for table in tables:
        assert table["description"], table["title"]
        assert table.get("additionalProperties") is False or table["title"] == "Limits"
    assert "null" not in json.dumps(whole)


def test_rules_offer_the_words_that_may_stand():
    defs = schema("rules")["$defs"]
    assert defs["Conflict"]["properties"]["on_match"]["enum"] == ["hold", "reject", "queue", "share"]
    assert "expected_close" in defs["Intake"]["properties"]["required"]["items"]["enum"]
    assert defs["Cap"]["properties"]["limit"]["minimum"] == 1
    assert "days" in defs["Renewal"]["properties"]["days"]["description"]


def test_silence_is_offered_as_a_word():
    whole = schema("rules")
    assert {"const", "description"} == set(whole["properties"]["cap"]["anyOf"][1])
    assert whole["properties"]["cap"]["anyOf"][1]["const"] == "unset"


def test_what_must_be_written_is_required():
    assert {"term", "renewal", "cap", "intake"} <= set(schema("rules")["required"])
    assert set(schema("config")["required"]) == {"smtp", "inbox", "programs"}


def test_data_lies_beside_the_package_in_a_checkout():
    assert (data_folder("rules") / "leanstack.toml").is_file()


def test_rules_are_judged_without_the_reader_of_files():
    code = "import sys, bot.rules.judge, bot.rules.describe; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
