"""The demo's tables: Priya's four leads in HTML, and Marta's fifty-two as CSV."""

from __future__ import annotations

import csv
import io

_LABELS = ("First name", "Last name", "Email", "URL", "Company", "Lead type")
_PRIYAS = (
    (
        "Elif",
        "Demir",
        "elif.demir@bosporusfoods.com.tr",
        "bosporusfoods.com.tr",
        "Bosporus Foods A.Ş.",
        "Qualified Lead",
    ),
    ("Axel", "Lindholm", "axel@lindholm-robotics.se", "lindholm-robotics.se", "Lindholm Robotics", "Managed Customer"),
    ("Hana", "Novotná", "h.novotna@kopretina.cz", "www.kopretina.cz", "Kopretina s.r.o.", "friend of a friend"),
    (
        "Elif",
        "Demir",
        "elif.demir@bosporusfoods.com.tr",
        "www.bosporusfoods.com.tr",
        "Bosporus Foods",
        "Qualified Lead",
    ),
)
_FIRST = (
    "Amara",
    "Bruno",
    "Chiara",
    "Dmitri",
    "Esther",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jamal",
    "Keiko",
    "Lars",
    "Mina",
)
_LAST = ("Adeyemi", "Bianchi", "Costa", "Duval", "Eriksen", "Fontaine", "Grant", "Haas", "Ivanova", "Joshi", "Kaya")
_WORDS = (
    "Alder",
    "Birch",
    "Cedar",
    "Elm",
    "Hazel",
    "Juniper",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
    "Spruce",
    "Willow",
)
_TRADES = ("Robotics", "Health", "Logistics", "Energy")


def _table() -> str:
    head = "".join(f"<th>{label}</th>" for label in _LABELS)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>\n" for row in _PRIYAS)
    return (
        "<html><body><p>Hello team,</p><p>these four came out of our spring workshop:</p>\n"
        f"<table border='1' cellpadding='4'><tr>{head}</tr>\n{body}</table>\n"
        "<p>Priya Raman<br>Summit Mentors</p></body></html>\n"
    )


def _sheet() -> str:
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(_LABELS)
    for number in range(52):
        first, last = _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]
        company = f"{_WORDS[number % len(_WORDS)]} {_TRADES[number // len(_WORDS)]}"
        domain = company.lower().replace(" ", "") + ".io"
        rows.writerow(
            (first, last, f"{first}.{last}@{domain}".lower(), domain, f"{company} Ltd", "Managed Customer Lead")
        )
    return file.getvalue()


PRIYAS_TEXT = (
    "Hello team,\n\nthese four came out of our spring workshop; the table is in the HTML part.\n\nPriya Raman\n"
)
PRIYAS_TABLE = _table()
FIFTY_TWO_ROWS = _sheet()
