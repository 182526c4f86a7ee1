"""keras's model.to_json() of the example models: class names, keys and defaults, before and after compile."""

import json

from common import write
from example_models import MODELS, example_model


def main() -> None:
    cases = []
    for name in MODELS:
        model = example_model(name, with_input=True)
        cases.append({"model": name, "compiled": False, "json": json.loads(model.to_json())})
        model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
        cases.append({"model": name, "compiled": True, "json": json.loads(model.to_json())})
    write(__file__, ["keras"], 0, cases)


if __name__ == "__main__":
    main()
