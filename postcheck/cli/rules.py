"""``postcheck rules``: what the pack in force asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.output import show, write
from postcheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from postcheck.model.pack import Pack

app = typer.Typer(no_args_is_help=True, help="Show what the policy in force asks.")


@app.command("list")
def list_rules(
    policy: options.Policy = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    page_format: options.Format = options.PageFormat.RICH,
    output: options.Output = None,
) -> None:
    """List every rule of the pack in force, a line each.

    Example: postcheck rules list --policy north-star
    """
    from postcheck.report.rules_report import render_rules, rules_json  # noqa: PLC0415 - rich is not needed for --help

    pack = _pack_in_force(policy, config, output, no_config=no_config)
    if page_format is options.PageFormat.JSON:
        write(rules_json(pack), output)
    else:
        show(render_rules(pack, options.day(None)), output)


@app.command("show")
def show_rule(
    rule_id: Annotated[
        str, typer.Argument(metavar="ID", help="The rule's id as the report shows it, for example ASP-NAME-1.")
    ],
    policy: options.Policy = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    page_format: options.Format = options.PageFormat.RICH,
    output: options.Output = None,
) -> None:
    """Show one rule in full: what it asks, where the policy says so, what to do.

    Without --policy the shipped packs are searched too.

    Example: postcheck rules show ASP-NAME-1
    """
    from postcheck.report.rules_report import render_rule, rule_json  # noqa: PLC0415 - rich is not needed for --help

    wanted = rule_id.strip().casefold()
    pack = _pack_in_force(policy, config, output, no_config=no_config)
    for candidate in _that_may_have(wanted, pack, search=not policy):
        for rule in candidate.rules:
            if rule.id.casefold() == wanted:
                if page_format is options.PageFormat.JSON:
                    write(rule_json(rule, candidate), output)
                else:
                    show(render_rule(rule, candidate, options.day(None)), output)
                return
    raise UsageError("no rule has this id.", advice="`postcheck rules list` shows the ids of the pack in force.")


@app.command("check")
def check_rules(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The rule pack (TOML).")],
    page_format: options.Format = options.PageFormat.RICH,
    output: options.Output = None,
) -> None:
    """Check a rule pack: whether it is valid, how it differs from its parent, and whether its examples hold.

    Exit code 0: all is well. 1: an example comes out differently, or a rule lacks one. 2: the pack cannot be used as
    it is.

    Example: postcheck rules check our-policy.toml
    """
    from postcheck.engine.examples import check_pack  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.report.rules_report import pack_check_json, render_pack_check  # noqa: PLC0415 - rich is not needed for --help

    options.spare_read(output, file)
    found, day = check_pack(file), options.day(None)
    if page_format is options.PageFormat.JSON:
        write(pack_check_json(found, day), output)
    else:
        show(render_pack_check(found, day), output)
    if not found.ok:
        raise typer.Exit(ExitCode.UNUSABLE if found.problems else ExitCode.FLAGGED)


def _pack_in_force(policy: str | None, config: Path | None, output: Path | None, *, no_config: bool) -> Pack:
    from postcheck.config.packs import load_pack  # noqa: PLC0415 - pydantic is not needed for --help
    from postcheck.config.policy import policy_outside_file  # noqa: PLC0415 - as above

    file = options.settings_file(config, no_config=no_config)
    if (named := policy_outside_file(policy, os.environ)) is None:
        from postcheck.config.settings import load_settings  # noqa: PLC0415 - only if they are what names the pack

        named = load_settings(file, environ=os.environ).policy
    options.spare_read(output, file, named)
    return load_pack(named)


def _that_may_have(rule_id: str, pack: Pack, *, search: bool) -> Iterator[Pack]:
    """Yield the pack in force and, if ``search`` is set, the shipped ones that may have a rule, each read in turn."""
    from postcheck.config.packs import load_pack, shipped_packs_that_may_have  # noqa: PLC0415 - as above

    yield pack
    if search:
        yield from (load_pack(name) for name in shipped_packs_that_may_have(rule_id) if name != pack.id)
