"""Functional models whose summary is a fixture; test/golden/summary-functional.test.ts makes the same ones."""

import keras
from keras import layers


def chain():
    x = keras.Input((8, 2))
    return keras.Model(x, layers.Dense(1)(layers.LSTM(20)(x)))


def two_inputs():
    words = keras.Input((None, 4), name="words")
    facts = keras.Input((3,), name="facts")
    both = layers.Concatenate()([layers.LSTM(5)(words), facts])
    hidden = layers.Dense(8, activation="relu")(both)
    return keras.Model([words, facts], [layers.Dense(1, name="age")(hidden), layers.Dense(2, name="kind")(hidden)])


def shared():
    a, b = keras.Input((4,)), keras.Input((4,))
    dense = layers.Dense(3)
    return keras.Model([a, b], layers.Subtract()([dense(a), dense(b)]), name="twins")


def nested():
    x = keras.Input((6,))
    inner_in = keras.Input((6,))
    inner = keras.Model(inner_in, layers.Dense(4)(inner_in), name="encoder")
    head = keras.Sequential([layers.Dense(4)], name="head")
    return keras.Model(x, layers.Add()([inner(x), head(x)]), name="outer")


def states():
    source = keras.Input((None, 5), name="source")
    target = keras.Input((None, 6), name="target")
    encoded, h, c = layers.LSTM(16, return_sequences=True, return_state=True, name="encoder")(source)
    decoded = layers.LSTM(16, return_sequences=True, name="decoder")(target, initial_state=[h, c])
    context = layers.Attention(name="attention")([decoded, encoded])
    merged = layers.Concatenate(name="merged")([decoded, context])
    return keras.Model([source, target], layers.Dense(6, activation="softmax", name="answer")(merged))


def frozen():
    x = keras.Input((4,))
    hidden = layers.Dense(3, trainable=False)(x)
    return keras.Model(x, layers.Dense(2)(hidden))


def long_names():
    x = keras.Input((1000, 4), name="a_name_that_is_longer_than_its_column")
    y = layers.Dense(1000, name="another_name_that_is_too_long")(x)
    z = layers.Dense(1000, name="short")(x)
    return keras.Model(x, layers.Add(name="sum_of_both")([y, z]), name="wide")


MODELS = {f.__name__.replace("_", "-"): f for f in (chain, two_inputs, shared, nested, states, frozen, long_names)}
