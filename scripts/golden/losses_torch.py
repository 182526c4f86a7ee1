"""torch.nn.NLLLoss: value and gradient, plain and with an ignored class."""

from common import Numbers, tensor, write

import torch

SEED = 18
ROWS, CLASSES = 5, 4


def main() -> None:
    numbers = Numbers(SEED)
    cases = []
    for ignored in (None, 2):
        labels = numbers.generator.integers(0, CLASSES, ROWS)
        labels[:2] = [2, 1]
        logits = torch.tensor(numbers.uniform((ROWS, CLASSES), 4.0))
        prediction = torch.log_softmax(logits, -1).detach().requires_grad_()
        arguments = {} if ignored is None else {"ignore_index": ignored}
        value = torch.nn.NLLLoss(**arguments)(prediction, torch.tensor(labels))
        value.backward()
        run = {"value": tensor(value.detach().numpy())["data"][0], "gradient": tensor(prediction.grad.numpy())["data"]}
        cases.append(
            {
                "loss": {"className": "NegativeLogLikelihood", "config": {"ignoreClass": ignored}},
                "target": tensor(labels),
                "prediction": tensor(prediction.detach().numpy()),
                "runs": [run],
            }
        )
    write(__file__, ["torch", "numpy"], SEED, cases)


if __name__ == "__main__":
    main()
