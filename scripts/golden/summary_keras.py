"""The exact text of keras's model.summary() in a terminal of 80 columns (also the default without one) and in a wide one."""

import os

from common import write
from example_models import MODELS, example_model

import keras


def summary(model: keras.Sequential, columns: int) -> str:
    os.environ["COLUMNS"] = str(columns)
    texts = []
    model.summary(print_fn=texts.append)
    return texts[0]


def main() -> None:
    cases = []

    def add(name: str, state: str, model: keras.Sequential, columns=80) -> None:
        cases.append({"model": name, "state": state, "columns": columns, "text": summary(model, columns)})

    for name in MODELS:
        model = example_model(name, with_input=True)
        add(name, "input known", model)
        add(name, "input known", model, columns=120)
        model.compile(optimizer="adam", loss="mse")
        add(name, "compiled", model)
        model.optimizer.build(model.trainable_variables)  # as the first training step does
        add(name, "training with Adam", model)
        model.compile(optimizer="sgd", loss="mse")
        model.optimizer.build(model.trainable_variables)
        add(name, "training with SGD", model)

        input_shape = model.input_shape
        model = example_model(name, with_input=False)
        add(name, "input unknown", model)
        model.build(input_shape)
        add(name, "built", model)
    write(__file__, ["keras", "rich"], 0, cases)


if __name__ == "__main__":
    main()
