"""Carries out the instructions of one mail, a partner's or an admin's, and writes what follows from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import BY_NAME, Change, Context, Result, commands_for
from bot.commands.accept import OVERRULED
from bot.commands.show import fields_shown, greeting, title
from bot.desk.cases import open_case
from bot.desk.lines import lasting
from bot.desk.submission import context
from bot.desk.work import Work, copies
from bot.domain.mail import Instruction
from bot.domain.outcome import Notice, Thread
from bot.domain.partner import Partner
from bot.domain.registration import Registration, State
from bot.notices.common import LeadLine, Reason
from bot.notices.decided import Decided
from bot.notices.transcript import Done

_NOT_YOURS = "Only the program's own team can decide this; nothing was changed."
_PARTNERS_ONLY = "This is for partners, and your address belongs to none; nothing was changed."
_UNKNOWN = "This instruction is not known; HELP shows what you can write."
_CASE_KINDS = frozenset({"answer", "case", "nudge", "transcript"})


def instructed(work: Work, instructions: Sequence[Instruction], partner: Partner | None, *, admin: bool) -> list[Done]:
    """Every instruction in turn, each seeing what the ones before it changed."""
    ctx = replace(
        context(work, partner, cases=proven_cases(work) if admin else ()),
        commands=commands_for("admin" if admin and partner is None else "partner"),
    )
    done = []
    for instruction in instructions:
        for result in _run(ctx, instruction, admin=admin):
            _take(work, result)
            done.append(result.done)
            work.event("instruction.done", command=instruction.name, ok=result.done.ok)
    return done


def proven_cases(work: Work) -> tuple[str, ...]:
    """The cases that an admin's mail proves to answer: by its thread, or by the unguessable code that it carries.

    An answer to a mail that is older than the case was meant for an earlier case of the same registration.
    """
    mail, register = work.mail, work.book.register
    refs: list[str] = []
    if mail.asked is not None and mail.asked.kind in _CASE_KINDS and mail.asked.written_at is not None:
        for ref in mail.asked.threaded:
            case = register.case(ref)
            if case is not None and case.opened_at <= mail.asked.written_at:
                refs.append(ref)
    text = f"{mail.envelope.subject}\n{mail.new_text}".casefold()
    refs += [case.ref for case in register.cases() if case.token.casefold() in text]
    return tuple(dict.fromkeys(refs))


def _run(ctx: Context, instruction: Instruction, *, admin: bool) -> Sequence[Result]:
    command = BY_NAME.get(instruction.name)
    if command is None:
        return [_refused(instruction, _UNKNOWN)]
    if command.who == "admin" and not admin:
        return [_refused(instruction, _NOT_YOURS)]
    if command.who == "partner" and ctx.partner is None and command.name != "help":
        return [_refused(instruction, _PARTNERS_ONLY)]
    return command.run(ctx, instruction)


def _refused(instruction: Instruction, text: str) -> Result:
    return Result(Done(instruction.name.upper(), ok=False, text=text))


def _take(work: Work, result: Result) -> None:
    """Write what a command changed, open the cases that follow, and tell the partners who must know."""
    for case in result.cases:
        work.put_case(case)
        work.event("case.closed", case.ref, by=case.decided_by)
    for change in result.changes:
        registration = change.registration
        if change.event != "renewal.rejected":
            work.note(registration)
        work.decided(change.event, registration, change.decision)
        if registration.state is State.HELD and change.decision is not None:
            open_case(work, registration, change.decision)
        if change.tell:
            work.send(_decided(work, change))


def _decided(work: Work, change: Change) -> Notice:
    """The mail to the partner about an admin's decision, in its own conversation and without the other side."""
    book, registration = work.book, change.registration
    partner = book.register.partner(registration.partner)
    overruled = OVERRULED in registration.codes
    refused = registration.state is State.REJECTED and not overruled
    view = Decided(
        house=book.house,
        greeting=greeting(partner.name if partner else ""),
        line=_line(work, registration, overruled=overruled),
        reason=registration.reason if refused else "",
        used=book.register.used(registration.partner),
    )
    return Notice(
        "decided",
        f"decided/{registration.ref}/{work.mail.inbound.id}",
        (registration.sender,),
        view,
        cc=copies(work, registration.state.value),
        thread=Thread(registration.thread) if registration.thread else None,
        refs=(registration.ref,),
    )


def _line(work: Work, registration: Registration, *, overruled: bool) -> LeadLine:
    return LeadLine(
        "closed" if overruled else registration.state.value,
        registration.ref,
        title(registration.lead),
        registration.lead.contact,
        fields_shown(registration.lead, ()),
        _reasons(work, registration, overruled=overruled),
        registration.expires_at,
        registration.received_at,
    )


def _reasons(work: Work, registration: Registration, *, overruled: bool) -> tuple[Reason, ...]:
    program = work.book.program
    if not overruled:
        return lasting(program, registration)
    text = "Another partner has a claim to the same prospect, and our team decided for that one."
    return (Reason(OVERRULED, text, program.conflict.policy),)
