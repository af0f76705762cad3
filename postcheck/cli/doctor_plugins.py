"""What ``postcheck doctor`` says of other packages' formats and finders; their engines it lists with its own."""

from __future__ import annotations

from postcheck.errors import PluginError
from postcheck.model.doctor import DoctorCheck
from postcheck.plugins import FINDERS, FORMATS, found
from postcheck.report.base import FORMATS as OWN_FORMATS
from postcheck.report.base import renderer

_NAMES = {FORMATS: "Format", FINDERS: "Finder"}


def plugin_checks() -> list[DoctorCheck]:
    """Return a line for each format and finder that another package adds."""
    checks = []
    for group in (FORMATS, FINDERS):
        for plugin in found(group):
            name = f"{_NAMES[group]} {plugin.name}"
            try:
                if group == FORMATS and plugin.name in OWN_FORMATS:
                    raise plugin.broken("has the name of a format of postcheck's own")
                if group == FORMATS:
                    renderer(plugin.name)
                if not callable(plugin.load()):
                    raise plugin.broken("is nothing that can be called")
            except PluginError as error:
                checks.append(DoctorCheck(name, False, error.message, error.advice))
            else:
                checks.append(DoctorCheck(name, True, plugin.package))
    return checks
