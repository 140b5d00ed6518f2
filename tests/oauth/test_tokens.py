"""Access tokens: every way to one, kept while they are good, and what is said when there is none."""

from __future__ import annotations

import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.domain.errors import TokenUnavailable
from bot.oauth import ByAssertion, ByClient, ByConsent, Client, TokenSource
from bot.oauth import Provider as Asked
from bot.oauth.consent import allow
from bot.oauth.keeping import Keeping
from bot.oauth.providers import preset
from bot.oauth.providers import provider as known
from tests.servers.oauth import Provider

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
APP = Client("app", "quiet")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def asked(provider: Provider, **ways: str) -> Asked:
    return Asked(f"{provider.url}/token", consent_scopes=("mail", "offline"), own_scopes=("all",), **ways)


def by_consent(provider: Provider, path: Path, clock: Clock, first: str = "first") -> ByConsent:
    return ByConsent(asked(provider), APP, Keeping(path, first), "regbot auth x", clock)


def test_a_token_serves_until_five_minutes_before_its_end(provider: Provider, tmp_path: Path) -> None:
    clock = Clock()
    source = TokenSource(by_consent(provider, tmp_path / "t", clock), clock)
    first = source.token()
    clock.now += timedelta(minutes=54)
    assert source.token() == first
    clock.now += timedelta(minutes=2)
    assert source.token() != first
    assert len(provider.asked) == 2


def test_a_changed_refresh_token_outlives_the_process(provider: Provider, tmp_path: Path) -> None:
    path, clock = tmp_path / "tokens" / "x", Clock()
    by_consent(provider, path, clock).give()
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text().strip()
    by_consent(provider, path, clock).give()  # another run: "first" is spent, the kept one is not
    assert [form["refresh_token"] for form in provider.asked] == ["first", kept]


def test_two_processes_do_not_lose_the_changed_token_to_each_other(provider: Provider, tmp_path: Path) -> None:
    grants = [by_consent(provider, tmp_path / "t", Clock()) for _ in range(4)]
    given: list[str] = []
    threads = [threading.Thread(target=lambda grant=grant: given.append(grant.give().access)) for grant in grants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(given)) == 4


def test_a_token_that_others_may_read_is_not_used(provider: Provider, tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text("first\n")
    path.chmod(0o644)
    with pytest.raises(TokenUnavailable, match=f"others may read it: chmod 600 {path}"):
        by_consent(provider, path, Clock()).give()
    assert provider.asked == []


def test_a_withdrawn_permission_names_the_command_that_mends_it(provider: Provider, tmp_path: Path) -> None:
    provider.allowed = False
    with pytest.raises(TokenUnavailable, match="ended or was withdrawn; run regbot auth x") as caught:
        by_consent(provider, tmp_path / "t", Clock()).give()
    assert caught.value.permanent
    assert "Trace ID" not in str(caught.value)


def test_a_mailbox_that_nobody_allowed_yet(provider: Provider, tmp_path: Path) -> None:
    with pytest.raises(TokenUnavailable, match="nobody has allowed the mailbox yet: run regbot auth x"):
        by_consent(provider, tmp_path / "t", Clock(), first="").give()


def test_a_provider_that_is_away_is_no_lasting_trouble(tmp_path: Path) -> None:
    gone = Provider()
    gone.stop()
    with pytest.raises(TokenUnavailable, match=r"127\.0\.0\.1: cannot be reached") as caught:
        by_consent(gone, tmp_path / "t", Clock()).give()
    assert not caught.value.permanent


def test_an_application_in_its_own_name(provider: Provider) -> None:
    assert ByClient(asked(provider), APP, Clock()).give().access in provider.live
    assert provider.asked[0] == {
        "grant_type": "client_credentials",
        "scope": "all",
        "client_id": "app",
        "client_secret": "quiet",
    }
    with pytest.raises(TokenUnavailable, match="invalid_client"):
        ByClient(asked(provider), Client("app", "wrong"), Clock()).give()


def test_a_service_account_acts_for_the_mailbox(provider: Provider) -> None:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    provider.public_key = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )

    def now() -> datetime:
        return datetime.now(UTC)

    grant = ByAssertion(asked(provider), "bot@project.example", pem, "k1", "user1", now)
    assert grant.give().access in provider.live
    with pytest.raises(TokenUnavailable, match="unauthorized_client"):
        ByAssertion(asked(provider), "bot@project.example", pem, "k1", "another", now).give()
    with pytest.raises(TokenUnavailable, match="the service account's key cannot be used"):
        ByAssertion(asked(provider), "bot@project.example", "no key", "k1", "user1", now).give()


def test_a_person_allows_it_on_any_device(provider: Provider) -> None:
    provider.pending = ["authorization_pending"]
    said: list[str] = []
    found = allow(asked(provider, device_url=f"{provider.url}/device"), APP, said.append, Clock())
    assert found.refresh in provider.refresh
    assert "WXYZ-1234" in said[0]
    assert f"{provider.url}/activate" in said[0]


def test_a_person_who_declines(provider: Provider) -> None:
    provider.pending = ["access_denied"]
    with pytest.raises(TokenUnavailable, match="access_denied"):
        allow(asked(provider, device_url=f"{provider.url}/device"), APP, lambda _: None, Clock())


def test_a_person_allows_it_in_a_browser_on_this_machine(provider: Provider) -> None:
    visits: list[threading.Thread] = []

    def visit(text: str) -> None:
        """As a browser does: an answer made up by another page comes first, then the provider's own."""
        if "?" not in text:
            return
        query = {key: values[0] for key, values in parse_qs(urlsplit(text.splitlines()[1]).query).items()}
        assert (query["scope"], query["code_challenge_method"]) == ("mail offline", "S256")
        back, state = query["redirect_uri"], query["state"]
        code = provider.consent(query["code_challenge"])
        urls = [f"{back}/?state=forged&code=evil", f"{back}/?state={state}&code={code}"]
        visits.append(threading.Thread(target=lambda: [urllib.request.urlopen(url).read() for url in urls]))
        visits[-1].start()

    found = allow(asked(provider, authorize_url=f"{provider.url}/authorize"), APP, visit, Clock())
    visits[0].join()
    assert found.refresh in provider.refresh
    assert provider.asked[0]["redirect_uri"].startswith("http://127.0.0.1:")


def test_a_consent_that_would_not_last_is_said(provider: Provider) -> None:
    provider.rotates = False
    with pytest.raises(TokenUnavailable, match="gave no refresh token"):
        allow(asked(provider, device_url=f"{provider.url}/device"), APP, lambda _: None, Clock())


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_what_comes_with_regbot(name: str) -> None:
    found = known(name, "tenant-1")
    assert found.token_url.startswith("https://")
    assert "{" not in found.token_url + found.authorize_url + found.device_url
    assert preset(name).imap_host
