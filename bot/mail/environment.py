"""The templates' environment, without what Jinja's generality costs at each value, call of a macro and import."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape


class _Macro(Macro):
    """A macro that takes arguments by place as they come, where it takes no others."""

    def __init__(self, environment: Environment, func: Callable[..., str], *described: Any) -> None:
        super().__init__(environment, func, *described)
        general = self.caller or self.catch_kwargs or self.catch_varargs
        self._places = -1 if general else len(self.arguments)

    def run(self, context: EvalContext, args: tuple[Any, ...], named: dict[str, Any]) -> str:
        """What it says, safe where the template that calls it escapes."""
        if named or len(args) != self._places:
            return self(context, *args, **named)
        said = self._func(*args)
        return Markup(said) if context.autoescape else said  # noqa: S704 - what it was given is escaped


class _Calls(Context):
    """Calls what a template calls; no function that templates can reach asks for the context."""

    def call(
        self, function: Callable[..., Any], /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        """Call a macro, a function or a method."""
        if isinstance(function, _Macro):
            return function.run(self.eval_ctx, args, named)
        return function(*args, **named)


class _Lean(Template):
    """A compiled template with the macros of above, which looks no second time at what is escaped already."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's name
        uptodate: Any = None,
    ) -> Template:
        """The template of a compiled module."""
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__.update(Macro=_Macro, escape=_escaped)
        return made


def _escaped(value: object) -> Markup:
    return value if type(value) is Markup else escape(value)


class Templates(Environment):
    """An environment whose globals stand before the first template is loaded."""

    context_class = _Calls
    template_class = _Lean

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary instead of a chain of two, which every import of macros would walk."""
        return {**self.globals, **(d or {})}
