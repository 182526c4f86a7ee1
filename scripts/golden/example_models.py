"""The two models whose summary and config are fixtures, named as in a fresh process."""

import keras
from keras import layers

MODELS = ("adder", "keras-adder")


def example_model(name: str, with_input: bool) -> keras.Sequential:
    keras.utils.clear_session()  # names count from "lstm" again
    if name == "adder":
        shape = (8, 2)
        stack = [
            layers.LSTM(20, return_sequences=True),
            layers.LSTM(20, return_sequences=True),
            layers.Dense(1, "sigmoid"),
        ]
    else:
        shape = (16, 1)
        stack = [layers.LSTM(256), layers.Dropout(0.2), layers.Dense(9, "relu")]
    return keras.Sequential([keras.Input(shape), *stack] if with_input else stack)
