"""The templates' own environment says what Jinja's says, whatever an operator's template makes use of."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, select_autoescape
from markupsafe import Markup

from bot.mail.environment import Templates

PARTS = """
{% macro plain(text, size="small") %}<p class="{{ size }}">{{ text }}</p>{% endmacro %}
{% macro any() %}{{ varargs|join("+") }}{{ kwargs.more }}{% endmacro %}
{% macro around(title) %}<b>{{ title }}</b>{{ caller("<in>") }}{% endmacro %}
{% macro nested(text) %}{{ plain(text) }}{{ plain(plain(text), "<big>") }}{% endmacro %}
"""


def said(kind, name, source):
    """What a template comes to, or the error that it ends with."""
    templates = {name: source, "parts.html": PARTS, "parts.txt": PARTS}
    environment = kind(
        loader=DictLoader(templates), undefined=StrictUndefined, autoescape=select_autoescape(("html",), default=False)
    )
    environment.globals["upper"] = str.upper
    try:
        return environment.get_template(name).render(text="<a> & b", safe=Markup("<i>"), number=3, none=None)
    except (TemplateError, TypeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
@pytest.mark.parametrize("parts", ["parts.html", "parts.txt"])
@pytest.mark.parametrize(
    "call",
    [
        pytest.param("plain(text)", id="a default is left to stand"),
        pytest.param("plain(text, '<big>')", id="every argument by place"),
        pytest.param("plain(size='<big>', text=text)", id="by name"),
        pytest.param("plain(safe)", id="what is safe already"),
        pytest.param("plain()", id="one that is missing"),
        pytest.param("plain(text, 'big', 3)", id="one too many"),
        pytest.param("plain(text, colour='red')", id="one that is not known"),
        pytest.param("any(text, safe, 3, more='<m>')", id="any number"),
        pytest.param("nested(text)", id="macros in macros"),
        pytest.param("upper(text)", id="a function"),
        pytest.param("text.replace('a', '<')", id="a method"),
        pytest.param("number ~ text ~ none", id="no call at all"),
        pytest.param("absent", id="a name that is not there"),
    ],
)
def test_a_call_says_what_jinja_says(name, parts, call):
    source = f'{{% from "{parts}" import plain, any, around, nested %}}'
    source += f"{{% for _ in [1, 2] %}}{{{{ {call} }}}}{{% endfor %}}"
    source += f'{{% call(what) around("<t>") %}}{{{{ what }}}}{{{{ {call} }}}}{{% endcall %}}'
    assert said(Templates, name, source) == said(Environment, name, source)
