-- Several PCs may share a database: a stream names the installation that writes it, '' where there is one PC.
ALTER TABLE streams ADD COLUMN installation VARCHAR(26) NOT NULL DEFAULT '';
