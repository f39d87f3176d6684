"""A Chromium without a window, driven over its DevTools protocol: JSON on a pipe, ended by NUL.

One browser has many tabs. Each keeps what it logged, asked for and failed at.
"""

import base64
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

PATIENCE: Final = 120
"""Seconds after which a browser that does not answer is ended, and with it the test."""

FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)

Message = dict[str, Any]


class Browser:
    """A running browser with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        # The browser reads what is said to it from descriptor 3 and answers on 4.
        streams = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1'
        command = ["/bin/sh", "-c", streams, "sh", program, *FLAGS, f"--user-data-dir={profile}"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._read = b""
        self._asked = 0
        self._tabs: dict[str, Tab] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    @contextmanager
    def tab(self) -> Iterator["Tab"]:
        """An empty tab, closed in the end."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session)
        self._tabs[session] = tab
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.ask(f"{domain}.enable")
        yield tab
        del self._tabs[session]
        self.ask("Target.closeTarget", targetId=target)

    def ask(self, method: str, session: str | None = None, **parameters: object) -> Message:
        """Have something done. Fails with what the browser says against it."""
        self._asked += 1
        message: Message = {"id": self._asked, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\0")
        while (answer := self.next()).get("id") != self._asked:
            pass
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: Message = answer["result"]
        return result

    def next(self) -> Message:
        """The next message: an answer, or an event, which its tab has then taken note of."""
        assert self._process.stdout is not None
        end = threading.Timer(PATIENCE, self._process.kill)
        end.start()
        while b"\0" not in self._read:
            more = os.read(self._process.stdout.fileno(), 1 << 20)
            assert more, "the browser has ended, or did not answer in time"
            self._read += more
        end.cancel()
        text, _, self._read = self._read.partition(b"\0")
        message: Message = json.loads(text)
        tab = self._tabs.get(message.get("sessionId", ""))
        if tab is not None and "method" in message:
            tab.note(message["method"], message["params"])
        return message


@dataclass
class Tab:
    """A page that is open in the browser, and what became of it."""

    browser: Browser
    session: str
    complaints: list[str] = field(default_factory=list)
    """What was logged, failed, or opened a dialog."""
    requests: list[str] = field(default_factory=list)
    _loaded: bool = False

    def note(self, event: str, about: Message) -> None:
        match event:
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.requests.append(about["request"]["url"])
            case "Runtime.consoleAPICalled" | "Page.javascriptDialogOpening":
                self.complaints.append(f"{event}: {about}")
            case "Runtime.exceptionThrown":
                self.complaints.append(f"{event}: {about['exceptionDetails']['text']}")
            case "Log.entryAdded":
                self.complaints.append(about["entry"]["text"])
            case _:
                pass

    def ask(self, method: str, **parameters: object) -> Message:
        return self.browser.ask(method, self.session, **parameters)

    def open(self, url: str) -> None:
        """Open the address and wait until everything is loaded."""
        self._loaded = False
        self.ask("Page.navigate", url=url)
        while not self._loaded:
            self.browser.next()

    def run(self, script: str) -> Any:  # noqa: ANN401 - whatever the script comes to
        """What an expression comes to, a promise's value included."""
        ended = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in ended, ended["exceptionDetails"]
        return ended["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        """Press and let go of a key."""
        self.ask(
            "Input.dispatchKeyEvent", type="keyDown", key=key, code=key, text=text, **_CODES[key]
        )
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, **_CODES[key])

    def type(self, text: str) -> None:
        """Put text where the focus is."""
        self.ask("Input.insertText", text=text)

    def show(
        self, *, width: int, height: int = 900, scheme: str = "light", media: str = ""
    ) -> None:
        """Look at the page in a window of this size, in these colors, or as a medium shows it."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self) -> bytes:
        """What is seen in the window, as PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def printed(self, width: float, height: float) -> bytes:
        """The page on paper of this size in inches, as PDF."""
        made = self.ask(
            "Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True
        )
        return base64.b64decode(made["data"])


_CODES: Final[dict[str, Message]] = {
    "Tab": {"windowsVirtualKeyCode": 9},
    "Enter": {"windowsVirtualKeyCode": 13},
}
