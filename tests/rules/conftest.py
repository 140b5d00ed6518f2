"""The two programs as they come with regbot, and the makings of a case to judge."""

from datetime import UTC, date, datetime

import pytest

from bot.config import load_program
from bot.domain.lead import Lead
from bot.domain.partner import Partner
from bot.domain.registration import Registration, State


@pytest.fixture(scope="session")
def leanstack():
    return load_program("leanstack")


@pytest.fixture(scope="session")
def plaidcloud():
    return load_program("plaidcloud")


@pytest.fixture(scope="session")
def partner():
    return Partner(
        id="p1",
        program="leanstack",
        name="Brightpath",
        plan="mentor",
        agreement_on=date(2024, 1, 2),
        certifications=("PlaidCloud Analyst",),
    )


@pytest.fixture(scope="session")
def lead():
    return Lead("Ada", "Byron", "ada@acme.com", "https://acme.com", "Acme", "Qualified Lead", "acme.com")


@pytest.fixture(scope="session")
def rival(lead):
    return Registration(
        ref="LS-0001-1",
        program="leanstack",
        partner="nimbus-works",
        sender="lee@nimbusworks.in",
        lead=lead,
        state=State.ACCEPTED,
        received_at=datetime(2025, 3, 4, 9, 30, 12, tzinfo=UTC),
        decided_at=datetime(2025, 3, 4, 9, 30, 15, tzinfo=UTC),
        expires_at=datetime(2025, 9, 5, tzinfo=UTC),
        term=1,
    )
