"""How much of a hostile mail is looked at, and what the partner is told when that is not all of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.mail import Problem

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds on one mail; sizes in bytes, texts in characters.

    ``leads`` is how many a mail may hold at all; a program's own ``max_leads_per_mail`` may be lower.
    """

    mail_bytes: int = 25 * _MB
    parts: int = 200
    nesting: int = 20
    leads: int = 1_000
    sheet_rows: int = 20_000
    sheet_cells: int = 400_000
    inflated_bytes: int = 50 * _MB
    text_chars: int = 100_000
    header_chars: int = 200_000


def problem(code: str, limits: Limits, part: str = "") -> Problem:
    """What a partner is told about a limit that was passed, or a part that is broken; ``part`` names it to them."""
    said = _SAID.get(code, "This part could not be read. Please put its details into the text of a mail.")
    megabytes = {name: getattr(limits, name) // _MB for name in ("mail_bytes", "inflated_bytes")}
    figures = {
        name: f"{getattr(limits, name):,}" for name in ("parts", "nesting", "leads", "sheet_rows", "sheet_cells")
    }
    return Problem(part or "mail", code, said.format(**megabytes, **figures))


_SAID = {
    "mail.too_large": (
        "The mail is larger than {mail_bytes} MB, so only its headers were read. Please send less at once."
    ),
    "mail.parts": "The mail has more than {parts} parts; only the first {parts} were read.",
    "mail.nesting": "Parts lie more than {nesting} levels deep in the mail; what is deeper was not read.",
    "mail.part_broken": (
        "A part of the mail is damaged and was read as far as possible. Please check what we understood."
    ),
    "mail.headers": "The mail's headers are unusually long; only the beginning was read.",
    "text.too_long": "The text is very long; only its beginning was read. Please send the rest in a mail of its own.",
    "leads.too_many": (
        "There are more than {leads} leads here; only the first {leads} were read. Please split the list."
    ),
    "sheet.rows": "The table has more than {sheet_rows} rows, so it was not read. Please split it into smaller files.",
    "sheet.cells": (
        "The table has more than {sheet_cells} cells, so it was not read. Please send only the leads' columns."
    ),
    "sheet.inflated": "The workbook unpacks to more than {inflated_bytes} MB, so it was not opened. Please send a CSV.",
    "sheet.protected": (
        "The workbook is protected by a password, so it could not be opened. Please send it unprotected."
    ),
    "sheet.broken": "The workbook could not be opened. Please save it again as XLSX or CSV.",
    "sheet.slow": "The workbook took too long to open. Please send the leads as CSV.",
    "file.no_leads": "The file was opened, but no lead was found in it. Please name each value, e.g. 'Company: Acme'.",
    "encrypted.smime": "The mail is encrypted, so it could not be read. Please send it signed only, or in clear.",
    "encrypted.pgp": "The mail is encrypted, so it could not be read. Please send it signed only, or in clear.",
    "unsupported.pdf": "A PDF cannot be read. Please copy its details into the mail, or send a CSV or Excel file.",
    "unsupported.image": "A picture cannot be read. Please write its details into the mail.",
    "unsupported.document": "A text document cannot be read. Please copy its details into the mail.",
    "unsupported.slides": "A presentation cannot be read. Please copy the leads' details into the mail.",
    "unsupported.archive": "An archive is not opened. Please attach the files themselves.",
    "unsupported.sheet": "This kind of sheet cannot be opened. Please save it as XLSX or CSV.",
    "unsupported.mail": "This saved mail cannot be opened. Please forward it instead of attaching it.",
    "unsupported.sound": "A recording cannot be read. Please write the details into the mail.",
    "unsupported.file": "This kind of file cannot be read. Please copy its details into the mail, or send a CSV file.",
    "paperwork": (
        "This looks like a tax or bank form. The bot never takes those; please send it to your partner manager."
    ),
    "sheet.no_header": "No row with headings such as 'Company' or 'E-mail' was found, so the table was not read.",
}
