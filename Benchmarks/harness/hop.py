"""What a hop costs: processor time of the process in the middle, a request."""

import pathlib
import statistics
from dataclasses import dataclass

from .certificates import Certificates
from .systems import BareRelay, Gateway, GRPC, NATS, System
from .tables import Table

CALLERS = [1, 16, 128]
WARM_UP_MILLISECONDS = 300


@dataclass
class Sample:
    microseconds: float
    requests_per_second: float


def run(folder: pathlib.Path, with_grpc: bool, short: bool) -> None:
    repetitions, milliseconds = (2, 400) if short else (7, 1500)
    certificates = Certificates(folder)
    kinds = [BareRelay, Gateway, NATS] + ([GRPC] if with_grpc else [])
    systems: list[System] = [kind(folder, certificates) for kind in kinds]
    try:
        for system in systems:
            system.start()
        samples = measure(systems, repetitions, milliseconds)
    finally:
        for system in systems:
            system.stop()
    report(systems, samples, repetitions)


def measure(systems: list[System], repetitions: int, milliseconds: int) -> dict[tuple[str, int], list[Sample]]:
    """Takes turns between the systems, so that a busy moment of the machine meets all of them."""
    samples: dict[tuple[str, int], list[Sample]] = {}
    for _ in range(repetitions):
        for callers in CALLERS:
            for system in systems:
                system.callers.order(callers, WARM_UP_MILLISECONDS)
                before = system.hop.processor_seconds()
                answers = system.callers.order(callers, milliseconds)
                used = system.hop.processor_seconds() - before
                samples.setdefault((system.name, callers), []).append(
                    Sample(used / answers * 1e6, answers / milliseconds * 1000))
    return samples


def report(systems: list[System], samples: dict[tuple[str, int], list[Sample]], repetitions: int) -> None:
    table = Table(
        f"The hop: processor time of the process in the middle, medians of {repetitions} turns",
        ["callers", "system", "µs/request", "least", "most", "to bare relay", "requests/s"])
    for callers in CALLERS:
        relay = median(samples[BareRelay.name, callers])
        for system in systems:
            taken = samples[system.name, callers]
            times = [sample.microseconds for sample in taken]
            rate = statistics.median(sample.requests_per_second for sample in taken)
            table.add(
                callers, system.name, f"{median(taken):.1f}", f"{min(times):.1f}", f"{max(times):.1f}",
                f"{median(taken) / relay:.2f}", f"{rate:,.0f}")
    table.print()


def median(samples: list[Sample]) -> float:
    return statistics.median(sample.microseconds for sample in samples)
