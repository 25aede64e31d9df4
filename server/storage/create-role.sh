#!/bin/sh
# Run once by the PostgreSQL image when its volume is new: the role the server works under, bound by row-level security.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$FERRY_DB_PASSWORD" --username postgres <<'SQL'
CREATE ROLE ferry LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE ferry OWNER ferry TEMPLATE template0 ENCODING 'UTF8';
SQL
