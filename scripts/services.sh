#!/usr/bin/env bash
# What the full test suite can use, on Debian: Chromium for the pages of the dashboard, with fonts for Vietnamese.
set -euo pipefail
if ! command -v apt-get >/dev/null; then
    echo "services: this is not Debian; install Chromium by hand, and the suite finds it." >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
if ! command -v chromium >/dev/null; then
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
fi
echo "services: $(chromium --version 2>/dev/null | head -n 1)"
