"""Pages and plain texts of cases and reports, from the templates beside this module."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from diembao.core.i18n import _


def render(template: str, **values: Any) -> str:
    """A template filled in; in HTML everything is escaped."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("diembao.desk"),
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals["_"] = _
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "indent": 2}
    return environment
