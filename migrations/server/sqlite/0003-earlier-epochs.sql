-- [{"epoch": "…", "endedAtSeq": 7}], oldest first: what a desk that slept through several restores still shares with the firm.
ALTER TABLE firms ADD COLUMN earlier_epochs TEXT NOT NULL DEFAULT '[]';
