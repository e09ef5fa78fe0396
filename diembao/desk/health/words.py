"""How sources do, in words: a label, a sentence, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from diembao.core.i18n import N_, _, moment, ngettext, number
from diembao.crawlers import reasons
from diembao.desk.health.model import Field, Finding, HealthStatus

_LABELS = {
    HealthStatus.CERTIFICATE: N_("certificate"),
    HealthStatus.BLOCKED: N_("blocked"),
    HealthStatus.ROBOTS: N_("not allowed"),
    HealthStatus.FAILING: N_("failing"),
    HealthStatus.LAYOUT: N_("layout changed"),
    HealthStatus.SILENT: N_("silent"),
    HealthStatus.PARTLY: N_("partly failing"),
    HealthStatus.UNDATED: N_("without dates"),
    HealthStatus.DOUBTFUL_DATES: N_("doubtful dates"),
    HealthStatus.BELOW: N_("less than usual"),
    HealthStatus.ABOVE: N_("more than usual"),
    HealthStatus.NEVER: N_("not looked at yet"),
    HealthStatus.LEARNING: N_("not enough data yet"),
    HealthStatus.OK: N_("working"),
    HealthStatus.OFF: N_("switched off"),
}
_FIELDS = {
    Field.LEAD: N_("lead"),
    Field.SECTION: N_("section"),
    Field.AUTHORS: N_("by-line"),
    Field.DATE: N_("date"),
}
_ADVICE = {
    HealthStatus.CERTIFICATE: N_(
        "Tell the paper. If it is signed by an authority of its own, name that authority's file as ca_file in "
        "sources.toml; verification is never switched off."
    ),
    HealthStatus.BLOCKED: N_(
        "Nothing is done to get round it. Ask the paper whether it lets your desk in; the setting crawl.contact tells "
        "it who you are."
    ),
    HealthStatus.ROBOTS: N_(
        "Respect it. Ask the paper whether it lets your desk in, or whether there is another feed."
    ),
    HealthStatus.FAILING: N_(
        "Open the address in a browser. If the feed has moved, correct it in sources.toml, then run "
        "`diembao sources check {source}`."
    ),
    HealthStatus.LAYOUT: N_(
        "Open a recent article and compare it with what was read. The outlet's profile may need a new version; after "
        "that `diembao collect --replay --source {source}` reads the kept pages again."
    ),
    HealthStatus.SILENT: N_(
        "Open the outlet in a browser. If it does publish, its feed has been given up: name another."
    ),
    HealthStatus.PARTLY: N_(
        "The other feeds go on. If this address has moved, correct it in sources.toml, then run "
        "`diembao sources check {source}`."
    ),
    HealthStatus.UNDATED: N_(
        "Its articles count from the moment they were first seen. A profile that names the date helps."
    ),
    HealthStatus.DOUBTFUL_DATES: N_(
        "Compare some articles with the page. The outlet's clock or its profile may be wrong."
    ),
    HealthStatus.BELOW: N_("Watch it. A section's feed may be missing if it stays so."),
    HealthStatus.ABOVE: N_("Nothing. It may be a day with much news, or a feed that now lists more sections."),
    HealthStatus.NEVER: N_("`diembao collect --source {source} --once` looks at it now."),
    HealthStatus.LEARNING: N_("Nothing. After two weeks its rhythm is known."),
    HealthStatus.OK: N_("Nothing."),
    HealthStatus.OFF: N_("Nothing, unless you want it: enabled = true in sources.toml."),
}


def label(status: HealthStatus) -> str:
    """How a source does, in two or three words."""
    return _(_LABELS[status])


def advice(status: HealthStatus, source_id: str) -> str:
    """What a person can do about it."""
    return _(_ADVICE[status]).format(source=source_id)


def since(finding: Finding) -> str:
    """Since when it has been so; empty where that says nothing."""
    if finding.status in (HealthStatus.OK, HealthStatus.OFF, HealthStatus.NEVER, HealthStatus.LEARNING):
        return ""
    return _("since {moment}").format(moment=moment(finding.since))


def sentence(finding: Finding) -> str:
    """What is to be said of a source, in one sentence without since when."""
    detail = finding.detail
    match finding.status:
        case HealthStatus.PARTLY:
            return _("{broken} of {doors} feeds and pages cannot be read: {reason} ({url}).").format(
                broken=number(detail["broken"]), doors=number(detail["doors"]), reason=_why(detail), url=detail["url"]
            )
        case HealthStatus.BLOCKED if until := detail.get("until"):
            pause = _("It is left alone until {moment}.").format(moment=moment(datetime.fromisoformat(until)))
            return f"{_nothing_comes(detail).removesuffix('.')}. {pause}"
        case HealthStatus.CERTIFICATE | HealthStatus.BLOCKED | HealthStatus.ROBOTS | HealthStatus.FAILING:
            return _nothing_comes(detail)
        case HealthStatus.LAYOUT:
            return _layout(detail)
        case HealthStatus.SILENT if detail["expected"]:
            return _("It answers, but nothing new has come; about {number} articles were to be expected.").format(
                number=number(detail["expected"])
            )
        case HealthStatus.SILENT:
            return _("It answers, but nothing new has come.")
        case HealthStatus.UNDATED:
            return _("{share} % of its recent articles name no date.").format(
                share=number(round(100 * detail["share"]))
            )
        case HealthStatus.DOUBTFUL_DATES:
            return _("The dates of {share} % of its recent articles are doubtful.").format(
                share=number(round(100 * detail["share"]))
            )
        case HealthStatus.BELOW:
            return _("{count} articles yesterday, fewer than its rhythm explains (usually about {usual}).").format(
                count=number(detail["count"]), usual=number(detail["usual"])
            )
        case HealthStatus.ABOVE:
            return _("{count} articles yesterday, more than its rhythm explains (usually about {usual}).").format(
                count=number(detail["count"]), usual=number(detail["usual"])
            )
        case HealthStatus.NEVER:
            return _("Nobody has looked at it yet.")
        case HealthStatus.LEARNING:
            return _("It answers. There is not enough data yet to know its rhythm.")
        case HealthStatus.OK:
            return _("It answers and publishes as usual.")
        case HealthStatus.OFF:
            return _("It is switched off in sources.toml.")


def _why(detail: Mapping[str, Any]) -> str:
    return reasons.explain(detail["reason"], detail["detail"])


def _nothing_comes(detail: Mapping[str, Any]) -> str:
    if pages := detail.get("pages"):
        some = ngettext("{number} page could not be fetched", "{number} pages could not be fetched", pages)
        return f"{some.format(number=number(pages))}: {_why(detail)}."
    why = _why(detail)
    return f"{why[:1].upper()}{why[1:]}: {detail['url']}"


def _layout(detail: Mapping[str, Any]) -> str:
    parts = []
    if detail["fields"]:
        names = ", ".join(_(_FIELDS[Field(name)]) for name in detail["fields"])
        parts.append(_("Its recent articles lack what they used to have: {names}.").format(names=names))
    if detail["pages"]:
        some = ngettext(
            "{number} recent page could not be read as an article.",
            "{number} recent pages could not be read as articles.",
            detail["pages"],
        )
        parts.append(some.format(number=number(detail["pages"])))
    return " ".join(parts)
