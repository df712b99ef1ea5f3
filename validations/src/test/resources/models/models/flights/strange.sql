CREATE VIEW strange AS SELECT "Opened On" AS "Opened", note FROM airports, elsewhere.notes;
