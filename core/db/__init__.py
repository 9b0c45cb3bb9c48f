"""The encrypted local database: connection, tables, transactions, upgrades, backups."""
