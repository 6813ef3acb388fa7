"""Figures of a score, their thresholds, and how they print."""
import dataclasses
import sys


@dataclasses.dataclass
class Share:
    """So many right of so many."""
    name: str
    right: int = 0
    of: int = 0

    def add(self, is_right):
        self.right += bool(is_right)
        self.of += 1

    @property
    def value(self):
        return 100.0 * self.right / self.of if self.of else 100.0

    def meets(self, threshold):
        return self.value >= threshold

    def __str__(self):
        return f"{self.name:<12} {self.value:6.2f} %   {self.right} of {self.of}"


@dataclasses.dataclass
class Count:
    """Things that should not be there."""
    name: str
    value: int = 0

    def meets(self, threshold):
        return self.value <= threshold

    def __str__(self):
        return f"{self.name:<12} {self.value:6d}"


def parse_requirements(words, defaults):
    """{figure name: threshold} from `--require all` and `--require NAME=VALUE`."""
    wanted = {}
    for word in words:
        if word == "all":
            wanted.update(defaults)
            continue
        name, _, value = word.partition("=")
        if name not in defaults:
            sys.exit(f"score: no figure is named {name} (there are: {' '.join(defaults)})")
        wanted[name] = float(value) if value else defaults[name]
    return wanted


def unmet(figures, requirements):
    """One line per figure that misses its threshold."""
    by_name = {figure.name: figure for figure in figures}
    return [f"MISSED  {name}: {by_name[name].value:g}, required {threshold:g}"
            for name, threshold in requirements.items() if not by_name[name].meets(threshold)]
