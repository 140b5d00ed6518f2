"""RENEW: has an expired registration again, judged anew (LEANSTACK L10: by hand, after expiry, once)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.context import Change, Command, Context, Result
from bot.commands.pick import by_company, by_reference, by_thread, everything, line, refused, which
from bot.commands.show import codes, how, named, sentence, until
from bot.domain.decision import Decision, Verdict
from bot.domain.lead import Lead
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change
from bot.notices.transcript import Done
from bot.rules.judge import judge
from bot.rules.program import Program
from bot.rules.term import grant

_STATES = {Verdict.ACCEPT: State.ACCEPTED, Verdict.WAIT: State.WAITING, Verdict.HOLD: State.HELD}


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Renew what is named; without a name, what the answered mail spoke of, asking which where it was several."""
    if instruction.refs:
        found, missing = by_reference(ctx, instruction)
        return [*(_renewed(ctx, instruction, registration) for registration in found), *missing]
    if everything(instruction):
        return _all(ctx, instruction)
    found = by_company(ctx, instruction.company) if instruction.company else by_thread(ctx)
    candidates = [registration for registration in found if registration.state is State.EXPIRED] or found
    if len(candidates) == 1:
        return [_renewed(ctx, instruction, candidates[0])]
    if candidates:
        return [which(instruction, candidates, ", or RENEW ALL")]
    text = "Please name the reference: RENEW reference. LIST shows all of yours."
    return [refused(instruction, "", text)]


def _all(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Every expired one: of the answered mail, where it spoke of any, else of the partner."""
    mine = by_thread(ctx) or (ctx.register.owned(ctx.partner.id) if ctx.partner else [])
    expired = [registration for registration in mine if registration.state is State.EXPIRED]
    if not expired:
        return [refused(instruction, "", "None of your registrations has expired, so there is nothing to renew.")]
    return [_renewed(ctx, instruction, registration) for registration in expired]


def _renewed(ctx: Context, instruction: Instruction, registration: Registration) -> Result:
    program, ref = ctx.program, registration.ref
    policy = program.renewal.policy if program.renewal else ""
    if registration.state is not State.EXPIRED:
        return refused(instruction, ref, _not_expired(program, registration), policy)
    newer = _newer(ctx, registration)
    if newer is not None:
        text = f"{named(registration)} was registered again since: {newer.ref} is {newer.state.value}."
        return refused(instruction, ref, text)
    assert ctx.partner is not None
    facts = replace(
        ctx.register.facts(ctx.partner, registration.lead, ctx.received_at, ctx.now, ref=ref, attested=True),
        previous=registration,
    )
    decision = judge(program, registration.lead, facts)
    if decision.verdict is Verdict.REJECT:
        first = decision.reasons[0]
        text = f"{named(registration)} is not renewed. {sentence(first.evidence)}"
        done = Done(line(instruction, ref), ok=False, text=text, policy=first.policy)
        return Result(done, (Change(registration, "renewal.rejected", decision),))
    again = renew(ctx, registration, registration.lead, decision)
    text = _said(ctx, again)
    event = "registration.renewed" if again.state is State.ACCEPTED else f"registration.{again.state.value}"
    return Result(Done(line(instruction, ref), ok=True, text=text, policy=policy), (Change(again, event, decision),))


def renew(ctx: Context, registration: Registration, lead: Lead, decision: Decision) -> Registration:
    """An ended registration accepted again, held, or in line; its claim counts from this mail's receipt."""
    accepted = decision.verdict is Verdict.ACCEPT
    end, term = grant(ctx.program, registration, ctx.now)
    again = change(
        registration,
        _STATES[decision.verdict],
        lead=lead,
        sender=ctx.sender,
        thread=ctx.message_id or registration.thread,
        received_at=ctx.received_at,
        decided_at=ctx.now,
        expires_at=end if accepted else registration.expires_at,
        term=term if accepted else registration.term,
        codes=codes(decision),
        reason="",
    )
    ctx.register.put(again)
    return again


def _said(ctx: Context, again: Registration) -> str:
    program = ctx.program
    if again.state is State.HELD:
        return f"{named(again)} is with a person to decide; you will get a mail with the decision."
    if again.state is State.WAITING:
        place = ctx.register.place(again)
        return f"Another partner has registered {named(again)} meanwhile; you are number {place} in line for it."
    if again.expires_at is None:
        return f"{named(again)} is renewed."
    return f"{named(again)} is renewed and lasts to the end of {until(again.expires_at, program.tz)}."


def _not_expired(program: Program, registration: Registration) -> str:
    name = named(registration)
    match registration.state:
        case State.ACCEPTED if registration.expires_at:
            end = until(registration.expires_at, program.tz)
            return f"{name} is valid to the end of {end}. It can be renewed once it has expired."
        case State.ACCEPTED:
            return f"{name} has no end, so there is nothing to renew."
        case State.INCOMPLETE:
            return f"{name} is incomplete; answer with what is missing instead."
        case _:
            return f"{name} is {how(registration)}; only an expired registration can be renewed."


def _newer(ctx: Context, registration: Registration) -> Registration | None:
    """The partner's own live registration of the same prospect, made after the other had expired."""
    mine = ctx.register.mine(registration.partner, registration.lead)
    return next((known for known in mine if known.live and known.ref != registration.ref), None)


COMMAND = Command(
    name="renew",
    synonyms=("extend", "verlängern", "erneuern", "renouveler", "renovar", "rinnovare", "verlengen", "odnów",
              "更新", "续期"),
    usage="RENEW reference",
    does="registers an expired prospect again",
    who="partner",
    run=run,
)  # fmt: skip
