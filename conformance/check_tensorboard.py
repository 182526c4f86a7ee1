"""Reads with TensorBoard what memcell wrote for it, and compares; writes an event file with PyTorch for the way back.

usage: python conformance/check_tensorboard.py FOLDER

FOLDER is what make-tensorboard.ts made; PyTorch's file goes to FOLDER/torch.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

passed = True


def report(ok: bool, title: str, found: str = "") -> None:
    global passed
    passed &= bool(ok)
    print(f"{'ok' if ok else 'not ok'} TensorBoard: {title}{': ' if found else ''}{found}", flush=True)


def read(run: Path) -> EventAccumulator:
    every = {kind: 0 for kind in ("scalars", "histograms", "images", "tensors", "compressedHistograms")}
    accumulator = EventAccumulator(str(run), size_guidance=every)
    return accumulator.Reload()


def same(expected: list, actual: list) -> bool:
    """Numbers as float32, NaN equal to NaN."""
    left, right = np.array(expected, dtype=np.float32), np.array(actual, dtype=np.float32)
    return left.shape == right.shape and bool(np.array_equal(left, right, equal_nan=True))


def histogram_fits(event, values: np.ndarray) -> bool:
    """Against NumPy's histogram of the same values."""
    histogram = event.histogram_value
    values = values.astype(np.float64)
    sums = [values.min(), values.max(), values.size, values.sum(), (values**2).sum()]
    found = [histogram.min, histogram.max, histogram.num, histogram.sum, histogram.sum_squares]
    if not np.allclose(sums, found, rtol=1e-9, atol=1e-12):
        return False
    if values.min() == values.max():
        return list(histogram.bucket) == [values.size] and list(histogram.bucket_limit) == [values.max()]
    counts, edges = np.histogram(values, bins=30)
    return list(counts) == list(histogram.bucket) and np.allclose(edges[1:], histogram.bucket_limit)


def check_by_hand(run: Path, expected: dict) -> None:
    files = sorted(run.iterdir())
    events = [event for file in files for event in EventFileLoader(str(file)).Load()]
    count = 2 + sum(len(series) for kind in ("scalars", "histograms", "images", "texts") for series in expected[kind].values())
    report(len(events) == count and events[0].file_version == "brain.Event:2", "every event is read", f"{len(events)} of {count}")
    accumulator = read(run)
    for tag, series in expected["scalars"].items():
        found = accumulator.Scalars(tag)
        fits = [step for step, _ in series] == [event.step for event in found]
        times = expected["wallTimes"] == [event.wall_time for event in found]
        with np.errstate(over="ignore"):
            fits &= same([float(value) for _, value in series], [event.value for event in found])
        report(fits and times, f"numbers of '{tag}', their steps and times")
    for tag, series in expected["histograms"].items():
        for event, (step, values) in zip(accumulator.Histograms(tag), series, strict=True):
            report(event.step == step and histogram_fits(event, np.array(values, np.float32)), f"histogram {step} of '{tag}'")
    for tag, series in expected["images"].items():
        for event, image in zip(accumulator.Images(tag), series, strict=True):
            decoded = np.asarray(Image.open(io.BytesIO(event.encoded_image_string)))
            shape = (image["height"], image["width"]) + ((3,) if image["channels"] == 3 else ())
            fits = decoded.shape == shape and decoded.flatten().tolist() == image["pixels"]
            fits &= (event.step, event.width, event.height) == (image["step"], image["width"], image["height"])
            report(fits, f"pixels of '{tag}', {image['channels']} channels")
    figure = expected["figure"]
    (event,) = accumulator.Images(figure["tag"])
    decoded = np.asarray(Image.open(io.BytesIO(event.encoded_image_string)))
    lines = int((decoded == figure["line"]).all(axis=-1).sum())
    fits = decoded.shape == (figure["height"], figure["width"], 3) and event.step == figure["step"] and lines > 100
    report(fits, f"figure '{figure['tag']}'", f"{decoded.shape}, {lines} pixels of the first line")
    for tag, texts in expected["texts"].items():
        found = [event.tensor_proto.string_val[0].decode() for event in accumulator.Tensors(tag)]
        metadata = accumulator.SummaryMetadata(tag)
        report(found == texts and metadata.plugin_data.plugin_name == "text", f"texts of '{tag}'")


def tag_of(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def check_training(name: str, folder: Path, expected: dict) -> None:
    train, validation = read(folder / "train"), read(folder / "validation")
    for log, values in expected["history"].items():
        of_validation = log.startswith("val") and log[3].isupper()
        run, tag = (validation, tag_of(log[3].lower() + log[4:])) if of_validation else (train, tag_of(log))
        found = run.Scalars(f"epoch_{tag}")
        fits = [event.step for event in found] == list(range(len(values))) and same(values, [event.value for event in found])
        report(fits, f"{name}: epoch_{tag} of {'validation' if of_validation else 'train'} is the history's")
        if of_validation:
            found = validation.Scalars(f"evaluation_{tag}_vs_iterations")
            fits = same(values, [event.value for event in found])
            report(fits and [event.step for event in found] == [4, 8, 12, 16], f"{name}: evaluation_{tag}_vs_iterations")
    for tag in ("batch_loss", "batch_gradient_norm"):
        steps = [event.step for event in train.Scalars(tag)]
        report(steps == list(range(1, expected["steps"] + 1)), f"{name}: {tag} at every step, once")
    rates = [event.value for event in train.Scalars("epoch_learning_rate")]
    report(same([0.01] * 4, rates), f"{name}: epoch_learning_rate")
    wrong = {"histograms": [], "pictures": []}
    for weight, block in zip(expected["names"], expected["weights"], strict=True):
        values = np.array(block["data"], np.float32)
        events = train.Histograms(f"{weight}/histogram")
        fits = [event.step for event in events] == [0, 1, 2, 3] and histogram_fits(events[-1], values)
        if not fits or len(train.Histograms(f"{weight}/gradient_histogram")) != 4:
            wrong["histograms"].append(weight)
        if values.size == 1:
            continue
        picture = np.asarray(Image.open(io.BytesIO(train.Images(f"{weight}/image")[-1].encoded_image_string)))
        table = values.reshape(-1, block["shape"][-1]) if block["shape"][-1] > 1 else values.reshape(1, -1)
        table = table.T if table.shape[0] > table.shape[1] else table
        grey = (table - values.min()) / (values.max() - values.min()) * 255
        if picture.shape != grey.shape or np.abs(picture - grey).max() > 0.501:
            wrong["pictures"].append(weight)
    for what, names in wrong.items():
        report(not names, f"{name}: {what} of {len(expected['names'])} weights", ", ".join(names))
    if "confusionMatrix" in expected["history"]:
        steps = [event.step for event in validation.Images("confusion_matrix")]
        report(steps == [0, 1, 2, 3], f"{name}: confusion matrix of the validation")
    text = train.Tensors("summary")[0].tensor_proto.string_val[0].decode()
    report(text.startswith("```\nModel: "), f"{name}: summary")
    check_graph(name, train.Graph(), expected)


def check_graph(name: str, graph, expected: dict) -> None:
    nodes = {node.name: node for node in graph.node}
    seen = set()
    ordered = True
    for node in graph.node:
        ordered &= all(source.split(":")[0] in seen for source in node.input)
        seen.add(node.name)
    report(ordered and len(nodes) == len(graph.node), f"{name}: graph of {len(nodes)} nodes, each after its inputs")
    scopes = {node.split("/")[0] for node in nodes}
    report(scopes == set(expected["layers"]), f"{name}: scopes of the layers", ", ".join(sorted(scopes)))
    wrong = []
    for weight, block in zip(expected["names"], expected["weights"], strict=True):
        shapes = nodes[weight].attr["_output_shapes"].list.shape if weight in nodes else []
        if [[dim.size for dim in shape.dim] for shape in shapes] != [block["shape"]]:
            wrong.append(weight)
    report(not wrong, f"{name}: nodes of {len(expected['names'])} weights with their shapes", ", ".join(wrong))


def write_with_torch(folder: Path) -> None:
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for step in range(5):
            writer.add_scalar("loss", 1 / (step + 1), step)
        writer.add_scalar("new", 0.5, 3, new_style=True)
        writer.add_histogram("h", np.arange(12.0), 2, bins=[0.0, 4.0, 8.0, 12.0])
        writer.add_image("i", np.zeros((3, 2, 5)), 1)
        writer.add_text("t", "**über**", 7)


def main(folder: Path) -> int:
    expected = json.loads((folder / "expected.json").read_text())
    check_by_hand(folder / "by-hand", expected["byHand"])
    for name, run in expected["runs"].items():
        check_training(name, folder / name, run)
    write_with_torch(folder / "torch")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
