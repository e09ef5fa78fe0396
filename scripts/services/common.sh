# Sourced by the scripts of this folder: how to become root, Debian's packages, and what the suite is told.
if ! command -v apt-get >/dev/null; then
    echo "services: this is not Debian; scripts/services shows what the full suite can use." >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
env_file="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/.services.env"

# debian PACKAGE…: installs what is not there yet.
debian() {
    local package missing=()
    for package in "$@"; do
        dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        $sudo apt-get update -qq
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
}

# announce NAME VALUE: replaces the line of this name in .services.env, which may hold passwords.
announce() {
    local others
    others=$(grep -v "^$1=" "$env_file" 2>/dev/null || true)
    (umask 077 && printf '%s\n' ${others:+"$others"} "$1=$2" >"$env_file")
}
