"""Who takes part in the demo: the house, its partner manager, four partners and two outsiders."""

from __future__ import annotations

from datetime import date

from bot.cli.demo.letters import Person
from bot.domain.partner import Partner

PROGRAM = "leanstack"
INBOX = "partners@leanstack.example"

DANA = Person("Dana Reyes", "dana.reyes@leanstack.example")  # partner manager, decides what the rules hold
ADA = Person("Ada Brandt", "ada@brightpath.example")
BEN = Person("Ben Okafor", "ben@canvasworks.example")
PRIYA = Person("Priya Raman", "priya.raman@summitmentors.example")
MARTA = Person("Marta Silva", "marta@northstar.example")
LEO = Person("Leo Hartmann", "leo@fieldnotes.example")  # no partner
FORGER = Person("Ada Brandt", "ada@brightpath.example")  # whose mail does not prove where it comes from

EVERYBODY = (DANA, ADA, BEN, PRIYA, MARTA, LEO)


def _partner(key: str, name: str, contact: Person, plan: str) -> Partner:
    return Partner(
        id=key,
        program=PROGRAM,
        name=name,
        addresses=(contact.address,),
        domains=(contact.domain,),
        plan=plan,
        agreement_on=date(2025, 2, 3),
        joined_on=date(2025, 2, 3),
        contact=contact.name,
    )


PARTNERS = (
    _partner("brightpath", "Brightpath Coaching", ADA, "accelerator"),
    _partner("canvasworks", "Canvas Works", BEN, "enterprise"),
    _partner("summit", "Summit Mentors", PRIYA, "mentor"),
    _partner("northstar", "Northstar Accelerators", MARTA, "accelerator"),
)
