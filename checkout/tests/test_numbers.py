from checkout.numbers import ALPHABET, new_number


def test_numbers_are_twelve_letters_that_nobody_guesses():
    numbers = {new_number() for _ in range(1000)}
    assert len(numbers) == 1000
    assert all(len(number) == 14 and set(number) <= {*ALPHABET, "-"} for number in numbers)
