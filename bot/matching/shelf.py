"""Names that are asked for together: none is on file yet, and two of them may be the same company's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.matching.blocking import LISTED, name_keys, number, words_of
from bot.matching.readings import word_keys


class Shelf:
    """Filed names by the keys that the tables have too; empty where there is only one."""

    def __init__(self, program: str, names: Sequence[str]) -> None:
        self.counts: Counter[str] = Counter()
        self._names: dict[int, list[str]] = defaultdict(list)
        self._words: dict[int, list[str]] = defaultdict(list)
        if len(names) < 2:
            return
        for name in names:
            self.counts.update(words_of(name))
            for key in name_keys(name):
                self._names[number(program, key)].append(name)
        for word in self.counts:
            for key in word_keys(word):
                self._words[number(program, key)].append(word)

    def near(self, keys: Iterable[int]) -> set[str]:
        """The words under these keys."""
        return {word for key in keys for word in self._words.get(key, ())}

    def under(self, key: int) -> Sequence[str]:
        """The names under this key, as many as are listed."""
        return self._names.get(key, [])[:LISTED]
