"""What the makers of the layers on images and sequences of channels share: one case.

Each case: output, and the gradient of L = sum(cotangent * output); where there are moving statistics, those after the
call; whether the mask of the input goes on; the name that Keras gives the layer.
"""

from common import Numbers, keras_arguments, tensor

import jax
import keras


def arguments(config: dict) -> dict:
    names = {"keep_dims": "keepdims"}
    return {names.get(key, key): value for key, value in keras_arguments(config).items()}


def make_case(numbers: Numbers, name: str, config: dict, shape: tuple, training=False, mask=None) -> dict:
    keras.utils.clear_session()
    layer = getattr(keras.layers, name)(**arguments(config))
    layer.build((None, *shape[1:]))
    x = numbers.uniform(shape, 2.0)
    trainable = [numbers.uniform(variable.shape, 1.5) for variable in layer.trainable_variables]
    fixed = [abs(numbers.uniform(variable.shape, 1.5)) for variable in layer.non_trainable_variables]
    kept = len(layer.non_trainable_weights)  # a dropout's seed is a variable, and no weight
    options = {} if mask is None else {"mask": mask}
    if name in ("BatchNormalization", "GaussianNoise", "SpatialDropout1D"):
        options["training"] = training

    def forward(x, weights):
        return layer.stateless_call(weights, fixed, x, **options)

    output, pull_back, after = jax.vjp(forward, x, trainable, has_aux=True)
    cotangent = numbers.uniform(output.shape)
    gradient_x, gradient_weights = pull_back(cotangent)
    some_mask = numbers.bits(shape[:2]) > 0
    return {
        "layer": {"className": name, "config": config},
        "name": layer.name,
        "training": training,
        **({} if mask is None else {"mask": tensor(mask)}),
        "passesMask": bool(layer.supports_masking) and layer.compute_mask(x, some_mask) is not None,
        "input": tensor(x),
        "weights": [tensor(value) for value in [*trainable, *fixed[:kept]]],
        "output": tensor(output),
        "after": [tensor(value) for value in after[:kept]],
        "cotangent": tensor(cotangent),
        "gradients": [tensor(value) for value in [gradient_x, *gradient_weights]],
    }
