"""Getting articles out: ``search``, ``show``, ``export``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from diembao.archive import address_conflicts, article_addresses, articles, visits
from diembao.archive.versions import Version
from diembao.cli.common import Narrowing, example, filter_options, home_option, json_option, open_parts, print_json
from diembao.core.errors import UnknownArticle
from diembao.core.findings import FlagReason
from diembao.core.i18n import _, moment, number
from diembao.core.models import Article
from diembao.desk import export as exporting
from diembao.desk import search as searching
from diembao.desk import withholding, words
from diembao.desk.history import History, history
from diembao.desk.search import FoundArticle
from diembao.pipeline.parts import Parts


@click.command(
    epilog=example(
        "diembao search 'thu phí BOT' --since 2026-11-01", "diembao search '\"đất đai\" -quảng topic:environment'"
    ),
)
@click.argument("query", default="")
@filter_options
@click.option(
    "--flag",
    "flags",
    multiple=True,
    type=click.Choice([reason.value for reason in FlagReason]),
    help=_("Only articles with a flag of this reason, never together with a source or organisation; may be repeated."),
)
@click.option("--limit", type=click.IntRange(0, 1000), default=20, show_default=True, help=_("How many hits to show."))
@click.option("--offset", type=click.IntRange(0), default=0, help=_("How many hits to skip."))
@click.option(
    "--order",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help=_("Order of the hits."),
)
@home_option
@json_option
def search(
    query: str,
    narrowing: Narrowing,
    flags: tuple[str, ...],
    limit: int,
    offset: int,
    order: Any,
    home: Path | None,
    as_json: bool,
) -> None:
    """Find articles."""
    with open_parts(home) as parts:
        page = searching.search(
            parts.archive,
            parts.index,
            query,
            replace(narrowing.filters(parts), flags=flags),
            limit=limit,
            offset=offset,
            order=order,
        )
        names = _names(parts)
        if as_json:
            print_json(
                {
                    "query": query,
                    "total": page.total,
                    "hits": [_hit(found, names) for found in page.hits],
                    "facets": {
                        field: [{"value": item.value, "count": item.count} for item in counts]
                        for field, counts in page.facets.items()
                    },
                    "histogram": [{"start": bar.start, "count": bar.count} for bar in page.histogram],
                }
            )
            return
        click.echo(_("{number} articles").format(number=number(page.total)))
        for found in page.hits:
            _show_hit(found, names)
        if not page.total:
            click.echo(_("Nothing matches. Fewer words, no quotes, or a wider span of days may help."))


@click.command(epilog=example("diembao show 01K9…"))
@click.argument("article_id", metavar="ID")
@home_option
@json_option
def show(article_id: str, home: Path | None, as_json: bool) -> None:
    """Show one article."""
    with open_parts(home) as parts, parts.archive.reading() as connection:
        found = articles.get(connection, [article_id])
        if not found:
            raise _not_shown(parts, article_id)
        article = found[0]  # under the id that lasts, whichever one was asked for
        past = history(connection, article)
        known = {
            **exporting.record(article, _names(parts)),
            "authors": list(article.content.authors),
            "kind": article.content.kind,
            "published_from": article.content.published_from,
            "published_doubt": article.content.published_doubt,
            "credit": article.content.credit,
            "tags": list(article.content.tags),
            "captions": list(article.content.captions),
            "links": [asdict(link) for link in article.content.links],
            "language": article.annotation.language if article.annotation else None,
            "topics": _topics(article),
            "said_topics": dict(article.said_topics),
            "places": [asdict(tag) for tag in (article.annotation.places if article.annotation else ())],
            "organisations": [asdict(tag) for tag in (article.annotation.organisations if article.annotation else ())],
            "phrases": list(article.annotation.phrases) if article.annotation else [],
            "removed_because": article.removed_because,
            "versions": [_version(item, past) for item in past.versions],
            "events": [
                {"at": event.at, "kind": event.kind, "what": words.event(event)} for event in reversed(past.events)
            ],
            "waiting": {"since": past.waiting.seen_at, "reason": past.waiting.reason} if past.waiting else None,
            "addresses": [
                {"url": item.url, "channel": item.channel, "first_seen_at": item.first_seen_at}
                for item in article_addresses.of(connection, article.id)
            ],
            "address_conflicts": [
                {"url": item.url, "other": item.other_id, "leads_here": item.is_held, "seen_at": item.seen_at}
                for item in address_conflicts.of(connection, article.id)
            ],
            "visits": [
                {"at": item.at, "outcome": item.outcome, "channel": item.channel}
                for item in visits.of_article(connection, article.id)
            ],
        }
    if as_json:
        print_json(known)
        return
    _show_article(article, known)
    _show_history(past)


@click.command(
    epilog=example("diembao export 'sạt lở' --format csv --output sat-lo.csv"),
)
@click.argument("query", default="")
@filter_options
@click.option(
    "--format", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True, help=_("File format.")
)
@click.option("--output", type=click.File("w", encoding="utf-8"), default="-", help=_("File to write; - is stdout."))
@click.option("--limit", type=click.IntRange(1), help=_("How many articles at most."))
@home_option
def export(
    query: str,
    narrowing: Narrowing,
    format: Any,
    output: Any,
    limit: int | None,
    home: Path | None,
) -> None:
    """Write articles to a file."""
    with open_parts(home) as parts:
        lines = exporting.export(
            parts.archive,
            parts.index,
            query,
            narrowing.filters(parts),
            format=format,
            source_names=_names(parts),
            limit=limit,
        )
        for line in lines:
            output.write(line)


def _topics(article: Article) -> list[dict[str, Any]]:
    """Topics with what the machine says for them; nothing where only people say so."""
    found = {tag.topic: tag for tag in (article.annotation.topics if article.annotation else ())}
    tags = [(topic, found.get(topic)) for topic in article.topics]
    return [
        {"topic": topic, "score": tag.score if tag else None, "why": dict(tag.why) if tag else {}}
        for topic, tag in tags
    ]


def _names(parts: Parts) -> dict[str, str]:
    return {source.id: source.name for source in parts.sources}


def _hit(found: FoundArticle, names: dict[str, str]) -> dict[str, Any]:
    article = found.article
    return {
        **{key: value for key, value in exporting.record(article, names).items() if key != "text"},
        "score": found.score,
        "highlights": {
            "title": [[span.start, span.end] for span in found.title_spans],
            "passage": [[span.start, span.end] for span in found.passage.spans],
        },
        "passage": found.passage.text,
    }


def _marked(text: str, spans: Any) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], click.style(text[start:end], bold=True, underline=True)]
        last = end
    return "".join([*parts, text[last:]])


def _show_hit(found: FoundArticle, names: dict[str, str]) -> None:
    article = found.article
    when = moment(article.dated) if article.dated else _("undated")
    click.echo()
    click.echo(_marked(article.content.title, found.title_spans))
    click.echo(click.style(f"{names.get(article.source_id, article.source_id)} · {when} · {article.id}", dim=True))
    before, after = "…" * found.passage.cut_before, "…" * found.passage.cut_after
    click.echo(before + _marked(found.passage.text, found.passage.spans).replace("\n\n", " ") + after)


def _show_article(article: Article, known: dict[str, Any]) -> None:
    content = article.content
    click.echo(click.style(content.title, bold=True))
    facts = {
        _("Source"): known["source_name"],
        _("Kind of text"): words.article_kind(content.kind),
        _("Published"): words.published(content),
        _("Time read from"): words.provenance(content.published_from) if content.published_from else "",
        _("First seen"): moment(article.first_seen_at),
        _("Address"): article.url,
        _("By-line"): ", ".join(content.authors),
        _("Section"): content.section,
        _("Taken from"): content.credit,
        _("Key words of the outlet"): ", ".join(content.tags),
        _("Versions"): str(article.version),
        _("Removed at the source"): moment(article.removed_at) if article.removed_at else "",
        _("Topics"): ", ".join(article.topics),
        _("Places"): ", ".join(tag["place"] for tag in known["places"]),
        _("Organisations"): ", ".join(tag["name"] for tag in known["organisations"]),
        _("Key phrases"): ", ".join(known["phrases"]),
    }
    for name, value in facts.items():
        if value:
            click.echo(f"{name}: {value}")
    click.echo()
    click.echo("\n\n".join(filter(None, (content.lead, content.text))))
    _show_list(_("Captions"), content.captions)
    _show_list(_("Links"), [f"{link.text} <{link.url}>".strip() for link in content.links])


def _not_shown(parts: Parts, article_id: str) -> UnknownArticle:
    if withheld := withholding.notice(parts.archive, article_id):
        return UnknownArticle(withheld, _("`diembao withhold list` shows what is."))
    return UnknownArticle(_("The archive has no article {id}.").format(id=article_id), _("`diembao search` shows ids."))


def _show_list(heading: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo()
        click.echo(click.style(heading, bold=True))
    for line in lines:
        click.echo(f"- {line}")


def _version(version: Version, past: History) -> dict[str, Any]:
    """A version with what changed in it, as plain values."""
    compared = past.comparison(version.number) if version.number > 1 else None
    return {
        "number": version.number,
        "title": version.content.title,
        "fetched_at": version.fetched_at,
        "edit": version.edit,
        "correction": version.correction,
        "concerns": list(compared.reasons) if compared else [],
        "changes": [
            {"part": row.part, "change": row.change, "before": row.before, "after": row.after}
            for row in (compared.changes if compared else ())
        ],
    }


def _show_history(past: History) -> None:
    if len(past.events) > 1 or past.waiting:
        click.echo()
        click.echo(click.style(_("History"), bold=True))
    if past.waiting:
        click.echo(
            _("{moment}  waits for a second look: {what}").format(
                moment=moment(past.waiting.seen_at), what=words.waiting(past.waiting.reason)
            )
        )
    for event in past.events if len(past.events) > 1 else ():
        version = event.version
        kind = f" ({words.edit(version.edit)})" if version and version.edit else ""
        click.echo(f"{moment(event.at)}  {words.event(event)}{kind}")
        if version and version.correction:
            click.echo(f"    “{version.correction}”")
        if version and version.number > 1:
            for row in past.comparison(version.number).changes:
                if row.before:
                    click.echo(f"    - {click.style(row.before, strikethrough=True)}")
                if row.after:
                    click.echo(f"    + {click.style(row.after, underline=True)}")


COMMANDS = (search, show, export)
