-- The epoch a device's rounds are counted in (null: the firm's present one, as an older server writes it), and the changes
-- in answers that the device has not proven to have read: [{"round": 7, "changeIds": ["…"]}].
ALTER TABLE devices ADD COLUMN epoch TEXT;
ALTER TABLE devices ADD COLUMN unread TEXT NOT NULL DEFAULT '[]';
