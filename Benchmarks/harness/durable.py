"""How many applications a second can be made durable."""

import itertools
import pathlib
import statistics
import subprocess
from dataclasses import dataclass

from . import build
from .postgres import PostgreSQL
from .tables import Table

CALLERS = [1, 16, 128]
GROUP = "store, group commit"
SINGLE = "store, one commit each"
POSTGRES = "PostgreSQL"


@dataclass
class Outcome:
    submits_per_second: float
    rows_per_submit: float


def run(folder: pathlib.Path, short: bool) -> None:
    repetitions, milliseconds = (1, 700) if short else (5, 2500)
    outcomes: dict[tuple[str, int], list[Outcome]] = {}
    folders = (folder / f"submits-{number}" for number in itertools.count())
    postgres = PostgreSQL(folder)
    try:
        for _ in range(repetitions):
            for callers in CALLERS:
                for engine in (GROUP, SINGLE, POSTGRES):
                    outcome = submit(engine, callers, milliseconds, next(folders), postgres)
                    outcomes.setdefault((engine, callers), []).append(outcome)
    finally:
        postgres.stop()
    check_same_rows(outcomes)
    report(outcomes, repetitions)


def submit(engine: str, callers: int, milliseconds: int, folder: pathlib.Path, postgres: PostgreSQL) -> Outcome:
    folder.mkdir()
    load = ["--callers", str(callers), "--milliseconds", str(milliseconds), "--folder", str(folder)]
    if engine == POSTGRES:
        connection = postgres.new_database("submits")
        try:
            return started(["postgres", *load, "--connection", connection])
        finally:
            postgres.drop_database("submits")
    return started(["store", *load, *(["--writes-per-commit", "1"] if engine == SINGLE else [])])


def started(arguments: list[str]) -> Outcome:
    result = subprocess.run(
        [build.program("SubmitLoad"), *arguments], check=True, stdout=subprocess.PIPE, text=True, timeout=120)
    return Outcome(*map(float, result.stdout.split()))


def check_same_rows(outcomes: dict[tuple[str, int], list[Outcome]]) -> None:
    """Who writes fewer rows wins nothing."""
    rows = {outcome.rows_per_submit for taken in outcomes.values() for outcome in taken}
    if len(rows) != 1:
        raise RuntimeError(f"the engines wrote different numbers of rows a submit: {sorted(rows)}")


def report(outcomes: dict[tuple[str, int], list[Outcome]], repetitions: int) -> None:
    rows = next(iter(outcomes.values()))[0].rows_per_submit
    table = Table(
        f"Durable submits of {rows:.0f} rows, medians of {repetitions} turns",
        ["callers", "engine", "submits/s", "least", "most", "group commit to it"])
    for callers in CALLERS:
        group = median(outcomes[GROUP, callers])
        for engine in (GROUP, SINGLE, POSTGRES):
            taken = outcomes[engine, callers]
            rates = [outcome.submits_per_second for outcome in taken]
            table.add(
                callers, engine, f"{median(taken):,.0f}", f"{min(rates):,.0f}", f"{max(rates):,.0f}",
                f"{group / median(taken):.2f}")
    table.print()


def median(outcomes: list[Outcome]) -> float:
    return statistics.median(outcome.submits_per_second for outcome in outcomes)
