"""Keras's RNN, StackedRNNCells, Bidirectional and TimeDistributed: as recurrent_layers_keras.py does it."""

from common import Numbers, write
from recurrent_layers_keras import D, MASK, U, B, T, entry, make_case

SEED = 29


def main() -> None:
    numbers = Numbers(SEED)
    cases = []

    def case(class_name: str, given: dict | None = None, **config) -> None:
        cases.append(make_case(numbers, entry(class_name, **config), **(given or {})))

    lstm, gru, simple = (entry(f"{name}Cell", units=U) for name in ("LSTM", "GRU", "SimpleRNN"))
    relu = entry("LSTMCell", units=U, activation="relu", unitForgetBias=False)
    stacked = entry("StackedRNNCells", cells=[relu, gru])
    masked = {"mask": MASK}
    case("RNN", cell=lstm, returnSequences=True, returnState=True)
    case("RNN", {"states": 1}, cell=simple, goBackwards=True)
    case("RNN", masked, cell=gru, returnSequences=True)
    case("RNN", cell=stacked, returnSequences=True, returnState=True)
    case("RNN", masked, cell=stacked, returnSequences=True)
    case("RNN", masked, cell=stacked, zeroOutputForMask=True, goBackwards=True)

    def layer(name: str, **config) -> dict:
        return entry(name, units=U, **config)

    case("Bidirectional", layer=layer("LSTM"))
    case("Bidirectional", layer=layer("GRU", returnSequences=True), mergeMode="sum")
    case("Bidirectional", layer=layer("SimpleRNN", returnSequences=True), mergeMode="mul")
    case("Bidirectional", masked, layer=layer("GRU"), mergeMode="ave")
    case("Bidirectional", masked, layer=layer("LSTM", returnSequences=True))
    case("Bidirectional", masked, layer=layer("SimpleRNN", returnSequences=True), mergeMode=None)
    case("Bidirectional", {"states": 4}, layer=layer("LSTM", returnState=True, returnSequences=True))
    backward = layer("SimpleRNN", goBackwards=True, activation="relu")
    case("Bidirectional", {"states": 2}, layer=layer("GRU"), backwardLayer=backward)
    case("Bidirectional", masked, layer=entry("RNN", cell=simple, returnSequences=True), mergeMode="sum")
    case("TimeDistributed", masked, layer=layer("Dense", activation="tanh"))
    case("TimeDistributed", {"shape": (B, T, 2, D)}, layer=layer("GRU"))
    write(__file__, ["keras", "jax", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
