"""Makes test/golden/formats/values.tfevents and beside it values.tfevents.json with what a reader must give.

    python3 -m venv env && env/bin/pip install tensorboard==2.21.0
    env/bin/python scripts/golden/formats_tensorboard.py

Messages and records are TensorBoard's own.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from tensorboard.compat.proto import event_pb2, graph_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.util.tensor_util import make_tensor_proto

HERE = Path(__file__).resolve().parents[2] / "test" / "golden" / "formats"
MAKER = ", ".join(f"{name} {version(name)}" for name in ("tensorboard", "protobuf", "numpy"))


def value(tag: str, plugin: str | None = None, **content) -> summary_pb2.Summary.Value:
    made = summary_pb2.Summary.Value(tag=tag, **content)
    if plugin is not None:
        made.metadata.plugin_data.plugin_name = plugin
        made.metadata.summary_description = "was es ist"
    return made


def graph() -> bytes:
    made = graph_pb2.GraphDef()
    x = made.node.add(name="x", op="Placeholder")
    x.attr["_output_shapes"].list.shape.add().dim.add(size=-1)
    x.attr["dtype"].type = 3
    y = made.node.add(name="scope/y", op="Mul", input=["x", "x"], device="/cpu:0")
    y.attr["units"].s = b"zwei"
    return made.SerializeToString()


def main() -> None:
    summary_values = [
        value("loss", simple_value=0.1),
        value("float32", "scalars", tensor=make_tensor_proto(np.float32(0.5))),
        value("float64", tensor=make_tensor_proto(np.array([[1.5, -2.25]]))),
        value("int64", tensor=make_tensor_proto(np.array([-1, 2**40]))),
        value("text", "text", tensor=make_tensor_proto(["über", ""])),
        value("histogram", histo={
            "min": -1, "max": 2, "num": 3, "sum": 1.5, "sum_squares": 5.25, "bucket_limit": [0, 2], "bucket": [1, 2],
        }),
        value("image", image={"height": 2, "width": 3, "colorspace": 1, "encoded_image_string": b"\x89PNG"}),
        value("audio", audio={"sample_rate": 8000}),
    ]  # fmt: skip
    events = [
        event_pb2.Event(wall_time=1.5, file_version="brain.Event:2"),
        event_pb2.Event(wall_time=2.25, step=2**40, summary=summary_pb2.Summary(value=summary_values)),
        event_pb2.Event(wall_time=3.0, graph_def=graph()),
        event_pb2.Event(wall_time=4.0, step=7, session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START)),
        event_pb2.Event(wall_time=5.0, step=-1, log_message=event_pb2.LogMessage(message="not read")),
    ]
    path = HERE / "values.tfevents"
    with path.open("wb") as file:
        for event in events:
            RecordWriter(file).write(event.SerializeToString())

    described = {"description": "was es ist"}
    node = {"dtype": "float32", "attributes": {}}
    expected = [
        {"wallTime": 1.5, "step": 0, "values": [], "fileVersion": "brain.Event:2"},
        {"wallTime": 2.25, "step": 2**40, "values": [
            {"tag": "loss", "kind": "scalar", "value": float(np.float32(0.1))},
            {"tag": "float32", "plugin": "scalars", **described, "kind": "tensor", "value": {"dtype": 1, "shape": [], "values": [0.5]}},
            {"tag": "float64", "kind": "tensor", "value": {"dtype": 2, "shape": [1, 2], "values": [1.5, -2.25]}},
            {"tag": "int64", "kind": "tensor", "value": {"dtype": 9, "shape": [2], "values": [-1, 2**40]}},
            {"tag": "text", "plugin": "text", **described, "kind": "tensor", "value": {"dtype": 7, "shape": [2], "values": [list("über".encode()), []]}},
            {"tag": "histogram", "kind": "histogram", "value": {
                "min": -1, "max": 2, "count": 3, "sum": 1.5, "sumOfSquares": 5.25, "limits": [0, 2], "counts": [1, 2],
            }},
            {"tag": "image", "kind": "image", "value": {"width": 3, "height": 2, "channels": 1, "encoded": list(b"\x89PNG")}},
            {"tag": "audio", "kind": "other"},
        ]},
        {"wallTime": 3, "step": 0, "values": [], "graph": [
            {"name": "x", "op": "Placeholder", "inputs": [], "shapes": [[None]], **node, "dtype": "int32"},
            {"name": "scope/y", "op": "Mul", "inputs": ["x", "x"], "shapes": [], **node, "attributes": {"units": "zwei"}},
        ]},
        {"wallTime": 4, "step": 7, "values": [], "restart": True},
        {"wallTime": 5, "step": -1, "values": []},
    ]  # fmt: skip
    line = json.dumps({"maker": MAKER, "expected": expected}, ensure_ascii=False)
    (HERE / "values.tfevents.json").write_text(line + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
