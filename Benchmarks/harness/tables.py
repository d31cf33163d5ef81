"""Tables for people."""


class Table:
    """Columns as wide as they need; the second one to the left, figures to the right."""

    def __init__(self, title: str, columns: list[str]):
        self._title = title
        self._rows = [columns]

    def add(self, *cells) -> None:
        self._rows.append([str(cell) for cell in cells])

    def print(self) -> None:
        widths = [max(len(cell) for cell in column) for column in zip(*self._rows)]
        print(f"\n{self._title}\n")
        for row in self._rows:
            cells = [
                cell.ljust(width) if index == 1 else cell.rjust(width)
                for index, (cell, width) in enumerate(zip(row, widths))
            ]
            print("  " + "  ".join(cells).rstrip())
        print(flush=True)
