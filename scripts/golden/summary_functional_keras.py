"""The exact text of keras's model.summary() of functional models in a terminal of 80 columns."""

from common import write
from functional_models import MODELS
from summary_keras import summary

import keras


def main() -> None:
    cases = []
    for name, make in MODELS.items():
        keras.utils.clear_session()  # names count from "dense" again
        cases.append({"model": name, "text": summary(make(), 80)})
    write(__file__, ["keras", "rich"], 0, cases)


if __name__ == "__main__":
    main()
