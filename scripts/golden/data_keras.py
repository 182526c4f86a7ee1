"""keras.utils: pad_sequences and to_categorical, and the sample weights that class weights become."""

from common import Numbers, snake, tensor, write

import keras
import numpy as np
from keras.src.trainers.data_adapters.data_adapter_utils import class_weight_to_sample_weights

SEED = 32


def main() -> None:
    numbers = Numbers(SEED)
    cases = []
    lengths = (2, 5, 0, 3)
    plain = [numbers.generator.integers(1, 9, length).tolist() for length in lengths]
    rows = [numbers.uniform((length, 2)).tolist() for length in lengths]
    for sequences, dtypes in ((plain, ("int32", "float32")), (rows, ("float32",))):
        for dtype in dtypes:
            for config in (
                {},
                {"padding": "post"},
                {"maxLen": 3},
                {"maxLen": 3, "truncating": "post"},
                {"maxLen": 7, "padding": "post", "value": 4},
            ):
                options = {snake(key).replace("max_len", "maxlen"): value for key, value in config.items()}
                result = keras.utils.pad_sequences(sequences, dtype=dtype, **options)
                named = [[float(f"{v:.9g}") for v in np.ravel(s)] for s in sequences]
                cases.append(
                    {
                        "of": "padSequences",
                        "step": list(result.shape[2:]),
                        "sequences": named,
                        "options": {**config, "dtype": dtype},
                        "result": tensor(result),
                    }
                )
    for labels in ([0, 2, 1], [[1], [0]], [[0, 3], [1, 2]]):
        for classes in (None, 5):
            cases.append(
                {
                    "of": "toCategorical",
                    "labels": labels,
                    "options": {} if classes is None else {"numClasses": classes},
                    "result": tensor(keras.utils.to_categorical(labels, classes)),
                }
            )
    weights = {0: 0.5, 1: 2.0, 2: 3.0}
    for labels in ([0, 2, 1, 1], [[1], [0], [2]], [[0, 0, 1], [1, 0, 0]], [[0.2, 0.7, 0.1], [0.5, 0.1, 0.4]]):
        result = class_weight_to_sample_weights(np.array(labels), weights)
        cases.append({"of": "sampleWeightOf", "labels": labels, "options": weights, "result": tensor(result)})
    write(__file__, ["keras", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
