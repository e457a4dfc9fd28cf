"""The index of the words that search looks in: FTS5 on SQLite, GIN on Postgres. Both keep themselves up to date.

A later migration that rebuilds segue_record on SQLite (any AlterField or AddConstraint there) drops the triggers:
it must run `add_index` of this file again. tests/engine/test_search.py fails if it does not.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The words are made by us: "ascii" keeps every other letter as it is, and detail=none keeps no places.
# prefix: each word is also indexed by how it begins, so that rows come one by one; without, all rows of all words that
# begin so are gathered before the first is answered (100 times slower where a word is common).
SQLITE = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS segue_record_words USING fts5(
        search, content='segue_record', content_rowid='id', tokenize='ascii', detail=none, columnsize=0,
        prefix='1 2 3 4 5 6 7 8')""",
    """CREATE TRIGGER IF NOT EXISTS segue_record_words_insert AFTER INSERT ON segue_record BEGIN
        INSERT INTO segue_record_words(rowid, search) VALUES (new.id, new.search);
    END""",
    """CREATE TRIGGER IF NOT EXISTS segue_record_words_delete AFTER DELETE ON segue_record BEGIN
        INSERT INTO segue_record_words(segue_record_words, rowid, search) VALUES ('delete', old.id, old.search);
    END""",
    """CREATE TRIGGER IF NOT EXISTS segue_record_words_update AFTER UPDATE OF search ON segue_record
    WHEN old.search <> new.search BEGIN
        INSERT INTO segue_record_words(segue_record_words, rowid, search) VALUES ('delete', old.id, old.search);
        INSERT INTO segue_record_words(rowid, search) VALUES (new.id, new.search);
    END""",
    "INSERT INTO segue_record_words(segue_record_words) VALUES ('rebuild')",
]
# Exact lexemes, so neither a dictionary nor a locale has a say. New rows wait in a list that every search reads
# through: it is kept short. GIN gathers all rows before it answers with the first, so the function looks at the newest
# records first: what is common is found there. enable_seqscan: by the index, whatever the planner guesses of two words.
POSTGRES = [
    "SET LOCAL statement_timeout = 0",
    """CREATE INDEX IF NOT EXISTS record_words ON segue_record
    USING gin (array_to_tsvector(array_remove(string_to_array(search, ' '), ''))) WITH (gin_pending_list_limit = 256)""",
    """CREATE OR REPLACE FUNCTION segue_first_records(question tsquery, scopes text[], likes text[], most integer)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE PARALLEL SAFE SET enable_seqscan = off AS $$
    DECLARE ids bigint[];
    BEGIN
        SELECT array_agg(f.id) INTO ids FROM (
            SELECT n.id FROM (SELECT r.id, r.search FROM segue_record r ORDER BY r.id DESC LIMIT 5000) n
            WHERE n.search LIKE ALL (likes) AND split_part(n.search, ' ', 2) = ANY (scopes) LIMIT most
        ) f;
        IF cardinality(ids) >= most THEN
            RETURN QUERY SELECT unnest(ids);
        ELSE
            RETURN QUERY SELECT r.id FROM segue_record r
                WHERE array_to_tsvector(array_remove(string_to_array(r.search, ' '), '')) @@ question LIMIT most;
        END IF;
    END $$""",
]
DROPS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS segue_record_words_insert",
        "DROP TRIGGER IF EXISTS segue_record_words_delete",
        "DROP TRIGGER IF EXISTS segue_record_words_update",
        "DROP TABLE IF EXISTS segue_record_words",
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS segue_first_records(tsquery, text[], text[], integer)",
        "DROP INDEX IF EXISTS record_words",
    ],
}


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index, and put into it what is there."""
    _run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, DROPS[schema_editor.connection.vendor])


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("segue", "0010_search_words")]

    operations = [migrations.RunPython(add_index, drop_index)]
