-- Several PCs share this database: a stream names the installation that writes it.
ALTER TABLE streams ADD COLUMN installation TEXT COLLATE "C" NOT NULL DEFAULT '';
