"""What holds of every judgement, whatever the lead and the facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import load_program
from bot.domain.decision import Facts, Finding, Verdict
from bot.domain.lead import Lead
from bot.domain.partner import Customer, Partner
from bot.domain.registration import Registration, State
from bot.rules.judge import judge, weigh

PROGRAMS = {name: load_program(name) for name in ("leanstack", "plaidcloud")}
START = datetime(2025, 1, 1, tzinfo=UTC)
WHO = "nimbus-works"

instants = st.integers(0, 400 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
findings = st.builds(Finding, st.sampled_from(["a", "b", "c"]), st.sampled_from(Verdict), st.just("why"))
leads = st.builds(Lead, email=st.sampled_from(["", "a@acme.com"]), domain=st.sampled_from(["", "acme.com"]))
partners = st.builds(
    Partner,
    id=st.just("p1"),
    program=st.just("leanstack"),
    name=st.just("Brightpath"),
    plan=st.sampled_from(["", "mentor", "enterprise", "academic"]),
    active=st.booleans(),
    good_standing=st.booleans(),
    agreement_on=st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    certifications=st.sampled_from([(), ("PlaidCloud Analyst",)]),
)
registrations = st.builds(
    Registration,
    ref=st.just("LS-0001-1"),
    program=st.just("leanstack"),
    partner=st.just(WHO),
    sender=st.just("lee@nimbusworks.in"),
    lead=leads,
    state=st.sampled_from([State.ACCEPTED, State.HELD, State.WAITING, State.EXPIRED]),
    received_at=instants,
    decided_at=instants,
    expires_at=st.none() | instants,
    term=st.integers(0, 3),
)
facts = st.builds(
    Facts,
    partner=partners,
    received_at=instants,
    decided_at=instants,
    outstanding=st.integers(0, 60),
    others=st.lists(registrations, max_size=2).map(tuple),
    previous=st.none() | registrations,
    customer=st.none() | st.builds(Customer, st.just("leanstack"), st.just("acme.com"), st.just("Acme")),
    attested=st.booleans(),
    renewal=st.booleans(),
)
programs = st.sampled_from(sorted(PROGRAMS)).map(PROGRAMS.__getitem__)


@given(st.lists(findings, max_size=5), findings)
def test_one_more_finding_never_lightens(some, more):
    assert weigh([*some, more]).verdict >= weigh(some).verdict


@given(st.lists(findings, max_size=5))
def test_the_order_of_the_rules_decides_nothing(some):
    assert weigh(some).verdict is weigh(some[::-1]).verdict


@given(programs, leads, facts)
def test_every_no_and_every_hold_explains_itself(program, lead, case):
    decision = judge(program, lead, case)
    assert decision == judge(program, lead, case)
    assert decision.verdict is max((f.verdict for f in decision.findings), default=Verdict.ACCEPT)
    assert (decision.verdict is Verdict.ACCEPT) == (not decision.findings)
    for finding in decision.findings:
        assert finding.evidence
        assert finding.code.count(".") == 1


@given(programs, leads, facts)
def test_no_partner_learns_who_the_other_is(program, lead, case):
    case = replace(case, previous=None)
    for finding in judge(program, lead, case).findings:
        assert WHO not in finding.evidence
        assert "LS-0001-1" not in finding.evidence


@given(leads, facts, st.integers(0, 120), st.integers(1, 100))
def test_the_cap_refuses_exactly_from_its_limit_on(lead, case, outstanding, limit):
    program = PROGRAMS["leanstack"]
    capped = replace(program, cap=replace(program.cap, limit=limit))
    decision = judge(capped, lead, replace(case, outstanding=outstanding))
    refused = any(finding.code == "cap.reached" for finding in decision.findings)
    assert refused == (outstanding >= limit)
    assert not refused or decision.verdict is Verdict.REJECT


@given(leads, facts)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_conflict_is_never_accepted_where_the_program_is_exclusive(lead, case):
    if not case.others:
        case = replace(case, others=(registrations_of(lead),))
    for program in PROGRAMS.values():
        assert judge(program, lead, case).verdict >= Verdict.HOLD


def registrations_of(lead):
    return Registration("LS-0001-1", "leanstack", WHO, "lee@nimbusworks.in", lead, State.ACCEPTED, START, START)


@pytest.mark.parametrize("name", PROGRAMS)
@given(leads, facts)
def test_taking_a_rival_away_never_makes_it_worse(name, lead, case):
    assert judge(PROGRAMS[name], lead, replace(case, others=())).verdict <= judge(PROGRAMS[name], lead, case).verdict
