"""What articles are about: ``topics list|show|label|suggest|train``."""

from __future__ import annotations

from dataclasses import asdict
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
from diembao.pipeline import indexing, learning
from diembao.pipeline.learning import TopicTraining


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


@topics_group.command(
    "suggest",
    help=_("Name the articles whose labels would teach most: those about which the machine is least sure."),
    epilog=example("diembao topics suggest", "diembao topics suggest --topic environment --json"),
)
@click.option("--topic", "asked", multiple=True, metavar="ID", help=_("Only questions about this topic (repeatable)."))
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help=_("How many questions."))
@home_option
@json_option
def suggest_labels(asked: tuple[str, ...], limit: int, home: Path | None, as_json: bool) -> None:
    """Suggest articles to label."""
    if unknown := [topic for topic in asked if topic not in SHIPPED_TOPICS]:
        raise UsageError(
            _("No labels are learnt for {topic}.").format(topic=", ".join(unknown)),
            _("Topics are: {ids}.").format(ids=", ".join(SHIPPED_TOPICS)),
        )
    with open_parts(home) as parts:
        found = learning.suggest(parts, topics=asked or SHIPPED_TOPICS, limit=limit)
        with parts.archive.reading() as connection:
            titles = {
                article.id: article.content.title
                for article in articles.get(connection, [each.article_id for each in found])
            }
    if as_json:
        print_json([{**each._asdict(), "title": titles[each.article_id]} for each in found])
    elif not found:
        click.echo(_("There is nothing to ask: no article, or all are labelled."))
    else:
        table(
            ((each.article_id, each.topic, number(round(100 * each.score)), titles[each.article_id]) for each in found),
            (_("Article"), _("Topic"), _("sure, of 100"), _("Title")),
        )


@topics_group.command(
    "train",
    help=_(
        "Learn from the labels that people of the desk gave. Every topic begins with the shipped model, and is moved "
        "only where that tells labelled articles better which it was not shown."
    ),
    epilog=example("diembao topics train", "diembao topics train --json"),
)
@home_option
@json_option
def train_topics(home: Path | None, as_json: bool) -> None:
    """Learn from labels."""
    with open_parts(home) as parts:
        report = learning.train(parts)
    if as_json:
        print_json([asdict(each) for each in report])
        return
    table(
        ((each.topic, number(each.carried), number(each.not_carried), _what_became(each)) for each in report),
        (_("Topic"), _("Labelled yes"), _("Labelled no"), _("learnt")),
    )
    if any(each.is_used for each in report):
        click.echo(_("New articles are read with what was learnt; `diembao collect --replay` reads the others again."))


def _what_became(training: TopicTraining) -> str:
    if training.before is None or training.after is None:
        return _("too few labels: {least} of each kind are needed").format(least=learning.LEAST_OF_EACH)
    losses = f"{number(round(training.before, 3))} → {number(round(training.after, 3))}"
    return (_("yes, errors {losses}") if training.is_used else _("no, it would not help: {losses}")).format(
        losses=losses
    )


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
