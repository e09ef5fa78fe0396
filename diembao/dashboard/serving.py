"""Starting the dashboard."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from diembao.core.errors import DiembaoError
from diembao.core.home import HOME_VARIABLE, Home
from diembao.core.i18n import _

_OPTIONS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    # seconds that a page may lose its connection for; the draft check tells people of it
    "server.disconnectedSessionTTL": "30",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    # Fields of saved texts have both: the saved text for a browser that draws them late, and the session for one that
    # shows an older text.
    "global.disableWidgetStateDuplicationWarning": "true",
    "theme.base": "light",
    "theme.primaryColor": "#0b6e6e",
    "theme.textColor": "#1d2527",
    "theme.secondaryBackgroundColor": "#f2f6f5",
    "theme.baseRadius": "small",
    "logger.hideWelcomeMessage": "true",
    "logger.level": "warning",
}


def serve(home: Home, port: int) -> None:
    """Become the dashboard's server; does not return.

    :raises DiembaoError: the port is taken.
    """
    address = home.settings.dashboard.address
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise DiembaoError(
                _("Port {port} of this machine is taken.").format(port=port),
                _("Add --port with another number, or set dashboard.port."),
            ) from error
    print(_("Dashboard: {url} (Ctrl-C ends it)").format(url=f"http://localhost:{port}"), file=sys.stderr, flush=True)
    options = [
        f"--{name}={value}" for name, value in {**_OPTIONS, "server.address": address, "server.port": str(port)}.items()
    ]
    app = Path(__file__).with_name("app.py")
    line = [sys.executable, "-m", "streamlit", "run", str(app), *options]
    os.execve(sys.executable, line, {**os.environ, HOME_VARIABLE: str(home.path)})  # noqa: S606
