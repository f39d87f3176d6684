"""The language server that editors talk to, as an editor talks to it: JSON-RPC over its standard
input and output.
"""

import json
import os
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 120
"""Seconds after which a server that hangs is ended, and with it the test."""

CURSOR = "¦"
"""Where the cursor stands in a text."""

Message = dict[str, Any]


class LanguageServer:
    """`yaml-language-server` with a folder open and the editor's settings."""

    def __init__(self, program: str, folder: Path, settings: Mapping[str, object]) -> None:
        self._settings = settings
        self._folder = folder
        self._asked = 0
        self._opened = 0
        self._diagnostics: dict[str, list[Message]] = {}
        self._process = subprocess.Popen(
            [program, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self._end = threading.Timer(PATIENCE, self._process.kill)

    def __enter__(self) -> Self:
        self._end.start()
        uri = self._folder.as_uri()
        self._ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": self._folder.name}],
                "capabilities": {
                    "textDocument": {
                        "completion": {"completionItem": {"snippetSupport": True}},
                        "hover": {"contentFormat": ["plaintext"]},
                    },
                    "workspace": {"configuration": True},
                },
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end.cancel()
        self._process.kill()
        self._process.communicate()

    def open(self, name: str, text: str) -> str:
        """Open a text as a file of a name of its own: the server keeps what it knows of a file."""
        self._opened += 1
        path = self._folder / name
        uri = path.with_name(f"{self._opened}-{path.name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def wait_until_marked(self, name: str, text: str) -> None:
        """Wait for the settings to be in force, as a text shows that they let be marked."""
        uri = self.open(name, text)
        while not self._diagnostics.get(uri):
            self._receive()

    def marked(self, uri: str) -> list[str]:
        """What is marked in an open file, `line: message` each, lines counted from 1."""
        while uri not in self._diagnostics:
            self._receive()
        found = self._diagnostics[uri]
        return [f"{each['range']['start']['line'] + 1}: {each['message']}" for each in found]

    def completion(self, name: str, text: str) -> dict[str, Message]:
        """What is offered at the cursor, by its label."""
        answer = self._ask("textDocument/completion", self._at_cursor(name, text))
        return {each["label"]: each for each in answer["items"]}

    def hover(self, name: str, text: str) -> str:
        """What is said of that on which the cursor stands."""
        contents = self._ask("textDocument/hover", self._at_cursor(name, text))["contents"]
        return str(contents["value"])

    def _at_cursor(self, name: str, text: str) -> Message:
        before, cursor, after = text.partition(CURSOR)
        assert cursor, f"mark the place of the cursor with {CURSOR}"
        *lines, line = before.split("\n")
        return {
            "textDocument": {"uri": self.open(name, before + after)},
            "position": {"line": len(lines), "character": len(line)},
        }

    def _ask(self, method: str, parameters: Message) -> Message:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                assert "error" not in message, message
                answer: Message = message["result"]
                return answer

    def _tell(self, method: str, parameters: Message) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> Message:
        """The next message, after what it asks of an editor is done."""
        assert self._process.stdout is not None
        headers = {}
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            headers[name.lower()] = value
        assert headers, "the language server has ended"
        message: Message = json.loads(self._process.stdout.read(int(headers[b"content-length"])))
        match message.get("method"):
            case "textDocument/publishDiagnostics":
                found = message["params"]
                self._diagnostics[found["uri"]] = found["diagnostics"]
            case "workspace/configuration":
                asked = [each.get("section") for each in message["params"]["items"]]
                result = [self._settings.get(section) for section in asked]
                self._send({"id": message["id"], "result": result})
            case str() if "id" in message:
                self._send({"id": message["id"], "result": None})
        return message
