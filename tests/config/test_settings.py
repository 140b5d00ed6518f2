"""The config file: what the example means, and every way to get it wrong."""

import pytest

from bot.config import load, load_all, load_programs
from bot.domain.errors import ConfigError
from bot.intake.limits import Limits


def test_the_example_is_right_and_means_what_it_says(config):
    path = config()
    settings, programs = load_all(path, {})
    box = settings.inbox[0]
    assert set(programs) == {"leanstack", "plaidcloud"}
    assert (box.name, box.program, box.port, box.tls) == ("leanstack", "leanstack", 993, "tls")
    assert (box.folder, box.folders.quarantine, box.trust.require) == ("INBOX", "Quarantine", "dmarc")
    assert box.own == {"partners@leanstack.example"}
    assert (settings.smtp.tls, settings.smtp.connections, settings.smtp.give_up_after_hours) == ("starttls", 4, 72)
    assert settings.database == f"sqlite:///{path.parent}/var/regbot.db"
    assert settings.limits == Limits()


def test_left_out_keys_have_the_defaults_that_the_example_shows(config):
    spoken = load(config(), {})
    silent = load(
        config(
            ("reply_budget_per_hour = 20", ""),
            ("digest_hour = 7", ""),
            ('var = "var"', ""),
            ('database = ""', ""),
            ("connections = 4", ""),
            ("batch = 250", ""),
            ("give_up_after_hours = 72", ""),
            ('tls = "starttls"', ""),
            ("port = 587", ""),
            ("poll_seconds = 60", ""),
            ("idle = true", ""),
            ('folder = "INBOX"', ""),
            ('processed = "Processed"', ""),
            ('from_name = ""', ""),
        ),
        {},
    )
    assert silent == spoken


def test_paths_start_at_the_file_s_folder(config):
    path = config(
        ('# templates = "my-templates"', 'templates = "mine"'),
        ('rules = "leanstack"  ', 'rules = "own/leanstack.toml"  '),
        ('# ca_file = "own-ca.pem"', 'ca_file = "/etc/ca.pem"'),
        ('database = ""', 'database = "sqlite:///data/x.db"'),
    )
    settings = load(path, {})
    assert settings.templates == path.parent / "mine"
    assert settings.var == path.parent / "var"
    assert settings.programs["leanstack"].rules == str(path.parent / "own/leanstack.toml")
    assert str(settings.inbox[0].ca_file) == "/etc/ca.pem"
    assert settings.database == f"sqlite:///{path.parent}/data/x.db"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param("port = 993", 'port = "993"', 'inbox.leanstack.port: must be a whole number, not the text "993"', id="text for a number"),
        pytest.param("port = 993", "port = 0", "inbox.leanstack.port: must be at least 1, not 0", id="port 0"),
        pytest.param("port = 993", "port = 65536", "inbox.leanstack.port: must be at most 65535, not 65536", id="port too high"),
        pytest.param("idle = true", "idle = 1", "inbox.leanstack.idle: must be true or false, without quotes, not 1", id="1 for true"),
        pytest.param("batch = 250", "batch = 1.5", "smtp.batch: must be a whole number, not 1.5", id="a broken number"),
        pytest.param("batch = 250", "batch = true", "smtp.batch: must be a whole number, not true", id="true for a number"),
        pytest.param('var = "var"', "var = 2020-01-01", 'var: must be a text in "quotes", not a date', id="a date for a text"),
        pytest.param("poll_seconds", "pol_seconds", "inbox.leanstack.pol_seconds: unknown key; did you mean 'poll_seconds'?", id="a slip in a key"),
        pytest.param("[mail]", "[male]", "male: unknown key; did you mean 'mail'?", id="a slip in a section"),
        pytest.param("[mail]", "[limits]\nmail_byte = 1\n[mail]", "limits.mail_byte: unknown key; did you mean 'mail_bytes'?", id="a slip in a limit"),
        pytest.param("[mail]", "[limits]\nparts = 0\n[mail]", "limits.parts: must be at least 1, not 0", id="a limit of nothing"),
        pytest.param("[mail]", '[limits]\nparts = "9"\n[mail]', 'limits.parts: must be a whole number, not the text "9"', id="text for a limit"),
        pytest.param('host = "smtp.example.com"', "", "smtp.host: is missing", id="no relay"),
        pytest.param('host = "smtp.example.com"', 'host = ""', "smtp.host: must not be empty", id="an empty relay"),
        pytest.param('tls = "starttls"', 'tls = "none"', 'smtp.tls: must be "tls" or "starttls": only this machine itself is reached by "none"', id="no TLS to another host"),
        pytest.param('tls = "tls"', 'tls = "ssl"', 'inbox.leanstack.tls: must be "tls", "starttls" or "none", not the text "ssl"', id="an unknown kind of TLS"),
        pytest.param('address = "partners@leanstack.example"', 'address = "partners at leanstack"', "inbox.leanstack.address: is not a mail address such as partners@example.com", id="a bad address"),
        pytest.param('admins = ["partner-manager@leanstack.example"]', 'admins = ["me@x", "you@example.com"]', "programs.leanstack.admins.0: is not a mail address such as partners@example.com", id="a bad admin"),
        pytest.param('admins = ["partner-manager@leanstack.example"]', "admins = []", "programs.leanstack.admins: must name at least one", id="nobody decides"),
        pytest.param('bounce_address = ""', 'bounce_address = "x"', "mail.bounce_address: is not a mail address such as partners@example.com", id="a bad return path"),
        pytest.param('program = "plaidcloud"', 'program = "plaidclod"', "inbox.plaidcloud.program: no program \"plaidclod\" under [programs]; did you mean 'plaidcloud'?", id="an inbox of no program"),
        pytest.param('name = "plaidcloud"', 'name = "leanstack"', 'inbox: two have the name "leanstack"', id="two inboxes of one name"),
        pytest.param('address = "partners@plaidcloud.example"', 'address = "Partners@LEANSTACK.example"', 'inbox: two have the address "partners@leanstack.example"', id="two inboxes of one address"),
        pytest.param('require = "dmarc"', "", "inbox.leanstack.trust.require: is missing", id="trust is never guessed"),
        pytest.param('[inbox.trust]\nrequire = "dmarc"\nauthserv_id = "mx.plaidcloud.example"', "", "inbox.plaidcloud.trust: is missing", id="no word on trust"),
        pytest.param('authserv_id = "mx.leanstack.example"', "", "inbox.leanstack.trust.authserv_id: must name the server whose Authentication-Results count, or microsoft_365 be true", id="dmarc by whom"),
        pytest.param('authserv_id = "mx.leanstack.example"', 'authserv_id = "mx"\nmicrosoft_365 = true', "inbox.leanstack.trust.authserv_id: Microsoft 365 writes none; leave out one of the two", id="a name and Microsoft 365"),
        pytest.param('require = "dmarc"', 'require = "trusted_header"', "inbox.leanstack.trust.header: is missing, and require is trusted_header", id="a header without name"),
        pytest.param('require = "dmarc"', 'require = "trusted_header"\nheader = "X-Ok"', "inbox.leanstack.trust.value: is missing, and require is trusted_header", id="a header without value"),
        pytest.param('require = "dmarc"', 'require = "spf"', 'inbox.leanstack.trust.require: must be "dmarc", "dkim", "trusted_header" or "none", not the text "spf"', id="SPF cannot be checked in a mailbox"),
        pytest.param("digest_hour = 7", "digest_hour = 24", "digest_hour: must be at most 23, not 24", id="an hour that is none"),
    ],
)  # fmt: skip
def test_wrong(config, problems, old, new, problem):
    assert problem in problems(config((old, new)))


def test_all_problems_at_once(config, problems):
    found = problems(
        config(
            ("port = 993", 'port = "993"'),
            ('tls = "tls"', 'tls = "none"'),
            ("connections = 4", "connections = 0"),
            ("digest_hour", "digest_our"),
            ('program = "plaidcloud"', 'program = "nobody"'),
        )
    )
    assert {line.partition(":")[0] for line in found} == {
        "inbox.leanstack.port",
        "inbox.leanstack.tls",
        "smtp.connections",
        "digest_our",
        "inbox.plaidcloud.program",
    }


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "LOCALHOST"])
def test_no_encryption_is_needed_on_this_machine(config, problems, host):
    changes = ('host = "smtp.example.com"', f'host = "{host}"'), ('tls = "starttls"', 'tls = "none"')
    assert problems(config(*changes)) == []


def test_trusting_nobody_s_proof_must_be_spelled_out(config):
    path = config(('require = "dmarc"\nauthserv_id = "mx.leanstack.example"', 'require = "none"'))
    assert load(path, {}).inbox[0].trust.require == "none"


def test_a_missing_file_is_said_so(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml: there is no such file in .*regbot init"):
        load(tmp_path / "nowhere.toml", {})


def test_not_toml(config, problems):
    path = config(("[inbox.trust]", "[inbox.trust"))
    line = path.read_text("utf-8").splitlines().index("[inbox.trust") + 1
    assert problems(path) == [
        f"is not TOML: Expected ']' at the end of a table declaration (at line {line}, column 13)"
    ]


def test_not_utf8(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes('var = "früh"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"is not UTF-8 text \(byte 9\)"):
        load(path, {})


def test_a_program_is_called_the_same_everywhere(config, rules, tmp_path):
    rules("leanstack", ('name = "leanstack"', 'name = "other"'))
    rules("plaidcloud", ('prefix = "PC"', 'prefix = "PCX"'))
    path = config(('rules = "leanstack"  ', 'rules = "leanstack.toml"  '))
    with pytest.raises(ConfigError, match='name: is "other", but the config calls it "leanstack"'):
        load_programs(load(path, {}))


def test_no_two_programs_share_a_prefix(config, rules):
    rules("plaidcloud", ('prefix = "PC"', 'prefix = "LS"'))
    path = config(('rules = "plaidcloud"', 'rules = "plaidcloud.toml"'))
    with pytest.raises(ConfigError, match='prefix "LS" is already that of leanstack'):
        load_programs(load(path, {}))


def test_on_behalf_needs_a_proof(config, problems):
    path = config(('require = "dmarc"', 'require = "none"'), ("on_behalf = []", 'on_behalf = ["forms.example"]'))
    text = 'inbox.leanstack.trust.on_behalf: is of use with require = "dmarc" or "dkim" only'
    assert text in problems(path)
