from diembao.archive import Archive, outbox


def test_entries_come_in_the_order_in_which_they_were_added(archive: Archive) -> None:
    with archive.writing() as connection:
        outbox.add(connection, ["b", "a"])
        outbox.add(connection, ["c", "a"])
        outbox.add(connection, [])
    with archive.reading() as connection:
        assert [article_id for _seq, article_id in outbox.peek(connection, 3)] == ["b", "a", "c"]
        assert outbox.pending(connection) == 4


def test_removing_leaves_what_came_in_meanwhile(archive: Archive) -> None:
    with archive.writing() as connection:
        outbox.add(connection, ["a"])
        taken = [seq for seq, _article_id in outbox.peek(connection, 10)]
        outbox.add(connection, ["a"])
        outbox.remove(connection, taken)
        assert [article_id for _seq, article_id in outbox.peek(connection, 10)] == ["a"]


def test_a_number_is_never_given_twice(archive: Archive) -> None:
    with archive.writing() as connection:
        outbox.add(connection, ["a", "b"])
        last = max(outbox.pending_seqs(connection))
        outbox.remove(connection, outbox.pending_seqs(connection))
        outbox.add(connection, ["c"])
        assert min(outbox.pending_seqs(connection)) > last


def test_more_entries_can_be_removed_than_one_statement_takes(archive: Archive) -> None:
    with archive.writing() as connection:
        outbox.add(connection, (str(number) for number in range(40_000)))
        outbox.remove(connection, outbox.pending_seqs(connection))
        assert outbox.pending(connection) == 0
