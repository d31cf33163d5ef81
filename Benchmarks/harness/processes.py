"""Programs that are started, steered by lines, watched for the processor time they take, and stopped."""

import os
import resource
import subprocess
import threading
import time

# How long a program may take to be ready, or to answer an order beyond the order's own time.
PATIENCE_SECONDS = 60


class Program:
    """A child process that says `ready`, with words after it."""

    def __init__(self, command: list[str], log: str):
        self._name = command[0].rsplit("/", maxsplit=1)[-1]
        self._log_path = log
        with open(log, "wb") as log_file:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log_file, text=True)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_ready(self) -> list[str]:
        words = self._line(PATIENCE_SECONDS).split()
        if not words or words[0] != "ready":
            raise self._failure(f"said {words} in place of ready")
        return words[1:]

    def order(self, callers: int, milliseconds: int) -> int:
        """Has so many callers ask for so long; returns the number of answers."""
        self._process.stdin.write(f"{callers} {milliseconds}\n")
        self._process.stdin.flush()
        return int(self._line(PATIENCE_SECONDS + milliseconds / 1000))

    def processor_seconds(self) -> float:
        """Time on a processor of all its threads, ended ones too."""
        # The clock of another process, as clock_getcpuclockid(3) makes it; Python has no function for that.
        scheduler_clock = 2
        return time.clock_gettime((~self._process.pid << 3) | scheduler_clock)

    def resident_bytes(self) -> int:
        """Memory that it has in use."""
        with open(f"/proc/{self._process.pid}/statm", encoding="ascii") as pages:
            return int(pages.read().split()[1]) * resource.getpagesize()

    def descriptors(self) -> int:
        """Files and sockets that it has open."""
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))

    def stop(self) -> None:
        if not self.is_running:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _line(self, seconds: float) -> str:
        # A program that hangs is ended, which ends the wait for its line.
        guard = threading.Timer(seconds, self._process.kill)
        guard.start()
        try:
            line = self._process.stdout.readline()
        finally:
            guard.cancel()
        if not line:
            raise self._failure("ended, or said nothing in time")
        return line

    def _failure(self, what: str) -> RuntimeError:
        with open(self._log_path, encoding="utf-8", errors="replace") as log:
            return RuntimeError(f"{self._name} {what}\n{log.read()[-2000:]}")


def wait_for(condition, what: str):
    """Polls until the condition gives something, and returns that."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise RuntimeError(f"{what}: not within {PATIENCE_SECONDS} s")
