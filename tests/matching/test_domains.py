"""Which domain identifies a company, and which never do."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

import bot.matching
from bot.matching.domains import host_of, ignored, prospect_domain, registrable_domain

IGNORE = ignored()
LISTS = sorted((Path(bot.matching.__file__).parent / "data").glob("*.txt"))

labels = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
names = st.builds(".".join, st.lists(labels, min_size=1, max_size=4))
ends = st.sampled_from(["com", "co.uk", "com.br", "de", "github.io", "tokyo.jp", "test", "公司.cn", "бел"])
hosts = st.builds("{}.{}".format, names, ends)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        pytest.param("acme.com", "acme.com", id="as it is"),
        pytest.param("www.Shop.Acme.CO.UK.", "acme.co.uk", id="capitals, sub-domains, final dot"),
        pytest.param("a.b.c.acme.com.br", "acme.com.br", id="a suffix of two labels"),
        pytest.param("münchen.de", "xn--mnchen-3ya.de", id="umlaut"),
        pytest.param("MÜNCHEN。de", "xn--mnchen-3ya.de", id="ideographic dot and capitals"),
        pytest.param("xn--mnchen-3ya.de", "xn--mnchen-3ya.de", id="already encoded"),
        pytest.param("食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn", id="a suffix in Chinese"),
        pytest.param("acme.github.io", "acme.github.io", id="a tenant of the private section"),
        pytest.param("my_shop.acme.com", "acme.com", id="an underscore below"),
        pytest.param("acme.test", "acme.test", id="a top-level domain that is not listed"),
        pytest.param(" acme.com ", "acme.com", id="blanks around"),
        pytest.param("co.uk", "", id="a bare suffix"),
        pytest.param("github.io", "", id="a bare private suffix"),
        pytest.param("localhost", "", id="a single label"),
        pytest.param("127.0.0.1", "", id="IPv4"),
        pytest.param("8.8.8.8.", "", id="IPv4 with a final dot"),
        pytest.param("0x7f.1", "", id="IPv4 in hexadecimal"),
        pytest.param("2130706433", "", id="IPv4 as one number"),
        pytest.param("1.2.3", "", id="IPv4 cut short"),
        pytest.param("::1", "", id="IPv6"),
        pytest.param("[2001:db8::1]", "", id="IPv6 in brackets"),
        pytest.param("fe80::1%eth0", "", id="IPv6 with a zone"),
        pytest.param("", "", id="nothing"),
        pytest.param("a..com", "", id="an empty label"),
        pytest.param("-acme.com", "", id="a hyphen in front"),
        pytest.param(f"{'a' * 64}.com", "", id="a label too long"),
        pytest.param(".".join(["abcdefg"] * 40) + ".com", "", id="a name too long"),
        pytest.param("acme .com", "", id="a blank inside"),
        pytest.param("i❤.ws", "", id="what IDNA does not allow"),
    ],
)
def test_registrable_domain(host, domain):
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "host"),
    [
        pytest.param("https://www.acme.com/about?x=1#y", "www.acme.com", id="whole"),
        pytest.param("acme.com/x", "acme.com", id="no scheme"),
        pytest.param("//acme.com", "acme.com", id="no scheme, two slashes"),
        pytest.param("HTTPS://User:pa@ss@acme.com:8443/", "acme.com", id="user, password and port"),
        pytest.param("acme.com:8080", "acme.com", id="a port that looks like a scheme"),
        pytest.param("https://[2001:db8::1]:443/x", "2001:db8::1", id="IPv6"),
        pytest.param("https://acme.com?x=a@evil.com", "acme.com", id="an @ in the query"),
        pytest.param("https://acme.com\\@evil.com", "acme.com", id="a backslash ends the host as in browsers"),
        pytest.param("mailto:ada@acme.com", "acme.com", id="an address given as the URL"),
    ],
)
def test_host_of(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "email", "domain"),
    [
        pytest.param("https://shop.acme.com", "ada@other.org", "acme.com", id="the URL comes first"),
        pytest.param("", "ada@mail.acme.de", "acme.de", id="the address where there is no URL"),
        pytest.param("http://10.0.0.1/", "ada@acme.de", "acme.de", id="the address where the URL is an IP"),
        pytest.param("linkedin.com/company/acme", "ada@acme.de", "acme.de", id="a page on a network"),
        pytest.param("https://acme.wixsite.com/home", "ada@acme.de", "acme.de", id="a site builder's tenant"),
        pytest.param("https://sites.google.com/view/acme", "ada@gmail.com", "", id="shared host and free mail"),
        pytest.param("", "ada@hotmail.co.uk", "", id="free mail"),
        pytest.param("", "ada@vip.qq.com", "", id="below a free mail domain"),
        pytest.param("", "ada@yopmail.com", "", id="throw-away mail"),
        pytest.param("https://acme.com", "ada@gmail.com", "acme.com", id="own site, free mail"),
        pytest.param("https://notgmail.com", "", "notgmail.com", id="ends like free mail, is not below it"),
        pytest.param("", "", "", id="nothing"),
        pytest.param("", "not an address", "", id="no address"),
    ],
)
def test_prospect_domain(url, email, domain):
    assert prospect_domain(url, email, IGNORE) == domain


def test_a_program_adds_domains_to_ignore():
    ignore = ignored(("hub.example", "münchen.de"))
    assert prospect_domain("https://acme.hub.example", "", ignore) == ""
    assert prospect_domain("https://www.münchen.de", "", ignore) == ""
    assert prospect_domain("https://acme.hub.example", "", IGNORE) == "hub.example"


@given(hosts)
def test_the_domain_of_a_domain_is_itself(host):
    domain = registrable_domain(host)
    assert registrable_domain(domain) == domain


@given(hosts)
def test_the_domain_is_an_end_of_the_host_and_sub_domains_share_it(host):
    domain = registrable_domain(host)
    assert domain.isascii()
    assert domain == domain.lower()
    if host.isascii():
        assert host.endswith(domain)
    if domain:
        assert registrable_domain(f"www.{host}") == domain


@given(st.ip_addresses())
def test_an_ip_address_has_no_domain(address):
    assert registrable_domain(str(address)) == ""
    assert prospect_domain(f"http://{address}/", f"ada@{address}", IGNORE) == ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_odd(url, email):
    domain = prospect_domain(url, email, IGNORE)
    assert domain == registrable_domain(domain)


@given(st.sampled_from(sorted(IGNORE)), names)
def test_what_lies_below_an_ignored_domain_never_identifies(domain, name):
    assert prospect_domain(f"https://{name}.{domain}/x", f"ada@{domain}", IGNORE) == ""


@pytest.mark.parametrize("path", LISTS, ids=[path.stem for path in LISTS])
def test_the_lists_are_clean(path):
    entries = [line for line in path.read_text("ascii").splitlines() if not line.startswith("#")]
    assert len(entries) > 150
    assert entries == sorted(set(entries))
    public = PublicSuffixList(only_icann=True)
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", entry), entry
        assert public.privatesuffix(entry), f"{entry} is a public suffix: it would ignore whole countries"


def test_no_domain_is_listed_twice():
    entries = [line for path in LISTS for line in path.read_text("ascii").splitlines() if not line.startswith("#")]
    assert len(entries) == len(set(entries))
