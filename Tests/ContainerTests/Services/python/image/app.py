"""A small threaded web application: notes in SQLite, uploads on disk, one external command."""
import hashlib
import http.server
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import threading

DATA = "/data"
lock = threading.Lock()
database = sqlite3.connect(f"{DATA}/notes.db", check_same_thread=False)
database.execute("PRAGMA journal_mode=WAL")
database.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)")


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, body, status=200):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_GET(self):
        if self.path == "/notes":
            with lock:
                rows = database.execute("SELECT text FROM notes ORDER BY id").fetchall()
            self.answer([text for (text,) in rows])
        elif self.path == "/sorted":
            self.answer(subprocess.run(["sort"], input=b"b\na\n", capture_output=True, check=True).stdout)
        elif self.path == "/threads":
            results = []
            threads = [threading.Thread(target=lambda n=n: results.append(n * n)) for n in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.answer(sum(results))
        elif self.path == "/files":
            self.answer(sorted(name for name in os.listdir(DATA) if name.startswith("upload-")))
        else:
            self.answer({"error": "not found"}, 404)

    def do_POST(self):
        text = self.body().decode()
        with lock, database:
            database.execute("INSERT INTO notes (text) VALUES (?)", (text,))
        self.answer({"stored": text}, 201)

    def do_PUT(self):
        data = self.body()
        name = f"{DATA}/upload-{os.path.basename(self.path)}"
        with tempfile.NamedTemporaryFile(dir=DATA, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(file.name, 0o640)
        os.replace(file.name, name)
        self.answer(hashlib.sha256(data).hexdigest().encode(), 201)

    def do_DELETE(self):
        os.unlink(f"{DATA}/upload-{os.path.basename(self.path)}")
        with lock, database:
            database.execute("DELETE FROM notes")
        self.answer({})

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 18084), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
