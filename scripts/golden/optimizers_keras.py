"""keras.optimizers: two variables after some of ten steps along a fixed sequence of gradients."""

from common import Numbers, keras_arguments, tensor, write

import keras

SEED = 16
STEPS = 10
AFTER = [1, 2, 5, 10]
SHAPES = [(2, 2), (3,)]
DECAY = {"initialLearningRate": 0.1, "decaySteps": 4, "decayRate": 0.5}
OPTIMIZERS = [
    ("SGD", {"learningRate": 0.1, "momentum": 0.0, "nesterov": False}),
    ("SGD", {"learningRate": 0.1, "momentum": 0.9, "nesterov": False}),
    ("SGD", {"learningRate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("Adam", {"learningRate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7, "amsgrad": False}),
    ("Adam", {"learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 0.1, "amsgrad": False}),
    ("Adam", {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-7, "amsgrad": True}),
    ("AdamW", {"learningRate": 0.05}),
    ("Adamax", {"learningRate": 0.05}),
    ("Adamax", {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.7, "epsilon": 0.1}),
    ("Nadam", {"learningRate": 0.05}),
    ("Nadam", {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 0.1}),
    ("Adagrad", {"learningRate": 0.1}),
    ("Adagrad", {"learningRate": 0.1, "initialAccumulatorValue": 0.5, "epsilon": 0.1}),
    ("Adadelta", {"learningRate": 1.0}),
    ("Adadelta", {"learningRate": 1.0, "rho": 0.8, "epsilon": 0.01}),
    ("RMSprop", {"learningRate": 0.05}),
    ("RMSprop", {"learningRate": 0.05, "rho": 0.8, "momentum": 0.9, "epsilon": 0.01}),
    ("RMSprop", {"learningRate": 0.05, "rho": 0.8, "centered": True, "epsilon": 0.01}),
    ("RMSprop", {"learningRate": 0.05, "momentum": 0.5, "centered": True, "epsilon": 0.01}),
    ("Ftrl", {"learningRate": 0.1}),
    (
        "Ftrl",
        {
            "learningRate": 0.1,
            "initialAccumulatorValue": 0.3,
            "l1RegularizationStrength": 0.2,
            "l2RegularizationStrength": 0.1,
            "l2ShrinkageRegularizationStrength": 0.05,
            "beta": 0.3,
        },
    ),
    ("Lion", {"learningRate": 0.05}),
    ("Lion", {"learningRate": 0.05, "beta1": 0.7, "beta2": 0.8, "weightDecay": 0.1}),
    ("SGD", {"learningRate": 0.1, "clipNorm": 0.5}),
    ("SGD", {"learningRate": {"className": "ExponentialDecay", "config": DECAY}, "weightDecay": 0.2}),
    ("Adam", {"learningRate": 0.05, "weightDecay": 0.3, "excludeFromWeightDecay": ["w1"]}),
    ("Adam", {"learningRate": 0.05, "useEma": True, "emaMomentum": 0.8}),
    ("SGD", {"learningRate": 0.1, "momentum": 0.9, "useEma": True, "emaMomentum": 0.7, "emaOverwriteFrequency": 3}),
    ("Adam", {"learningRate": 0.05, "gradientAccumulationSteps": 3, "globalClipNorm": 0.5, "weightDecay": 0.1}),
    (
        "SGD",
        {
            "learningRate": {"className": "ExponentialDecay", "config": DECAY},
            "gradientAccumulationSteps": 2,
            "useEma": True,
            "emaMomentum": 0.5,
        },
    ),
]


def make(optimizer: str, config: dict) -> keras.optimizers.Optimizer:
    own = {key: value for key, value in config.items() if key != "excludeFromWeightDecay"}
    rate = own["learningRate"]
    if isinstance(rate, dict):
        own["learningRate"] = keras.optimizers.schedules.ExponentialDecay(**keras_arguments(rate["config"]))
    arguments = {
        name.replace("clip_norm", "clipnorm").replace("l1r", "l1_r").replace("l2r", "l2_r").replace("l2s", "l2_s"): value
        for name, value in keras_arguments(own).items()
    }
    state = getattr(keras.optimizers, optimizer)(**arguments)
    if "excludeFromWeightDecay" in config:
        state.exclude_from_weight_decay(var_names=config["excludeFromWeightDecay"])
    return state


def make_case(optimizer: str, config: dict, initial: list, gradients: list) -> dict:
    variables = [keras.Variable(value, name=f"w{i}") for i, value in enumerate(initial)]
    state = make(optimizer, config)
    values = []
    for step, gradient in enumerate(gradients, 1):
        state.apply(gradient, variables)
        if step in AFTER:
            values.append([tensor(variable) for variable in variables])
    state.finalize_variable_values(variables)
    return {
        "optimizer": {"className": optimizer, "config": config},
        "values": values,  # [step of after][variable], after the step
        **({"final": [tensor(variable) for variable in variables]} if config.get("useEma") else {}),
    }


def main() -> None:
    numbers = Numbers(SEED)
    initial = [numbers.uniform(shape) for shape in SHAPES]
    gradients = [[numbers.uniform(shape) for shape in SHAPES] for _ in range(STEPS)]
    gradients[0][0][0, 0] = 0  # a first gradient of zero: 0 / (0 + epsilon)
    shared = {
        "initial": [tensor(value) for value in initial],
        "gradients": [[tensor(value) for value in gradient] for gradient in gradients],  # [step][variable]
        "after": AFTER,
    }
    cases = [shared, *(make_case(optimizer, config, initial, gradients) for optimizer, config in OPTIMIZERS)]
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
