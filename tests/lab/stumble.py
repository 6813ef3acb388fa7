"""stumble.py PORT TARGET HOW: a device in between that stumbles over a HelloRetryRequest (RFC 8446 section 4.1.4).

Everything goes through until the server has asked for another hello. What the client says then is
  held      never passed on, and nobody closes
  closed    answered by closing towards both
  reset     answered by a reset towards both
  unspaced  passed on only where a ChangeCipherSpec goes in front of it, as section D.4 has it; else as closed
"""
import socket
import struct
import sys
import threading

# Random of a HelloRetryRequest (section 4.1.3).
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
RESET = struct.pack("ii", 1, 0)
CHANGE_CIPHER_SPEC = 20


class Passage:
    def __init__(self, client, target, how):
        self.client, self.how = client, how
        self.server = socket.create_connection(("127.0.0.1", target), timeout=5)
        self.server.settimeout(None)
        self.retried = False

    def run(self):
        threading.Thread(target=self.answers, daemon=True).start()
        try:
            while piece := self.client.recv(65536):
                if self.retried and not (self.how == "unspaced" and piece[0] == CHANGE_CIPHER_SPEC):
                    if self.how == "held":
                        continue
                    return self.end()
                self.server.sendall(piece)
        except OSError:
            pass
        self.end()

    def answers(self):
        try:
            while piece := self.server.recv(65536):
                if RETRY in piece:
                    self.retried = True
                elif self.how == "unspaced":
                    self.retried = False  # the second hello got through
                self.client.sendall(piece)
        except OSError:
            pass
        if self.how != "held":
            self.end()

    def end(self):
        for s in (self.client, self.server):
            if self.how == "reset":
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            try:
                s.shutdown(socket.SHUT_RDWR) if self.how != "reset" else s.close()
            except OSError:
                pass


def main():
    port, target, how = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    listener = socket.create_server(("127.0.0.1", port))
    while True:
        threading.Thread(target=Passage(listener.accept()[0], target, how).run, daemon=True).start()


if __name__ == "__main__":
    main()
