"""What articles are about: ``topics list|show|label``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diembao.archive import articles
from diembao.cli.common import Group, example, home_option, json_option, open_parts, print_json, table
from diembao.core.errors import UnknownArticle, UsageError
from diembao.core.i18n import _, moment, number
from diembao.core.models import Article
from diembao.desk import labelling
from diembao.desk.labelling import Said
from diembao.nlp.topics import SHIPPED_TOPICS
from diembao.pipeline import indexing


@click.group(name="topics", cls=Group)
def topics_group() -> None:
    """Gather the subcommands."""


@topics_group.command(
    "list",
    help=_("List the topics of this desk, and how many articles people have labelled."),
    epilog=example("diembao topics list"),
)
@home_option
@json_option
def list_topics(home: Path | None, as_json: bool) -> None:
    """List topics."""
    with open_parts(home) as parts:
        with parts.archive.reading() as connection:
            labelled = labelling.counts(connection)
        rows: list[dict[str, Any]] = [
            {
                "id": topic.id,
                "name": topic.name_vi,
                "name_en": topic.name_en,
                "description": topic.description,
                "learns": topic.id in SHIPPED_TOPICS,
                "words": len(topic.words) + len(topic.title_words),
                "labelled_yes": labelled.get(topic.id, (0, 0))[0],
                "labelled_no": labelled.get(topic.id, (0, 0))[1],
            }
            for topic in parts.topics
        ]
    if as_json:
        print_json({"topics": rows})
        return
    table(
        [
            (row["id"], row["name"], *(number(row[key]) for key in ("words", "labelled_yes", "labelled_no")))
            for row in rows
        ],
        (_("Id"), _("Name"), _("Words"), _("Labelled yes"), _("Labelled no")),
    )


@topics_group.command(
    "show",
    help=_("Show what an article is about and why: what people say, and what the machine finds."),
    epilog=example("diembao topics show 01K9…"),
)
@click.argument("article_id", metavar="ARTICLE")
@home_option
@json_option
def show_topics(article_id: str, home: Path | None, as_json: bool) -> None:
    """Show the topics of an article."""
    with open_parts(home) as parts, parts.archive.reading() as connection:
        found = articles.get(connection, [article_id])
        if not found:
            raise UnknownArticle(
                _("The archive has no article {id}.").format(id=article_id), _("`diembao search` shows ids.")
            )
        said = labelling.said_of(connection, found[0].id)
    if as_json:
        print_json(_record(found[0], said))
        return
    _show(found[0], said)


@topics_group.command(
    "label",
    help=_(
        "Say that an article carries a topic, or that it does not. It counts at once, in place of what the machine "
        "finds; `diembao topics train` learns from it."
    ),
    epilog=example(
        "diembao topics label 01K9… environment --yes --by 'Trần Thị Lan'",
        "diembao topics label 01K9… environment --undo --by 'Trần Thị Lan'",
    ),
)
@click.argument("article_id", metavar="ARTICLE")
@click.argument("topic", metavar="TOPIC")
@click.option("--yes", "said", flag_value="yes", help=_("It carries the topic."))
@click.option("--no", "said", flag_value="no", help=_("It does not."))
@click.option("--undo", "said", flag_value="undo", help=_("Take back what you said last."))
@click.option("--by", "who", metavar="PERSON", required=True, help=_("Name or id of the person who says so."))
@home_option
@json_option
def label_topic(article_id: str, topic: str, said: str | None, who: str, home: Path | None, as_json: bool) -> None:
    """Label an article."""
    if said is None:
        raise UsageError(_("Nothing is said of the topic."), _("Give --yes, --no or --undo."))
    with open_parts(home) as parts:
        if said == "undo":
            known = labelling.take_back(parts.archive, article_id, topic, who=who)
        else:
            known = labelling.label(parts.archive, article_id, topic, carried=said == "yes", who=who)
        indexing.drain_if_possible(parts)
        with parts.archive.reading() as connection:
            (article,) = articles.get(connection, [known.article_id])
            counting = labelling.said_of(connection, article.id)
    if as_json:
        print_json(_record(article, counting))
        return
    click.echo(_("Kept. The article's topics: {topics}").format(topics=", ".join(article.topics) or "–"))


def _record(article: Article, said: dict[str, Said]) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.content.title,
        "topics": list(article.topics),
        "said": [
            {"topic": topic, "carried": each.label.carried, "by": each.name, "at": each.label.at}
            for topic, each in said.items()
        ],
        "found": [
            {"topic": tag.topic, "score": tag.score, "why": dict(tag.why)}
            for tag in (article.annotation.topics if article.annotation else ())
        ],
    }


def _show(article: Article, said: dict[str, Said]) -> None:
    click.echo(click.style(article.content.title, bold=True))
    click.echo(f"{_('Topics')}: {', '.join(article.topics) or '–'}")
    for topic, each in said.items():
        sentence = _("{name}: carries it") if each.label.carried else _("{name}: does not carry it")
        click.echo(f"{topic}  {sentence.format(name=each.name)} ({moment(each.label.at)})")
    for tag in article.annotation.topics if article.annotation else ():
        why = ", ".join(f"{word} ({number(round(weight, 2))})" for word, weight in tag.why)
        click.echo(f"{tag.topic} {tag.score:.2f}  {why}")


COMMANDS = (topics_group,)
