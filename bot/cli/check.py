"""``regbot check``: config, rules and templates, offline."""

from __future__ import annotations

from bot.cli.common import DEFAULT_CONFIG, Config, settings_and_programs


def check(config: Config = DEFAULT_CONFIG) -> None:
    """Check the config file, the rules and the templates, and say in plain words what the rules mean."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from bot.daemon import renderer_of
    from bot.domain.errors import ConfigError
    from bot.mail.check import check as check_templates
    from bot.rules.describe import meanings

    settings, programs = settings_and_programs(config)
    problems = check_templates(renderer_of(settings))
    if problems:
        raise ConfigError(problems)
    console = Console(highlight=False)
    for program in programs.values():
        console.print(f"\n{program.title}", style="bold", markup=False)
        for text, policy in meanings(program):
            console.print(Padding(text, (0, 0, 0, 2)), markup=False)
            if policy is not None:
                console.print(Padding(Text(f"“{policy}”" if policy else "our reading", style="dim"), (0, 0, 0, 6)))
    for inbox in settings.inbox:
        if inbox.trust.require == "none":
            console.print(
                f"\nWarning: inbox {inbox.name} takes every sender's word (trust.require is none): "
                "whoever writes a partner's address in From is taken for that partner.",
                style="yellow",
                markup=False,
            )
    console.print("\nConfig, rules and templates are fine.", style="green")
