#!/usr/bin/env bash
# LibreOffice Writer and Poppler, which open the Word files that the desk writes.
set -euo pipefail
. "$(dirname "$0")/common.sh"
debian libreoffice-writer-nogui poppler-utils
echo "services: $(soffice --version 2>/dev/null | cut -d ' ' -f 1-2), $(pdftotext -v 2>&1 | head -n 1)"
