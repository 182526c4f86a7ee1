"""torch.optim.lr_scheduler: the learning rate of some steps of StepLR and OneCycleLR."""

from common import number, snake, write

import torch

STEPS = [0, 1, 2, 5, 9, 10, 11, 15, 20, 25, 33, 50, 75, 99]
SCHEDULES = [
    ("StepDecay", {"initialLearningRate": 0.1, "stepSize": 10}),
    ("StepDecay", {"initialLearningRate": 0.1, "stepSize": 7, "gamma": 0.7}),
    ("OneCycle", {"maxLearningRate": 0.1, "totalSteps": 100}),
    ("OneCycle", {"maxLearningRate": 0.1, "totalSteps": 100, "annealStrategy": "linear"}),
    ("OneCycle", {"maxLearningRate": 0.1, "totalSteps": 100, "pctStart": 0.2, "threePhase": True}),
    (
        "OneCycle",
        {
            "maxLearningRate": 0.1,
            "totalSteps": 100,
            "pctStart": 0.45,
            "annealStrategy": "linear",
            "divFactor": 10.0,
            "finalDivFactor": 50.0,
            "threePhase": True,
        },
    ),
]


def make_case(name: str, config: dict) -> dict:
    arguments = {snake(key): value for key, value in config.items()}
    rate = arguments.pop("initial_learning_rate", 1.0)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    if name == "OneCycle":
        arguments["max_lr"] = arguments.pop("max_learning_rate")
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, **arguments, cycle_momentum=False)
    else:
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, **arguments)
    values = []
    for step in range(max(STEPS) + 1):
        if step in STEPS:
            values.append(number(schedule.get_last_lr()[0]))
        optimizer.step()
        schedule.step()
    return {"schedule": {"className": name, "config": config}, "steps": STEPS, "values": values}


def main() -> None:
    write(__file__, ["torch"], 0, [make_case(name, config) for name, config in SCHEDULES])


if __name__ == "__main__":
    main()
