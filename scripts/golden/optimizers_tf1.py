"""tf.compat.v1.train: two variables after some of ten steps along a fixed sequence of gradients.

TensorFlow is too large to be installed for each check, so this fixture is made by hand, in an environment of its own:

    python3 -m venv env && env/bin/pip install tensorflow-cpu==2.21.0
    env/bin/python scripts/golden/optimizers_tf1.py
"""

from common import Numbers, keras_arguments, tensor, write

import numpy as np
import tensorflow.compat.v1 as tf

SEED = 27
STEPS = 10
AFTER = [1, 2, 5, 10]
SHAPES = [(2, 2), (3,)]
RATE = {"learningRate": 0.1}
DECAY = {"initialLearningRate": 0.2, "decaySteps": 4, "decayRate": 0.5}
FALLING = {"learningRate": {"className": "ExponentialDecay", "config": DECAY}}
L1 = "l1RegularizationStrength"
L2 = "l2RegularizationStrength"
FIRST = "initialAccumulatorValue"
FIRST_DA = "initialGradientSquaredAccumulatorValue"
SHRINKAGE = "l2ShrinkageRegularizationStrength"
OPTIMIZERS = [
    ("Momentum", {**RATE, "momentum": 0.9}),
    ("Momentum", {**RATE, "momentum": 0.9, "useNesterov": True}),
    ("Momentum", {**FALLING, "momentum": 0.8}),
    ("Momentum", {**FALLING, "momentum": 0.8, "useNesterov": True}),
    ("AdagradDA", RATE),
    ("AdagradDA", {**RATE, L1: 0.1}),
    ("AdagradDA", {**RATE, L2: 0.3}),
    ("AdagradDA", {**FALLING, FIRST_DA: 0.3, L1: 0.05, L2: 0.2}),
    ("AdagradDA", {**RATE, FIRST_DA: 0.3, L1: 0.02, L2: 0.2}, 7),
    ("ProximalAdagrad", RATE),
    ("ProximalAdagrad", {**RATE, L1: 0.3}),
    ("ProximalAdagrad", {**RATE, L2: 0.3}),
    ("ProximalAdagrad", {**FALLING, FIRST: 0.3, L1: 0.1, L2: 0.2}),
    ("ProximalGradientDescent", RATE),
    ("ProximalGradientDescent", {**RATE, L1: 0.2}),
    ("ProximalGradientDescent", {**RATE, L2: 0.3}),
    ("ProximalGradientDescent", {**FALLING, L1: 0.2, L2: 0.3}),
    ("Ftrl", RATE),
    ("Ftrl", {**RATE, FIRST: 0}),
    ("Ftrl", {**RATE, L1: 0.3}),
    ("Ftrl", {**RATE, L2: 0.3, SHRINKAGE: 0.2}),
    ("Ftrl", {**FALLING, FIRST: 0.3, L1: 0.1, L2: 0.2, SHRINKAGE: 0.05, "beta": 0.3}),
]


def make(optimizer: str, config: dict, global_step: tf.Variable) -> tf.train.Optimizer:
    def spelled(name: str) -> str:
        return name.replace("l1r", "l1_r").replace("l2r", "l2_r").replace("l2s", "l2_s")

    arguments = {spelled(name): value for name, value in keras_arguments(config).items()}
    if config["learningRate"] is FALLING["learningRate"]:
        decay = DECAY["initialLearningRate"], global_step, DECAY["decaySteps"], DECAY["decayRate"]
        arguments["learning_rate"] = tf.train.exponential_decay(*decay)
    if optimizer == "AdagradDA":
        arguments["global_step"] = global_step
    return getattr(tf.train, f"{optimizer}Optimizer")(**arguments)


def make_case(inputs: tuple[list, list], optimizer: str, config: dict, start=0) -> dict:
    initial, gradients = inputs
    with tf.Graph().as_default(), tf.Session() as session:
        variables = [tf.Variable(value) for value in initial]
        global_step = tf.Variable(start, dtype=tf.int64)
        given = [tf.placeholder(tf.float32, shape) for shape in SHAPES]
        state = make(optimizer, config, global_step)
        update = state.apply_gradients(list(zip(given, variables)), global_step)
        session.run(tf.global_variables_initializer())
        values = []
        for step, gradient in enumerate(gradients, 1):
            session.run(update, dict(zip(given, gradient)))
            if step in AFTER:
                values.append([tensor(value) for value in session.run(variables)])
    assert np.isfinite([x for step in values for value in step for x in value["data"]]).all()
    return {
        "optimizer": {"className": optimizer, "config": config},
        **({"iterations": start} if start else {}),  # steps made before the first
        "values": values,  # [step of after][variable], after the step
    }


def main() -> None:
    numbers = Numbers(SEED)
    initial = [numbers.uniform(shape) for shape in SHAPES]
    gradients = [[numbers.uniform(shape) for shape in SHAPES] for _ in range(STEPS)]
    gradients[0][0][0, 0] = 0
    shared = {
        "initial": [tensor(value) for value in initial],
        "gradients": [[tensor(value) for value in gradient] for gradient in gradients],  # [step][variable]
        "after": AFTER,
    }
    cases = [shared, *(make_case((initial, gradients), *each) for each in OPTIMIZERS)]
    write(__file__, ["tensorflow-cpu", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
