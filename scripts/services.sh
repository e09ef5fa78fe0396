#!/usr/bin/env bash
# What the full test suite can use, on Debian. Running it again changes nothing; .services.env tells the suite.
set -euo pipefail
cd "$(dirname "$0")/services"
./chromium.sh
./elasticsearch.sh
./postgresql.sh
./libreoffice.sh
