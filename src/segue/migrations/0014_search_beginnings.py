"""On Postgres, the index of search holds how each word begins, as FTS5 does on SQLite.

The index before held whole words. To find those that begin with what somebody typed, GIN first gathers the rows of all
of them (25 ms for a word that every tenth of a million rows has), and again for each word typed. A beginning that is a
word of the index by itself is read in step with the others: "labs nurse" took 60 to 90 ms and takes 16, "sven mahoff"
took 35 and takes 1. The index is as large as the one before (103 MB).
"""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Beginnings of these lengths, and scopes (they start with §) whole; what is typed beyond is compared row by row. The
# cost is its true one: reading all rows, the planner compares the text first and asks this last.
# enable_seqscan: by the index, whatever the planner guesses of two words. In three tries, each for what is dear for the
# others: one word, held by many, is soon found among the newest; then without the scope, whose list holds a whole
# workspace; then with it, since the records of others are in the way, and it is the short list.
SQL = [
    "SET LOCAL statement_timeout = 0",
    """CREATE OR REPLACE FUNCTION segue_beginnings(search text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
        SELECT array_to_tsvector(coalesce(array_agg(left(word, size)), '{}'))
        FROM unnest(string_to_array(search, ' ')) AS word, unnest('{1,2,3,4,6,8,60}'::integer[]) AS size
        WHERE word <> '' AND CASE WHEN word LIKE '§%' THEN size = 60 ELSE size <= least(length(word), 8) END
    $$""",
    """CREATE INDEX IF NOT EXISTS record_beginnings ON segue_record
    USING gin (segue_beginnings(search)) WITH (gin_pending_list_limit = 256)""",
    """CREATE OR REPLACE FUNCTION segue_found_first(words tsquery, scope tsquery, scopes text[], likes text[], most integer)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$
    DECLARE ids bigint[]; looked_at integer;
    BEGIN
        IF cardinality(likes) = 1 THEN
            SELECT array_agg(f.id) INTO ids FROM (
                SELECT n.id FROM (SELECT r.id, r.search FROM segue_record r ORDER BY r.id DESC LIMIT 5000) n
                WHERE n.search LIKE ALL (likes) AND split_part(n.search, ' ', 2) = ANY (scopes) LIMIT most
            ) f;
        END IF;
        IF coalesce(cardinality(ids), 0) < most THEN
            SELECT count(*), array_agg(n.id) FILTER (
                WHERE n.search LIKE ALL (likes) AND split_part(n.search, ' ', 2) = ANY (scopes)
            ) INTO looked_at, ids FROM (
                SELECT r.id, r.search FROM segue_record r WHERE segue_beginnings(r.search) @@ words LIMIT 2 * most
            ) n;
        END IF;
        IF looked_at = 2 * most AND coalesce(cardinality(ids), 0) < most THEN
            RETURN QUERY SELECT r.id FROM segue_record r
                WHERE segue_beginnings(r.search) @@ (words && scope) AND r.search LIKE ALL (likes) LIMIT most;
        ELSE
            RETURN QUERY SELECT unnest(ids[:most]);
        END IF;
    END $$""",
]
DROPS = [
    "DROP FUNCTION IF EXISTS segue_found_first(tsquery, tsquery, text[], text[], integer)",
    "DROP INDEX IF EXISTS record_beginnings",
    "DROP FUNCTION IF EXISTS segue_beginnings(text)",
]
before = import_module("segue.migrations.0011_search_index")


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On Postgres: make the index, and put into it what is there."""
    _run(schema_editor, SQL)


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, DROPS)


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, before.DROPS["postgresql"])
    add_index(apps, schema_editor)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop_index(apps, schema_editor)
    _run(schema_editor, before.POSTGRES)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    if schema_editor.connection.vendor == "postgresql":
        before._run(schema_editor, statements)


class Migration(migrations.Migration):
    dependencies = [("segue", "0013_enroll_run")]

    operations = [migrations.RunPython(forwards, backwards)]
