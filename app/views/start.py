"""Starts the window: one copy of the program a user, the key of the recordings, the parts, the event loop."""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtCore import QLibraryInfo, QLocale, QLockFile, QTranslator
from PySide6.QtWidgets import QApplication

from app.build import Build, build_here
from app.controller import Controller
from app.jobs import Jobs
from app.messages import sentence
from app.store.errors import PassphraseNeeded, StoreError, WrongPassphrase
from app.store.vault import Vault
from app.views.bridge import Bridge
from app.views.dialogs import ask_passphrase, tell
from app.views.style import dress
from app.views.window import MainWindow
from app.workshop import Workshop

LEAST_LENGTH = 10
TURN_S = 0.001  # a thread that works gives way after this; with Python's 5 ms the window waits that long at every call
KEEP = "Schrijf hem op en bewaar hem veilig: zonder wachtzin kan niemand uw opnamen openen."
ALREADY_OPEN = "Soepel is al geopend. Gebruik het venster dat er al is."


def main(build: Build | None = None) -> int:
    """Open the window and stay until it is closed; 0 when all went well, 1 when it could not be opened."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    sys.setswitchinterval(TURN_S)
    app.setApplicationName("Soepel")
    QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands))
    dutch = QTranslator(app)
    if dutch.load("qtbase_nl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(dutch)
    dress(app)
    try:
        return run(app, build or replace(build_here(), measure_first=True))
    except (StoreError, OSError) as error:
        tell(sentence(error))
        return 1


def run(app: QApplication, build: Build) -> int:
    """The program between its first and its last window. Raises StoreError and OSError when it cannot begin."""
    build.folders.home.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(build.folders.home / "venster.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        tell(ALREADY_OPEN)
        return 1
    vault = unlock(build)
    if vault is None:
        return 1
    window, controller = assemble(Workshop(build, vault))
    window.show()
    controller.begin()
    code = app.exec()
    controller.close()
    lock.unlock()
    return code


def assemble(workshop: Workshop) -> tuple[MainWindow, Controller]:
    """The window and its controller, tied together; nothing runs yet."""
    window, bridge = MainWindow(), Bridge()
    bridge.setParent(window)
    controller = Controller(workshop, Jobs(bridge.carry), window.show_session)
    bridge.bind(controller.receive)
    window.attach(controller)
    return window, controller


def unlock(build: Build) -> Vault | None:
    """Open the vault, asking for a passphrase as long as one is needed; None when the GP gives up.

    Raises StoreError for what a passphrase cannot mend.
    """
    passphrase, said = None, ""
    while True:
        try:
            return build.vault(passphrase)
        except (PassphraseNeeded, WrongPassphrase) as error:
            said = sentence(error)
            is_new = isinstance(error, PassphraseNeeded) and error.new
        passphrase = new_passphrase(said) if is_new else ask_passphrase(None, said)
        if not passphrase:
            return None


def new_passphrase(said: str) -> str | None:
    """Ask for a passphrase twice, until it is long enough and both are the same; None when the GP gives up."""
    while True:
        first = ask_passphrase(None, f"{said}\n{KEEP}")
        if not first:
            return None
        if len(first) < LEAST_LENGTH:
            said = f"Deze wachtzin is te kort. Neem er een van minstens {LEAST_LENGTH} tekens."
            continue
        second = ask_passphrase(None, "Typ de wachtzin nog een keer.")
        if second is None:
            return None
        if first == second:
            return first
        said = "De twee wachtzinnen zijn niet gelijk. Probeer het opnieuw."
