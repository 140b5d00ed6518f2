"""Two leads, and a partner's mail about them, as it is read."""

from benchmarks.reading import predict

HEAD = "From: Ines Barros <ines@northgate-advisors.com>\r\nTo: bot@vendor.example\r\nSubject: {}\r\nContent-Type: {}; charset=utf-8\r\n\r\n"
ADA = {"first_name": "Ada", "last_name": "Byron", "email": "ada@analytic.net", "company": "Analytic Ltd", "url": "analytic.net", "lead_type": "Qualified Lead"}  # fmt: skip
MAX = {"first_name": "Max", "last_name": "Adler", "email": "max@adlerbau.de", "company": "Adler Bau GmbH", "url": "www.adlerbau.de", "lead_type": "Managed Customer Lead"}  # fmt: skip


def leads(processor, body, kind="text/plain", subject="Leads"):
    """What a mail with this body registers."""
    return predict(processor, "x.eml", (HEAD.format(subject, kind) + body).encode())["leads"]


def block(lead, **labels):
    return "".join(f"{label}: {lead[name]}\n" for name, label in labels.items())


PLAIN = {"email": "Email", "company": "Company", "url": "Website"}
ADA_BLOCK, MAX_BLOCK = (
    f"Name: {lead['first_name']} {lead['last_name']}\n{block(lead, **PLAIN)}" for lead in (ADA, MAX)
)
