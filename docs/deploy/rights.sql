-- What Phantom's servers and workers may do. The owner of the tables, who runs `phantom migrate`,
-- runs this once, after the first migration: psql --set user=phantom_serving --file rights.sql
GRANT USAGE ON SCHEMA public TO :"user";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"user";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"user";
