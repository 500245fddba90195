"""Runs a program at a pseudo-terminal and types at it: terminal.py STEPS.json PROGRAM [ARGUMENT...]

STEPS is a list of steps: {"expect": TEXT} waits until the text has been shown since the step before, {"send": TEXT}
types, {"signal": NAME} sends a signal, {"touch": PATH, "text": TEXT} writes a file, {"columns": N} makes the terminal so wide. Each
step that waited prints what was shown and how many seconds it took, as one line of JSON; the last line is the exit status. A text that does not
come within a minute ends everything with what was shown instead."""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

PATIENCE = 60


def show(value):
    print(json.dumps(value), flush=True)


class Terminal:
    def __init__(self, argv):
        self.shown, self.since = b"", time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm"
            os.execvp(argv[0], argv)
        self.width(100)

    def width(self, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def read(self, seconds):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            got = b""
        self.shown += got
        return bool(got)

    def expect(self, text):
        end, wanted = time.monotonic() + PATIENCE, text.encode()
        while wanted not in self.shown:
            if time.monotonic() > end or not self.read(0.2):
                show({"missing": text, "shown": self.shown.decode(errors="replace")})
                os.kill(self.pid, signal.SIGKILL)
                sys.exit(1)
        at = self.shown.index(wanted) + len(wanted)
        now = time.monotonic()
        show({"shown": self.shown[:at].decode(errors="replace"), "seconds": now - self.since})
        self.since = now
        self.shown = self.shown[at:]

    def end(self):
        end = time.monotonic() + PATIENCE
        while self.read(0.2):
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
        show({"shown": self.shown.decode(errors="replace")})
        show({"status": os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])})


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        steps = json.load(file)
    terminal = Terminal(sys.argv[2:])
    for step in steps:
        if "columns" in step:
            terminal.width(step["columns"])
        if "expect" in step:
            terminal.expect(step["expect"])
        if "touch" in step:
            with open(step["touch"], "w", encoding="utf-8") as file:
                file.write(step["text"])
        if "send" in step:
            os.write(terminal.fd, step["send"].encode())
            terminal.since = time.monotonic()
        if "signal" in step:
            os.kill(terminal.pid, getattr(signal, "SIG" + step["signal"]))
    terminal.end()


main()
