"""Desk and store together, against a model of a page: who has what, who waits, who was offered it, and until when."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.desk import Book, Work, advance, asks, due, follow, handle, house_of, unwritten
from bot.domain.mail import Asked, Instruction
from bot.domain.outcome import Ask
from bot.domain.registration import State
from bot.rules.term import expiry
from bot.store import Store
from tests.desk.world import ADMIN, LEANSTACK, World, lead, partner

PARTNERS = ("Acorn", "Birch", "Cedar", "Dogwood")
COMPANIES = ("Initech", "Hooli", "Globex")
CAP, HOURS = 2, 48
WHO, WHAT, ANY = st.sampled_from(PARTNERS), st.sampled_from(COMPANIES), st.integers(0, 50)
OUT, OPEN = (State.ACCEPTED, State.HELD), (State.ACCEPTED, State.HELD, State.WAITING)


@dataclass
class Claim:
    """What the model knows of a registration."""

    who: str
    what: str
    state: State
    received: datetime
    term: int = 0
    end: datetime | None = None
    offered: datetime | None = None
    alone: bool = True


class Model:
    """The rules as a partner manager would tell them."""

    def __init__(self, program) -> None:
        self.program, self.claims = program, {}

    def on(self, what, *states):
        found = [(c.received, ref, c) for ref, c in self.claims.items() if c.what == what and c.state in states]
        return [c for _, _, c in sorted(found, key=lambda one: one[:2])]

    def used(self, who):
        return sum(c.who == who and c.state in OUT for c in self.claims.values())

    def rivals(self, claim, *states):
        return [c for c in self.on(claim.what, *states) if c.who != claim.who]

    def accept(self, claim, now):
        if not (claim.term and claim.end > now):
            claim.end, claim.term = expiry(self.program, now, renewal=claim.term > 0), claim.term + 1
        claim.state, claim.offered = State.ACCEPTED, None

    def judge(self, claim, now):
        """What becomes of a claim that is made now."""
        if self.used(claim.who) >= CAP or (claim.term > 1 and claim.end <= now):
            return State.REJECTED
        if any(claim.alone or c.alone for c in self.rivals(claim, *OPEN)):
            return State.WAITING if self.program.conflict.on_match == "queue" else State.HELD
        return State.ACCEPTED

    def move(self, now):
        for what in COMPANIES:
            for claim in self.on(what, State.WAITING):
                if self.on(what, *OUT) or any(c.offered for c in self.on(what, State.WAITING)):
                    break
                if claim.term > 1 and claim.end <= now:
                    claim.state, claim.end = State.REJECTED, None
                else:
                    claim.offered = now + timedelta(hours=HOURS)

    def tick(self, now):
        for c in self.claims.values():
            if c.state is State.ACCEPTED and c.end <= now:
                c.state = State.EXPIRED
        for c in self.claims.values():
            if c.offered and c.offered <= now:
                c.state, c.offered = State.WITHDRAWN, None


class Story(RuleBasedStateMachine):
    @initialize(on_match=st.sampled_from(["hold", "queue"]))
    def begin(self, on_match):
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "regbot.db"
        shutil.copy(template(), path)
        conflict = replace(LEANSTACK.conflict, on_match=on_match, offer_hours=HOURS)
        self.world = World(program=replace(LEANSTACK, conflict=conflict)).capped(CAP)
        self.model = Model(self.world.program)
        self.store = Store(f"sqlite:///{path}")
        self.house = house_of(self.world.program, "registrations@vendor.example")

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def mail(self, mail):
        """Have the bot handle a mail, as its worker does."""
        self.world.now += timedelta(minutes=1)
        mail = replace(mail, inbound=replace(mail.inbound, received_at=self.world.now))
        with self.store.begin("leanstack", self.world.now) as unit:
            book = Book(self.world.program, self.house, frozenset({ADMIN}), unit.known(asks([mail])), 10_000)
            outcome = handle(mail, book, self.world.now)
            unit.write([outcome])
        return outcome

    def pick(self, number, *states):
        refs = sorted(ref for ref, claim in self.model.claims.items() if claim.state in states)
        return refs[number % len(refs)] if refs else None

    @rule(who=WHO, what=WHAT)
    def register(self, who, what):
        self.mail(self.world.write(who, lead(what)))
        model, now = self.model, self.world.now
        mine = [c for c in model.claims.values() if (c.who, c.what) == (who.lower(), what)]
        if any(c.state in OPEN for c in mine):
            return
        had = [c for c in mine if c.state in (State.EXPIRED, State.WITHDRAWN) and c.end]
        claim = max(had, key=lambda c: c.end, default=None) or Claim(who.lower(), what, State.INCOMPLETE, now)
        state = model.judge(claim, now)
        if claim in mine:
            if state is not State.REJECTED:
                claim.state, claim.received = state, now
        else:
            (ref,) = {one.ref for one in self.store.registrations()} - set(model.claims)
            model.claims[ref], claim.state = claim, state
        if claim.state is State.ACCEPTED and state is State.ACCEPTED:
            model.accept(claim, now)
        model.move(now)

    @rule(number=ANY)
    def withdraw(self, number):
        ref = self.pick(number, *OPEN)
        if ref:
            claim = self.model.claims[ref]
            self.mail(self.world.write(claim.who, say=[instruction("withdraw", ref)]))
            claim.state, claim.offered = State.WITHDRAWN, None
            self.model.move(self.world.now)

    @rule(number=ANY)
    def renew(self, number):
        ref = self.pick(number, State.EXPIRED)
        if ref:
            claim, model = self.model.claims[ref], self.model
            again = any(c.state in OPEN for c in model.claims.values() if (c.who, c.what) == (claim.who, claim.what))
            self.mail(self.world.write(claim.who, say=[instruction("renew", ref)]))
            state = model.judge(claim, self.world.now)
            if state is not State.REJECTED and not again:
                claim.state, claim.received = state, self.world.now
                if state is State.ACCEPTED:
                    model.accept(claim, self.world.now)
            model.move(self.world.now)

    @rule(number=ANY, word=st.sampled_from(["accept", "reject", "queue", "share", "ask"]))
    def decide(self, number, word):
        ref = self.pick(number, State.HELD)
        if not ref:
            return
        asked = Asked("case", (ref,), threaded=(ref,), written_at=self.world.now)
        self.mail(self.world.write(ADMIN, say=[instruction(word, rest="Why?")], asked=asked))
        claim, model, now = self.model.claims[ref], self.model, self.world.now
        accepted = model.rivals(claim, State.ACCEPTED)
        if word == "accept":
            for other in accepted:
                if claim.alone or other.alone:
                    other.state, other.end = State.REJECTED, None
            for other in model.rivals(claim, State.WAITING):
                other.offered = None
            model.accept(claim, now)
        elif word == "reject":
            claim.state, claim.end = State.REJECTED, None
        elif word == "queue" and model.rivals(claim, *OUT):
            claim.state = State.WAITING
        elif word == "share" and accepted:
            for other in (claim, *accepted):
                other.alone = False
            model.accept(claim, now)
        model.move(now)

    @rule(number=ANY, word=st.sampled_from(["accept", "reject"]))
    def answer(self, number, word):
        offered = sorted(ref for ref, claim in self.model.claims.items() if claim.offered)
        if not offered:
            return
        ref = offered[number % len(offered)]
        claim, now = self.model.claims[ref], self.world.now + timedelta(minutes=1)
        asked = Asked("offer", (ref,), threaded=(ref,))
        self.mail(self.world.write(claim.who, say=[instruction(word)], asked=asked))
        if now <= claim.offered and word == "reject":
            claim.state, claim.offered = State.WITHDRAWN, None
        elif now <= claim.offered and self.model.used(claim.who) < CAP:
            if claim.term > 1 and claim.end <= now:
                return  # its last term ended while it waited
            self.model.accept(claim, now)
        self.model.move(now)

    @rule(hours=st.sampled_from([5, 50, 24 * 40, 24 * 190]))
    def wait(self, hours):
        """Let the clock run, and tick as the daemon does."""
        self.world.now += timedelta(hours=hours)
        now, program = self.world.now, self.world.program
        with self.store.begin("leanstack", now) as unit:
            ended = due.expire(program, self.house, unit.expiring(), now, {ADMIN})
            work = self.clock(unit, [one.ref for one in ended.registrations])
            for one in ended.registrations:
                work.book.register.put(one)
            work.absorb(ended)
            follow(work, unit.heard())
            unit.write([work.outcome()])
        with self.store.begin("leanstack", now) as unit:
            refs = unit.line_due(now)
            work = self.clock(unit, refs)
            advance(work, refs, unit.heard())
            unit.write([work.outcome()])
        self.model.tick(now)
        self.model.move(now)

    def clock(self, unit, refs):
        book = Book(self.world.program, self.house, frozenset({ADMIN}), unit.known(Ask(refs=tuple(refs))))
        seed = self.world.now.isoformat().encode()[:16]
        return Work(unwritten("leanstack", "clock", seed, self.world.now), book, self.world.now)

    @invariant()
    @precondition(lambda self: hasattr(self, "store"))
    def the_store_holds_what_the_model_says(self):
        held = {
            one.ref: (one.partner, one.lead.company, one.state, one.term, one.expires_at, one.offer_ends_at)
            for one in self.store.registrations()
        }
        told = {ref: (c.who, c.what, c.state, c.term, c.end, c.offered) for ref, c in self.model.claims.items()}
        assert held == told

    @invariant()
    @precondition(lambda self: hasattr(self, "store"))
    def one_is_live_for_a_prospect_and_none_is_over_the_cap(self):
        rows = list(self.store.registrations())
        accepted = Counter(one.lead.domain for one in rows if one.state is State.ACCEPTED)
        alone = {one.lead.domain for one in rows if one.state is State.ACCEPTED and one.exclusive}
        assert all(accepted[domain] == 1 for domain in alone)
        assert all(count <= CAP for count in Counter(one.partner for one in rows if one.outstanding).values())
        assert not set(accepted) & {one.lead.domain for one in rows if one.offer_ends_at}
        opened = sorted(case.ref for case in self.store.cases())
        assert opened == sorted(one.ref for one in rows if one.state is State.HELD)


def instruction(name, *refs, rest=""):
    return Instruction(name, refs, rest)


_made: list[Path] = []


def template() -> Path:
    """A migrated database with the partners, made once: making one takes longer than a story."""
    if not _made:
        path = Path(tempfile.mkdtemp()) / "template.db"
        store = Store(f"sqlite:///{path}")
        store.migrate()
        store.import_partners([*World().partners, partner("Dogwood")])
        store.close()
        _made.append(path)
    return _made[0]


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=25, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow])
