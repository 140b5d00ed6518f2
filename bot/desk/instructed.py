"""Carries out the instructions of one mail, a partner's or an admin's, and writes what follows from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Context, Result, commands_for, find
from bot.desk.cases import open_case
from bot.desk.spoken import Spoken, spoken
from bot.desk.submission import context
from bot.desk.told import question_mail, tell
from bot.desk.work import Work
from bot.domain.mail import Instruction
from bot.domain.partner import Partner
from bot.domain.registration import State
from bot.notices.transcript import Done

_NOT_YOURS = "Only the program's own team can decide this; nothing was changed."
_PARTNERS_ONLY = "This is for partners, and your address belongs to none; nothing was changed."
_UNKNOWN = "This instruction is not known; HELP shows what you can write."
CASE_KINDS = frozenset({"answer", "answered", "case", "nudge", "transcript"})
"""The mails by whose answer a case is decided; partners' answers are copied to the admins."""


def instructed(work: Work, instructions: Sequence[Instruction], partner: Partner | None, *, admin: bool) -> list[Done]:
    """Every instruction in turn, each seeing what the ones before it changed."""
    if not instructions:
        return []
    cases = proven_cases(work) if admin else ()
    ctx = replace(
        context(work, partner, cases=cases),
        commands=commands_for("admin" if admin and partner is None else "partner"),
        stale=tuple(ref for ref in _answered_cases(work) if ref not in cases),
    )
    text = work.mail.reading.text if work.mail.reading else ""
    done = []
    for said in spoken(text, instructions) if admin else [Spoken(one) for one in instructions]:
        instruction = said.instruction
        now = replace(ctx, tell=said.tell, note=_kept(work, said.note)) if admin else ctx
        for result in _run(now, instruction, admin=admin):
            _take(work, result)
            done.append(result.done)
            work.event("instruction.done", command=instruction.name, ok=result.done.ok)
    return done


def decide(work: Work, instruction: Instruction, *, tell: str = "", note: str = "") -> Sequence[Done]:
    """Carry out an admin's word that came by no mail: whoever may write to the database needs no other proof."""
    ctx = replace(context(work, None, cases=instruction.refs), tell=tell, note=note)
    results = _run(ctx, instruction, admin=True)
    for result in results:
        _take(work, result)
    return [result.done for result in results]


def _kept(work: Work, note: str) -> str:
    """What is kept of a decision: the admin's words, and the files that came with them, such as a customer's letter."""
    files = [part.filename or part.content_type for part in work.mail.envelope.parts if part.attached]
    kept = f"Evidence: {', '.join(files)} (mail {work.mail.inbound.id})" if files else ""
    return " ".join(part for part in (note, kept) if part)


def proven_cases(work: Work) -> tuple[str, ...]:
    """The cases that an admin's mail proves to answer: by its thread, or by the unguessable code that it carries.

    An answer to a mail that is older than the case was meant for an earlier case of the same registration.
    """
    mail, register = work.mail, work.book.register
    refs: list[str] = []
    written_at = mail.asked.written_at if mail.asked is not None else None
    for ref in _answered_cases(work):
        case = register.case(ref)
        if case is not None and written_at is not None and case.opened_at <= written_at:
            refs.append(ref)
    text = f"{mail.envelope.subject}\n{mail.new_text}".casefold()
    refs += [case.ref for case in register.cases() if case.token.casefold() in text]
    return tuple(dict.fromkeys(refs))


def _answered_cases(work: Work) -> tuple[str, ...]:
    """The registrations of the mail that this one answers, where that was one by which a case is decided."""
    asked = work.mail.asked
    return asked.threaded if asked is not None and asked.kind in CASE_KINDS else ()


def _run(ctx: Context, instruction: Instruction, *, admin: bool) -> Sequence[Result]:
    command = find(instruction.name, "admin" if admin else "partner")
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
        note = {"note": case.note} if case.note else {}
        work.event("case.closed", case.ref, by=case.decided_by, decision=case.decision, **note)
    for change in result.changes:
        registration = change.registration
        if change.event != "renewal.rejected":
            work.note(registration)
        work.decided(change.event, registration, change.decision)
        if registration.state is State.HELD and change.decision is not None:
            open_case(work, registration, change.decision)
        if change.tell:
            tell(work, registration, shared=change.event == "registration.shared")
    for held, question in result.asks:
        work.event("case.asked", held.ref, by=work.mail.sender)
        question_mail(work, held, question)
