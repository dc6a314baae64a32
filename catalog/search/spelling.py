"""Near words: what a misspelt word may have been meant to be."""

from string import ascii_lowercase

MAX_EDITED_CHARACTERS = 8  # longer words share enough trigrams with what was meant


def one_edit_away(word: str) -> set[str]:
    """All words one letter dropped, swapped with its neighbour, changed or added away: some 54 a letter.

    Trigrams miss these in short words: `hmdi` and `hdmi` share none.
    """
    if not 3 <= len(word) <= MAX_EDITED_CHARACTERS or not word.isalpha():
        return set()
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase}
    added = {left + letter + right for left, right in splits for letter in ascii_lowercase}
    return (dropped | swapped | changed | added) - {word}


def distance(one: str, other: str) -> int:
    """Letters to drop, add, change or swap with a neighbour (Damerau-Levenshtein, each place edited once)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, its_letter in enumerate(other, start=1):
            cost = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (letter != its_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its_letter:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def allowed_distance(word: str) -> int:
    return 1 if len(word) < 6 else 2


def best_correction(word: str, candidates: dict[str, int]) -> str | None:
    """The nearest of the candidates (word: documents), among equally near ones the commonest; None when all are far."""
    near = [
        (distance(word, one), one[0] != word[0], -documents, one)
        for one, documents in candidates.items()
        if distance(word, one) <= allowed_distance(word)
    ]
    return min(near)[-1] if near else None
