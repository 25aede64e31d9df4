-- Sessions that came from one sign-in, by rotating to another device id, share its line: whoever revokes one of their
-- devices ends them all. Null: a line of its own, as an older server writes it.
ALTER TABLE sessions ADD COLUMN line_id TEXT;
