#!/usr/bin/env bash
# Chromium for the pages of the dashboard, with fonts for Vietnamese.
set -euo pipefail
. "$(dirname "$0")/common.sh"
debian chromium-headless-shell fonts-noto-core
echo "services: $(chromium-headless-shell --version 2>/dev/null | head -n 1)"
