"""python keras_peer.py FOLDER THREADS: the workload of a fixture in Keras on TensorFlow; waits for orders on standard input."""

import os
import sys

folder, threads = sys.argv[1], int(sys.argv[2])
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

from common import Fixture, serve

tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)
fixture = Fixture(folder, np)
streams = fixture.loss == "stream"
kept = streams or fixture.workload.get("kept", False)


def layer_of(layer):
    kind = layer["kind"]
    if kind in ("lstm", "gru"):
        module = {"lstm": L.LSTM, "gru": L.GRU}[kind]
        return module(layer["units"], return_sequences=layer["sequences"], stateful=kept)
    if kind == "dense":
        return L.Dense(layer["units"], activation=layer["activation"])
    if kind == "conv":
        return L.Conv2D(layer["filters"], layer["size"], activation="relu")
    if kind == "embedding":
        return L.Embedding(layer["rows"], layer["units"])
    if kind == "dropout":
        return L.Dropout(layer["rate"])
    return {"pool": L.MaxPooling2D, "flatten": L.Flatten}[kind]()


def build(dropout):
    keras.utils.set_random_seed(1)
    batch, *rest = fixture.input
    shape = [1, *rest] if streams else rest
    used = [layer_of(layer) for layer in fixture.layers if dropout or layer["kind"] != "dropout"]
    model = keras.Sequential([keras.Input(shape, batch_size=batch), *used])
    model.set_weights(fixture.weights)
    if streams:
        call = tf.function(lambda x: model(x, training=False))
        inputs = [tf.constant(x[:, None]) for x, _ in fixture.batches]
        return lambda i: float(call(inputs[i % 4])[0, 0])
    labels = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    loss = labels if fixture.loss == "labels" else "mse"
    model.compile(keras.optimizers.Adam(0.001, epsilon=1e-7), loss)
    return lambda i: float(model.train_on_batch(*fixture.batches[i % 4]))


serve("Keras", f"{keras.__version__} on TensorFlow {tf.__version__}", fixture, build)
