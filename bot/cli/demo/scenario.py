"""What happens in the demo, step by step: the mails that arrive, and the days on which the clock is moved on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cli.demo.cast import ADA, BEN, DANA, FORGER, LEO, MARTA, PRIYA
from bot.cli.demo.letters import Letter
from bot.cli.demo.rows import FIFTY_TWO_ROWS, PRIYAS_TABLE, PRIYAS_TEXT


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, and what to look at.

    ``letter`` arrives; in its subject and text ``{ref}`` is the first reference that the bot told its author in the
    step named ``about``. With ``answers`` it is a reply to the mail that its author got in that step.
    ``days_before_expiry`` moves the clock to that many days before the first accepted registration ends (negative:
    after).
    """

    key: str
    title: str
    look: str
    letter: Letter | None = None
    about: str = ""
    answers: str = ""
    days_before_expiry: int | None = None


STEPS = (
    Step(
        "accepted",
        "A lead is registered",
        "Accepted within a second or two, with a reference, the day on which it ends, and the places in use.",
        Letter(
            ADA,
            "Lead registration: Fernwood Analytics",
            "Hello,\n\nplease register this lead for us.\n\n"
            "Contact first name: Jonas\nContact last name: Feld\nEmail: jonas.feld@fernwood-analytics.com\n"
            "URL: https://www.fernwood-analytics.com\nCompany name: Fernwood Analytics GmbH\n"
            "Lead type: Qualified Lead\n\nBest regards\nAda Brandt\n-- \nBrightpath Coaching\n",
        ),
    ),
    Step(
        "missing",
        "Two fields are missing",
        "The reply repeats what was understood and asks for exactly the two fields; nothing is retyped.",
        Letter(
            BEN,
            "Lindholm Robotics",
            "Hi there,\n\nFirst name: Sofia\nE-mail: sofia@lindholm-robotics.se\nWebsite: lindholm-robotics.se\n"
            "Company: Lindholm Robotics AB\n\nThanks, Ben\n",
        ),
    ),
    Step(
        "completed",
        "The missing fields come by reply",
        "Two lines in answer are enough: the lead is complete and keeps the place of its first mail.",
        Letter(BEN, "", "Last name: Lindholm\nLead type: qualified\n\nThanks, Ben\n"),
        answers="missing",
    ),
    Step(
        "address",
        "An address that cannot exist",
        "The fault is named beside the value as it was written, so that it can be mended at a glance.",
        Letter(
            PRIYA,
            "Registration of a managed customer",
            "First Name: Tomás\nLast Name: Ruiz\nEmail: tomas.ruiz@harborlight\nURL: https://harborlight-energy.es\n"
            "Company Name: Harborlight Energía S.L.\nLead Type: Managed Customer Lead\n",
        ),
    ),
    Step(
        "duplicate",
        "The same partner registers a company again",
        "Nothing new is created; Ada is reminded of her reference and of the day on which it ends.",
        Letter(
            ADA,
            "Registration Fernwood",
            "First name: Mira\nLast name: Osei\nEmail: mira.osei@fernwood-analytics.com\n"
            "URL: fernwood-analytics.com\nCompany: Fernwood Analytics\nLead type: Qualified Lead\n",
        ),
    ),
    Step(
        "conflict",
        "Another partner registers the same company",
        "Held for a person: Ben learns since when the company is registered, but not by whom; Dana gets both sides.",
        Letter(
            BEN,
            "Deal registration - Fernwood Analytics",
            "First name: Mira\nLast name: Osei\nEmail: mira.osei@fernwood-analytics.com\n"
            "URL: https://fernwood-analytics.com/team\nCompany: Fernwood Analytics GmbH\nLead type: Qualified Lead\n",
        ),
    ),
    Step(
        "decided",
        "The partner manager decides by reply",
        "One word is enough. Ben hears of it, and so does whoever the decision takes something from.",
        Letter(DANA, "", "ACCEPT Fernwood has signed with Canvas Works.\n"),
        answers="conflict",
    ),
    Step(
        "several",
        "Four leads in one mail, an HTML table",
        "One reply for all: one is accepted, one held, one has no known lead type, and the last repeats the first.",
        Letter(PRIYA, "Four leads from the spring workshop", PRIYAS_TEXT, html=PRIYAS_TABLE),
    ),
    Step(
        "cap",
        "Fifty-two leads for fifty places",
        "The attached list is worked through in its order: fifty are accepted, the last two find no place.",
        Letter(
            MARTA,
            "Our portfolio",
            "Dear team,\n\nattached is our current portfolio, 52 companies.\n\nMarta Silva\nNorthstar Accelerators\n",
            files={"portfolio.csv": FIFTY_TWO_ROWS},
        ),
    ),
    Step(
        "stranger",
        "An unknown sender",
        "One polite answer that discloses nothing; the mail waits in quarantine.",
        Letter(
            LEO,
            "Partner lead",
            "First name: Nils\nLast name: Berg\nEmail: nils@bergtools.no\nURL: bergtools.no\nCompany: Berg Tools AS\n"
            "Lead type: Qualified Lead\n",
        ),
    ),
    Step(
        "forged",
        "A mail in Ada's name that is not hers",
        "The receiving server could not confirm the sender, so nothing is registered in Ada's name.",
        Letter(
            FORGER,
            "WITHDRAW {ref}",
            "WITHDRAW {ref}\n",
            verdict="fail",
        ),
        about="accepted",
    ),
    Step(
        "absent",
        "An out-of-office note",
        "Put aside and never answered, so that two machines do not write to each other for ever.",
        Letter(
            ADA,
            "Automatic reply: Lead registration: Fernwood Analytics",
            "Thank you for your message. I am out of the office until Monday.\n\nAda Brandt\n",
            headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
        ),
    ),
    Step(
        "status",
        "A partner asks how things stand",
        "Instructions are whole lines at the top of a mail; the reply takes them one after the other.",
        Letter(PRIYA, "How do we stand?", "STATUS {ref}\nLIST\n\nThank you, Priya\n"),
        about="several",
    ),
    Step(
        "reminder",
        "Two weeks before the end",
        "The clock is moved on. Each partner gets one mail that lists all that is about to end.",
        days_before_expiry=14,
    ),
    Step(
        "expired",
        "Six months are over",
        "The clock is moved on again. What has ended is told once, with the one word that renews it.",
        days_before_expiry=-1,
    ),
    Step(
        "renewed",
        "Renewed by one word",
        "Priya answers the mail with RENEW: another ninety days, after conflict and cap were checked again.",
        Letter(PRIYA, "", "RENEW\n"),
        answers="expired",
    ),
)
