"""The templates' environment, without what Jinja's generality costs at each call of a macro and at each import."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context, Macro


class _Calls(Context):
    """Calls what a template calls; no function that templates can reach asks for the context."""

    def call(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        """Call a macro, a function or a method."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        if isinstance(function, Macro):
            return function(self.eval_ctx, *args, **named)
        return function(*args, **named)


class Templates(Environment):
    """An environment whose globals stand before the first template is loaded."""

    context_class = _Calls

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary instead of a chain of two, which every import of macros would walk."""
        return {**self.globals, **(d or {})}
