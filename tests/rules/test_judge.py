"""What each rule says of a lead, under the rules that come with regbot."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.decision import Facts, Verdict
from bot.domain.lead import Lead
from bot.domain.partner import Customer
from bot.domain.registration import State
from bot.rules.judge import judge

NOW = datetime(2025, 6, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def facts(partner):
    return Facts(partner=partner, received_at=NOW, decided_at=NOW)


def codes(decision):
    return [finding.code for finding in decision.findings]


def test_nothing_against_it_is_accepted(leanstack, plaidcloud, lead, facts):
    assert judge(leanstack, lead, facts).verdict is Verdict.ACCEPT
    assert judge(plaidcloud, lead, facts).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("change", "code", "leanstack_says", "plaidcloud_says"),
    [
        pytest.param({"active": False}, "partner.inactive", Verdict.REJECT, Verdict.HOLD, id="subscription lapsed"),
        pytest.param({"plan": "starter"}, "partner.plan", Verdict.REJECT, None, id="a plan that does not admit"),
        pytest.param({"plan": ""}, "partner.plan", Verdict.REJECT, None, id="no plan on file"),
        pytest.param({"plan": "academic"}, "partner.plan", Verdict.REJECT, None, id="academic earns, does not admit"),
        pytest.param({"plan": "Enterprise"}, "", None, None, id="a plan in capitals"),
        pytest.param({"agreement_on": None}, "partner.agreement", Verdict.REJECT, Verdict.HOLD, id="no Agreement"),
        pytest.param({"agreement_on": date(2025, 6, 10)}, "", None, None, id="Agreement accepted today"),
        pytest.param(
            {"agreement_on": date(2025, 6, 11)}, "partner.agreement", Verdict.REJECT, Verdict.HOLD, id="from tomorrow"
        ),
        pytest.param({"good_standing": False}, "partner.standing", Verdict.REJECT, Verdict.HOLD, id="out of standing"),
        pytest.param({"certifications": ()}, "partner.uncertified", None, Verdict.HOLD, id="no Analyst"),
        pytest.param({"certifications": ("plaidcloud analyst",)}, "", None, None, id="Analyst in small letters"),
        pytest.param({"revenue_share": False}, "", None, None, id="opted out of revenue share, still registers"),
    ],
)
def test_partner(leanstack, plaidcloud, lead, facts, change, code, leanstack_says, plaidcloud_says):
    facts = replace(facts, partner=replace(facts.partner, **change))
    for program, wanted in ((leanstack, leanstack_says), (plaidcloud, plaidcloud_says)):
        decision = judge(program, lead, facts)
        assert decision.verdict is (wanted or Verdict.ACCEPT)
        assert codes(decision) == ([code] if wanted else [])


def test_the_plan_that_is_asked_for_is_named(leanstack, lead, facts):
    decision = judge(leanstack, lead, replace(facts, partner=replace(facts.partner, plan="starter")))
    assert decision.findings[0].evidence == (
        f'{facts.partner.name}\'s own plan on file is "starter"; '
        "the program asks for a mentor, accelerator or enterprise plan"
    )
    assert "purchase a mentor, accelerator, or enterprise level plan" in decision.findings[0].policy


@pytest.mark.parametrize(
    ("outstanding", "verdict"),
    [
        pytest.param(0, Verdict.ACCEPT, id="none yet"),
        pytest.param(49, Verdict.ACCEPT, id="one place left"),
        pytest.param(50, Verdict.REJECT, id="full"),
        pytest.param(51, Verdict.REJECT, id="over-full after the limit was lowered"),
    ],
)
def test_cap(leanstack, lead, facts, outstanding, verdict):
    decision = judge(leanstack, lead, replace(facts, outstanding=outstanding))
    assert decision.verdict is verdict
    if verdict is Verdict.REJECT:
        assert decision.findings[0].code == "cap.reached"
        assert decision.findings[0].evidence == f"{outstanding} of 50 in use"
        assert decision.findings[0].policy == "You can have up to 50 outstanding registrations at any given time."


def test_no_cap_where_the_policy_names_none(plaidcloud, lead, facts):
    assert judge(plaidcloud, lead, replace(facts, outstanding=10_000)).verdict is Verdict.ACCEPT


def test_conflict_is_held_and_says_what_and_since_when_but_never_who(leanstack, lead, facts, rival):
    decision = judge(leanstack, lead, replace(facts, others=(rival,)))
    (finding,) = decision.findings
    assert decision.verdict is Verdict.HOLD
    assert finding.code == "conflict.domain"
    assert finding.evidence == (
        "Another partner's registration of the same prospect (same domain acme.com) stands since 4 March 2025"
    )
    assert "LS-0001-1 of partner nimbus-works" in finding.internal
    for secret in ("LS-0001", "nimbus", "lee@"):
        assert secret not in finding.evidence


def test_conflict_that_is_still_under_review(leanstack, lead, facts, rival):
    (finding,) = judge(leanstack, lead, replace(facts, others=(replace(rival, state=State.HELD),))).findings
    assert "is under review since 4 March 2025" in finding.evidence


def test_conflict_by_the_same_contact_where_no_domain_tells(leanstack, facts, rival):
    mine = Lead("Ada", "Byron", "Ada.Byron@gmail.com", "", "Acme", "Qualified Lead")
    theirs = replace(rival, lead=replace(mine, email="ada.byron@gmail.com", company="ACME Ltd"))
    (finding,) = judge(leanstack, mine, replace(facts, others=(theirs,))).findings
    assert finding.code == "conflict.contact"
    assert "same contact address Ada.Byron@gmail.com" in finding.evidence


@pytest.mark.parametrize(
    ("on_match", "received", "verdict"),
    [
        pytest.param("hold", "later", Verdict.HOLD, id="hold the second"),
        pytest.param("hold", "earlier", Verdict.HOLD, id="hold the first that was handled late"),
        pytest.param("reject", "later", Verdict.REJECT, id="refuse the second"),
        pytest.param("reject", "same", Verdict.REJECT, id="refuse the one handled second at the same instant"),
        pytest.param("reject", "earlier", Verdict.HOLD, id="never refuse the first for being handled late"),
        pytest.param("share", "later", Verdict.ACCEPT, id="both stand"),
        pytest.param("share", "earlier", Verdict.ACCEPT, id="both stand, whichever came first"),
    ],
)
def test_conflict_by_receipt(leanstack, lead, facts, rival, on_match, received, verdict):
    program = replace(leanstack, conflict=replace(leanstack.conflict, on_match=on_match))
    offset = {"later": 1, "same": 0, "earlier": -1}[received]
    mail = replace(facts, others=(rival,), received_at=rival.received_at + timedelta(seconds=offset))
    assert judge(program, lead, mail).verdict is verdict


def test_both_receipts_are_told_when_the_earlier_mail_is_handled_late(leanstack, lead, facts, rival):
    mail = replace(facts, others=(rival,), received_at=datetime(2025, 3, 4, 8, 0, tzinfo=UTC))
    (finding,) = judge(leanstack, lead, mail).findings
    for told in (finding.evidence, finding.internal):
        assert "4 March 2025, 08:00:00 UTC" in told
        assert "4 March 2025, 09:30:12 UTC" in told


def test_disclosing_nothing_tells_no_time_of_the_other(leanstack, lead, facts, rival):
    program = replace(leanstack, conflict=replace(leanstack.conflict, disclose="none"))
    for received in (NOW, datetime(2025, 1, 1, tzinfo=UTC)):
        mail = replace(facts, others=(rival,), received_at=received)
        (finding,) = judge(program, lead, mail).findings
        assert "4 March" not in finding.evidence
        assert "4 March 2025, 09:30:12 UTC" in finding.internal


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        pytest.param("customer", "customer.existing", id="a customer"),
        pytest.param("house", "customer.house", id="a house account"),
    ],
)
def test_companies_that_the_vendor_has(leanstack, lead, facts, kind, code):
    known = replace(facts, customer=Customer("leanstack", "acme.com", "Acme Incorporated", kind))
    decision = judge(leanstack, lead, known)
    assert (decision.verdict, codes(decision)) == (Verdict.HOLD, [code])
    assert "Acme Incorporated" not in decision.findings[0].evidence
    unchecked = replace(leanstack.exclude, existing_customer="accept", house_account="accept")
    assert judge(replace(leanstack, exclude=unchecked), lead, known).verdict is Verdict.ACCEPT


def test_explicit_attestation(leanstack, lead, facts):
    program = replace(leanstack, intake=replace(leanstack.intake, attestation="explicit"))
    decision = judge(program, lead, facts)
    assert (decision.verdict, codes(decision)) == (Verdict.REJECT, ["attestation.missing"])
    assert "demonstrable business relationship" in decision.findings[0].policy
    assert judge(program, lead, replace(facts, attested=True)).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("previous", "code"),
    [
        pytest.param({"state": State.EXPIRED}, "", id="expired, first renewal"),
        pytest.param({"expires_at": NOW + timedelta(seconds=1)}, "renewal.early", id="a second too early"),
        pytest.param({"expires_at": NOW}, "", id="at the instant of expiry"),
        pytest.param({"state": State.EXPIRED, "term": 2}, "renewal.used", id="renewed before"),
        pytest.param(None, "renewal.nothing", id="nothing to renew"),
    ],
)
def test_renewal(leanstack, lead, facts, rival, previous, code):
    own = None if previous is None else replace(rival, **({"expires_at": NOW - timedelta(days=1)} | previous))
    decision = judge(leanstack, lead, replace(facts, renewal=True, previous=own))
    assert codes(decision) == ([code] if code else [])
    assert decision.verdict is (Verdict.REJECT if code else Verdict.ACCEPT)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param(datetime(2025, 6, 9, 23, 59, tzinfo=UTC), "", id="on the last day"),
        pytest.param(datetime(2025, 6, 10, 0, 0, tzinfo=UTC), "renewal.window", id="on the day after"),
    ],
)
def test_renewal_window(leanstack, lead, facts, rival, asked, code):
    program = replace(leanstack, renewal=replace(leanstack.renewal, window_days=10))
    own = replace(rival, state=State.EXPIRED, expires_at=datetime(2025, 5, 31, tzinfo=UTC))  # last day: 30 May
    decision = judge(program, lead, replace(facts, renewal=True, previous=own, received_at=asked))
    assert codes(decision) == ([code] if code else [])


def test_renewal_faces_conflict_and_cap_again(leanstack, lead, facts, rival):
    own = replace(rival, partner="p1", state=State.EXPIRED, expires_at=NOW - timedelta(days=1))
    decision = judge(leanstack, lead, replace(facts, renewal=True, previous=own, others=(rival,), outstanding=50))
    assert codes(decision) == ["conflict.domain", "cap.reached"]
    assert decision.verdict is Verdict.REJECT
    assert [finding.code for finding in decision.reasons] == ["cap.reached"]


def test_registering_anew_gives_no_more_than_renewing(leanstack, plaidcloud, lead, facts, rival):
    own = replace(rival, state=State.EXPIRED, expires_at=NOW - timedelta(days=1), term=2)
    again = replace(facts, previous=own)
    assert codes(judge(leanstack, lead, again)) == ["renewal.used"]
    assert judge(plaidcloud, lead, again).verdict is Verdict.ACCEPT


def test_asking_to_renew_where_the_policy_is_silent_goes_to_a_person(plaidcloud, lead, facts):
    assert judge(plaidcloud, lead, replace(facts, renewal=True)).verdict is Verdict.HOLD
