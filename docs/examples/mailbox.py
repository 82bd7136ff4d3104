#!/usr/bin/env python3
"""A mail server for trying out alerts: takes mail by TLS and keeps it as files. Not for anything else.

Usage: mailbox.py PORT CERTIFICATE KEY DIRECTORY
"""
import socketserver
import ssl
import sys
from pathlib import Path


class Session(socketserver.StreamRequestHandler):
    timeout = 60

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 localhost a mailbox for trying out")
        while line := self.rfile.readline(2048):
            command = line.split(b":")[0].split()[0].upper() if line.strip() else b""
            if command in (b"EHLO", b"HELO"):
                self.say("250 localhost")
            elif command == b"DATA":
                self.say("354 go on")
                self.keep()
                self.say("250 kept")
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def keep(self):
        lines = []
        while (line := self.rfile.readline(1 << 20)) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        folder = self.server.folder
        number = len(list(folder.glob("*.eml"))) + 1
        unfinished = folder / "new"
        unfinished.write_bytes(b"".join(lines))
        unfinished.rename(folder / f"{number:03}.eml")


class Server(socketserver.TCPServer):
    allow_reuse_address = True

    def __init__(self, port, certificate, key, folder):
        super().__init__(("127.0.0.1", port), Session)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    with Server(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]) as server:
        server.serve_forever()
