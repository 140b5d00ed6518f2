"""Secrets: where they may stand, which wins, and that none is ever shown."""

import pytest

from bot.config import load, missing
from bot.domain.errors import ConfigError

LOUD = "hunter2-never-shown"


@pytest.fixture
def places(config, tmp_path):
    """A config whose inbox names a password file, with all the places a secret may come from."""
    (tmp_path / "pw").write_text("from-file\n")
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "inbox_leanstack_password").write_text("from-credential\n")
    return config(('# password_file = "secrets/leanstack"', 'password_file = "pw"'))


def password(path, environ):
    return load(path, environ).inbox[0].password.get_secret_value()


def test_the_environment_wins_then_the_file_then_the_credential(places, config, tmp_path):
    credentials = {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")}
    assert password(places, credentials | {"REGBOT_INBOX_LEANSTACK_PASSWORD": "from-env"}) == "from-env"
    assert password(places, credentials) == "from-file"
    assert password(config(), credentials) == "from-credential"
    assert password(config(), {}) == ""


def test_a_name_with_a_dash_has_an_underscore_in_the_environment(config):
    path = config(('name = "leanstack"', 'name = "lean-stack"'))
    assert password(path, {"REGBOT_INBOX_LEAN_STACK_PASSWORD": "x"}) == "x"


def test_the_database_s_url_may_come_from_outside(config):
    url = "postgresql+psycopg://regbot:pw@db/regbot"
    assert load(config(), {"REGBOT_DATABASE": url}).database == url


def test_what_is_missing_is_named_with_its_place(config):
    settings = load(config(), {"REGBOT_SMTP_PASSWORD": "x", "REGBOT_INBOX_PLAIDCLOUD_PASSWORD": "y"})
    (line,) = missing(settings)
    assert line.startswith("inbox.leanstack: no password for partners@leanstack.example")
    assert "REGBOT_INBOX_LEANSTACK_PASSWORD or password_file" in line


def test_a_password_file_that_is_not_there(config):
    with pytest.raises(
        ConfigError, match=r"inbox\.leanstack\.password_file: cannot be read: No such file or directory"
    ):
        load(config(('# password_file = "secrets/leanstack"', 'password_file = "nowhere"')), {})


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({"REGBOT_SMTP_PASSWORD": LOUD}, id="the relay's password"),
        pytest.param({"REGBOT_DATABASE": f"postgresql+psycopg://regbot:{LOUD}@db/regbot"}, id="the database's URL"),
    ],
)
def test_settings_never_show_a_secret(config, environ):
    settings = load(config(), environ)
    assert LOUD not in repr(settings)
    assert LOUD not in str(settings)
    assert LOUD not in repr(settings.smtp)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f'password = ["{LOUD}"]', id="a list"),
        pytest.param(f'password = {{ x = "{LOUD}" }}', id="a table"),
        pytest.param(f'passwort = "{LOUD}"', id="an unknown key"),
        pytest.param(f'password = "{LOUD}"\nport = "x"', id="another problem beside it"),
    ],
)
def test_problems_never_show_a_secret(config, line):
    with pytest.raises(ConfigError) as caught:
        load(config(("port = 587", line)), {})
    assert LOUD not in str(caught.value)
