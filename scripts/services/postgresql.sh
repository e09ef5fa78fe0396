#!/usr/bin/env bash
# A PostgreSQL cluster for tests, on loopback, with a port, a folder and a password of its own; others are left alone.
set -euo pipefail
. "$(dirname "$0")/common.sh"

port=5499
role=diembao # may make databases and is no superuser, as the role of a desk
starts_within=60

command -v pg_lsclusters >/dev/null || debian postgresql
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
folder=/var/lib/postgresql/diembao-tests/$(basename "$(dirname "$bin")")
data=$folder/data
password_file=$folder/password # written last: without it the cluster is not finished

as_postgres() { (cd / && $sudo runuser --user postgres -- "$@"); }

is_running() { "$bin/pg_isready" --quiet --host 127.0.0.1 --port "$port"; }

make_cluster() {
    local password
    password=$(od -An -N 24 -t x1 /dev/urandom | tr -d ' \n')
    as_postgres rm -rf "$data"
    as_postgres mkdir -p -m 700 "$folder"
    as_postgres "$bin/initdb" --pgdata "$data" --encoding UTF8 --locale C.UTF-8 --auth-local peer \
        --auth-host scram-sha-256 >/dev/null
    # Nothing here must outlive a power cut, so nothing waits for the disk.
    as_postgres tee -a "$data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
CONF
    start
    as_postgres "$bin/psql" --quiet --no-psqlrc --set ON_ERROR_STOP=1 --host "$folder" --port "$port" postgres <<SQL
CREATE ROLE $role LOGIN CREATEDB PASSWORD '$password';
CREATE DATABASE $role OWNER $role;
SQL
    as_postgres sh -c 'umask 077 && cat >"$1"' - "$password_file" <<<"$password"
}

start() {
    if ! as_postgres "$bin/pg_ctl" start --silent --wait --timeout $starts_within --pgdata "$data" \
        --log "$folder/log" </dev/null; then
        echo "services: PostgreSQL did not start within $starts_within s; its last words:" >&2
        as_postgres tail -n 20 "$folder/log" >&2
        exit 1
    fi
}

if ! as_postgres test -f "$password_file"; then
    if is_running; then as_postgres "$bin/pg_ctl" stop --silent --mode immediate --pgdata "$data"; fi
    make_cluster
fi
is_running || start
password=$(as_postgres cat "$password_file")
(umask 077 && touch "$env_file")
$sudo chmod 600 "$env_file"
announce TESTS_POSTGRESQL "postgresql+psycopg://$role:$password@127.0.0.1:$port/$role"
echo "services: PostgreSQL $("$bin/postgres" --version | cut -d ' ' -f 3) at 127.0.0.1:$port (stop it: runuser -u postgres -- $bin/pg_ctl stop -D $data)"
