"""Any correspondence, against the simplest model of what must always hold."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.desk import handle
from bot.domain.mail import Instruction
from bot.domain.registration import State
from tests.desk.world import LEANSTACK, World, lacking, lead

PARTNERS = ("Acorn", "Birch", "Cedar")
COMPANIES = ("Initech", "Hooli", "Globex", "Umbra")
CAP = 3

partners = st.sampled_from(PARTNERS)
leads = st.lists(st.tuples(st.sampled_from(COMPANIES), st.booleans()), min_size=1, max_size=4)


class Story(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.world = World(program=replace(LEANSTACK, conflict=replace(LEANSTACK.conflict, on_match="hold"))).capped(
            CAP
        )
        self.seen = {}

    @rule(who=partners, what=leads)
    def submit(self, who, what):
        given = [lead(name) if whole else lacking(lead(name), "lead_type") for name, whole in what]
        mine = {one.lead.domain for one in self.world.registrations.values() if one.partner == who.lower() and one.live}
        mail = self.world.write(who, *given)
        first = handle(mail, self.world.book(), self.world.now)
        assert first == handle(mail, self.world.book(), self.world.now)
        before = dict(self.world.registrations)
        self.world.keep(first)
        answer = next(notice for notice in first.notices if notice.kind == "answer")
        assert len(answer.view.lines) == len(what)
        for line, (name, _) in zip(answer.view.lines, what, strict=True):
            if lead(name).domain in mine and not self._ended(before, who, name):
                assert line.outcome == "duplicate"
                assert line.ref in before

    def _ended(self, before, who, name):
        """Whether the term ran out before this mail, which ends it first."""
        same = [one for one in before.values() if one.partner == who.lower() and one.lead.domain == lead(name).domain]
        return any(one.expires_at and one.expires_at <= self.world.now for one in same)

    @rule(who=partners, at=st.integers(0, 30), name=st.sampled_from(["withdraw", "renew", "status"]))
    def instruct(self, who, at, name):
        refs = sorted(self.world.registrations)
        if refs:
            ref = refs[at % len(refs)]
            before = self.world.registrations[ref]
            self.world.say(who, name, ref)
            after = self.world.registrations[ref]
            if before.partner != who.lower():
                assert after == before or (before.state, after.state) == (State.ACCEPTED, State.EXPIRED)

    @rule(who=partners)
    def renew_all(self, who):
        self.world.send(who, say=[Instruction("renew", rest="all"), Instruction("list")])

    @precondition(lambda self: any(one.state is State.HELD for one in self.world.registrations.values()))
    @rule(at=st.integers(0, 30), name=st.sampled_from(["accept", "reject"]))
    def decide(self, at, name):
        held = sorted(ref for ref, state in self.world.states().items() if state is State.HELD)
        ref = held[at % len(held)]
        self.world.decide(ref, name)
        wanted = State.ACCEPTED if name == "accept" else State.REJECTED
        assert self.world.registrations[ref].state is wanted

    @rule(days=st.sampled_from([1, 15, 100, 190]))
    def wait(self, days):
        self.world.pass_days(days)

    @rule()
    def tick(self):
        self.world.expire()

    @invariant()
    def the_cap_is_never_passed(self):
        for who in PARTNERS:
            mine = [one for one in self.world.registrations.values() if one.partner == who.lower()]
            assert sum(one.outstanding for one in mine) <= CAP

    @invariant()
    def at_most_one_is_accepted_for_each_prospect(self):
        taken = [one.lead.domain for one in self.world.registrations.values() if one.state is State.ACCEPTED]
        assert len(taken) == len(set(taken))

    @invariant()
    def a_partner_has_one_live_claim_on_a_prospect(self):
        claims = [(one.partner, one.lead.domain) for one in self.world.registrations.values() if one.live]
        assert len(claims) == len(set(claims))

    @invariant()
    def an_end_is_set_exactly_where_one_is_due(self):
        for one in self.world.registrations.values():
            assert (one.expires_at is not None) == (one.term > 0 and one.state is not State.REJECTED)

    @invariant()
    def a_case_is_open_exactly_while_its_registration_is_held(self):
        waiting = [case.ref for case in self.world.cases.values() if case.closed_at is None]
        held = [ref for ref, state in self.world.states().items() if state is State.HELD]
        assert sorted(waiting) == sorted(held)

    @invariant()
    def terms_only_grow(self):
        for ref, one in self.world.registrations.items():
            if ref in self.seen:
                assert one.received_at <= self.world.now
                assert one.term >= self.seen[ref].term
        self.seen = dict(self.world.registrations)


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=60, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow])
