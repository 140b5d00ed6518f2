"""Finds the sender's own registrations that an instruction means, by reference, by company or by what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.commands.context import Context, Result
from bot.commands.show import named
from bot.domain.mail import Instruction
from bot.domain.reference import parse
from bot.domain.registration import Registration
from bot.notices.transcript import Done

ALL = frozenset({"all", "alle", "alles", "tous", "toutes", "tout", "todos", "todas", "todo", "tutti", "tutte",
                 "wszystkie", "alla", "全部", "すべて", "全て"})  # fmt: skip
"""What partners write for every one of them."""

_WORD = re.compile(r"\w+")


def canonical(ref: str, prefix: str) -> str:
    """A reference as the bot writes it: misread letters mended, the program's prefix added; else as it was written."""
    return parse(ref) or parse(f"{prefix}-{ref}") or ref.upper()


def line(instruction: Instruction, ref: str = "") -> str:
    """The instruction as it is echoed: its name with what it named."""
    return " ".join(part for part in (instruction.name.upper(), ref or instruction.company) if part)


def by_reference(ctx: Context, instruction: Instruction) -> tuple[list[Registration], list[Result]]:
    """The partner's registrations that are named, and an answer for each reference that is none of them.

    Another partner's reference and one that never was get the same words, so that nothing is disclosed.
    """
    found: list[Registration] = []
    missing: list[Result] = []
    for ref in dict.fromkeys(canonical(ref, ctx.program.prefix) for ref in instruction.refs):
        registration = own(ctx, ref)
        if registration is not None:
            found.append(registration)
        else:
            text = f"There is no registration {ref} of yours. Please check the reference; LIST shows all of yours."
            missing.append(Result(Done(line(instruction, ref), ok=False, text=text)))
    return found, missing


def own(ctx: Context, ref: str) -> Registration | None:
    """The registration with this reference, if it is the sender's own."""
    registration = ctx.register.find(ref)
    return registration if registration and ctx.partner and registration.partner == ctx.partner.id else None


def by_thread(ctx: Context) -> list[Registration]:
    """The partner's registrations that the answered mail spoke of."""
    found = (own(ctx, ref) for ref in ctx.thread)
    return [registration for registration in found if registration is not None]


def by_company(ctx: Context, company: str) -> list[Registration]:
    """The partner's registrations of a company named in words: the same name or domain, else one that contains it."""
    mine = ctx.register.owned(ctx.partner.id) if ctx.partner else []
    asked = company.casefold().strip()
    exact = [r for r in mine if asked in {r.lead.company.casefold(), r.lead.domain, r.lead.url.casefold()}]
    if exact:
        return exact
    words = set(_WORD.findall(asked))
    return [r for r in mine if words and _contain(words, set(_WORD.findall(r.lead.company.casefold())))]


def which(instruction: Instruction, candidates: Iterable[Registration], hint: str = "") -> Result:
    """The question which of several is meant."""
    names = ", ".join(named(registration) for registration in candidates)
    name = instruction.name.upper()
    text = f"Several are possible: {names}. Please send {name} with the reference of the one you mean{hint}."
    return Result(Done(line(instruction), ok=False, text=text))


def refused(instruction: Instruction, ref: str, text: str, policy: str = "") -> Result:
    """An instruction that was not carried out, and why."""
    return Result(Done(line(instruction, ref), ok=False, text=text, policy=policy))


def _contain(words: set[str], name: set[str]) -> bool:
    return bool(name) and (words <= name or name <= words)


def everything(instruction: Instruction) -> bool:
    """Whether the instruction asks for every one ("RENEW ALL")."""
    return (instruction.rest or instruction.company).strip(" .!").casefold() in ALL
