"""The pages on which people lay out leads: cards, lists, tables and forms in HTML."""

import pytest

from tests.intake.written import ADA, MAX, leads

CARD = "<div><b>{company}</b><br>{first_name} {last_name}<br><a href='mailto:{email}'>write</a><br>{lead_type}<br><a href='https://{url}'>Visit website</a></div>"  # fmt: skip
NAMED = "<div><a href='https://{url}'>{company}</a><br>{first_name} {last_name}<br>{email}<br>{lead_type}</div>"
ITEM = "<li>{company}<ul><li>{first_name} {last_name}</li><li>{email}</li><li>{url}</li><li>{lead_type}</li></ul></li>"
CELL = "<td><b>{company}</b><br>{first_name} {last_name}<br>{email}<br>{url}<br>{lead_type}</td>"
ROW = "<tr><td>{company}</td><td>{first_name} {last_name}<br>{email}</td><td>{url}</td><td>{lead_type}</td></tr>"


@pytest.mark.parametrize(
    ("page", "prefix"),
    [
        pytest.param(CARD.format(**ADA) + CARD.format(**MAX), "https://", id="cards whose addresses are behind words"),
        pytest.param(NAMED.format(**ADA) + NAMED.format(**MAX), "https://", id="companies that are links"),
        pytest.param(f"<ul>{ITEM.format(**ADA)}{ITEM.format(**MAX)}</ul>", "", id="lists in a list"),
        pytest.param(f"<table><tr>{CELL.format(**ADA)}{CELL.format(**MAX)}</tr></table>", "", id="cards in cells"),
        pytest.param(
            "<table><tr><th>Company</th><th>Contact</th><th>Website</th><th>Lead type</th></tr>"
            f"{ROW.format(**ADA)}{ROW.format(**MAX)}</table>",
            "",
            id="an address in the contact's cell",
        ),
    ],
)
def test_every_page_says_the_same(processor, page, prefix):
    found = leads(processor, page, "text/html")

    assert found == [lead | {"url": prefix + lead["url"]} for lead in (ADA, MAX)]


HEADS = "<tr><th>Company</th><th>Contact</th><th>Email</th><th>Web</th></tr>"
CELLS = "<td>{company}</td><td>{first_name} {last_name}</td><td>{email}</td><td>{url}</td>"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            f"<table><caption>Qualified leads</caption>{HEADS}<tr>{CELLS}</tr></table>", id="a caption says the type"
        ),
        pytest.param(
            f"<style>GONE</style><p>Qualified lead:</p><table>{HEADS}<tr>{CELLS}</tr>"
            "<tr class='gone'><td>Old Ltd</td><td>Jan Old</td><td>jan@old.pl</td><td>old.pl</td></tr></table>",
            id="struck out by a style sheet",
        ),
        pytest.param(
            "<form>Company: {company}<br>Contact: {first_name} {last_name}<br>Email: {email}<br>Web: {url}<br>Lead type: "
            "<select><option>Managed Customer Lead</option><option selected>Qualified Lead</option></select></form>",
            id="the option that is chosen",
        ),
        pytest.param(
            "<form><p>Company <input value='{company}'></p><p>Contact <input value='{first_name} {last_name}'></p><p>Email "
            "<input value='{email}'></p><p>Website <input value='{url}'></p><p>Lead type <input type='radio'> Managed "
            "Customer Lead <input type='radio' checked> Qualified Lead</p></form>",
            id="fields without colons",
        ),
        pytest.param(
            "<table><tr><th>Company</th><th>Contact</th><th>Email</th><th>Web</th><th>Type</th></tr><tr><td><a href="
            "'https://app.hubspot.com/c/1'>{company}</a></td><td><a href='https://app.hubspot.com/c/2'>{first_name} "
            "{last_name}</a></td><td>{email}</td><td>{url}</td><td>QL</td></tr></table>",
            id="names that are links into a CRM",
        ),
        pytest.param(
            "<table><tr><td>New lead</td></tr><tr><td><table><tr><td>Lead owner</td><td>Joy Ito (joy@other.net)</td></tr><tr>"
            "<td>Name</td><td>Ms. {first_name} {last_name}</td></tr><tr><td>Company</td><td>{company}</td></tr><tr><td>Email"
            "</td><td>{email}</td></tr><tr><td>Website</td><td>{url}</td></tr><tr><td>Type</td><td>{lead_type}</td></tr>"
            "</table></td></tr></table>",
            id="a table inside one that is only layout",
        ),
        pytest.param(
            "<h3>{company}</h3><table><tr><td>Contact</td><td>{first_name} {last_name}</td></tr><tr><td>Email</td><td>{email}"
            "</td></tr><tr><td>Website</td><td>{url}</td></tr><tr><td>Type</td><td>{lead_type}</td></tr></table>",
            id="the company above its table",
        ),
    ],
)
def test_a_page_says_one_lead(processor, page):
    page = page.format(**ADA).replace("GONE", ".gone {text-decoration: line-through}")
    assert leads(processor, page, "text/html") == [ADA]
