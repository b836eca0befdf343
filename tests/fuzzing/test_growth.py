import math

import pytest

from fuzzing.growth import count_calls, fit_exponent
from fuzzing.shapes import SHAPES, STAGES


@pytest.mark.parametrize("power", [0.5, 1, 2, 3])
def test_the_exponent_of_a_power_is_found(power):
    sizes = [100, 200, 400, 800]
    assert math.isclose(fit_exponent(sizes, [3 * size**power for size in sizes]), power)


def test_calls_tell_linear_from_quadratic_work():
    def linear(n):
        return [abs(i) for i in range(n)]

    def quadratic(n):
        return [abs(j) for i in range(n) for j in range(i)]

    sizes = [50, 100, 200, 400]
    assert fit_exponent(sizes, [count_calls(lambda n=n: linear(n)) for n in sizes]) < 1.1
    assert fit_exponent(sizes, [count_calls(lambda n=n: quadratic(n)) for n in sizes]) > 1.8


def test_every_shape_grows_and_has_one_name():
    assert len(SHAPES) == sum(map(len, STAGES.values())) >= 40
    for make in SHAPES.values():
        assert len(make(10)) < len(make(20)) <= 2 * len(make(10)) + 200
