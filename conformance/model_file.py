"""A model that memcell wrote: its description and its tensors."""

import json
from pathlib import Path

import numpy as np
from safetensors import safe_open


class ModelFile:
    """NAME.safetensors. Tensors are '<layer name>/…/<weight>' in Keras's shapes; the metadata key
    'memcell' is the JSON {"format": 1, "className": "Sequential" | "Functional", "config"}.

    A Sequential's config holds {"layers": [{"className", "config"}]}; a Functional's has, as Keras's, "inboundNodes" with
    each layer, "inputLayers" and "outputLayers", where a tensor is [layer name, node, tensor] and several are a list.
    """

    def __init__(self, path: Path):
        with safe_open(path, framework="numpy") as file:
            model = json.loads(file.metadata()["memcell"])
            self.tensors: dict[str, np.ndarray] = {name: file.get_tensor(name) for name in file.keys()}
        assert model["format"] == 1, model
        self.class_name, self.config = model["className"], model["config"]
        self.layers: list[dict] = [entry for entry in self.config["layers"] if entry["className"] != "InputLayer"]
        owners = {name.split("/")[0] for name in self.tensors}
        assert owners <= {entry["config"]["name"] for entry in self.layers}, f"names in the file: {sorted(self.tensors)}"

    def weights(self, layer_path: str) -> dict[str, np.ndarray]:
        """The tensors of a layer, by their names after the layer's (in a layer of layers: its path)."""
        return {
            name.removeprefix(f"{layer_path}/"): tensor
            for name, tensor in self.tensors.items()
            if name.startswith(f"{layer_path}/")
        }


def as_list(references: list) -> list:
    """[[layer, node, tensor], …] of one reference or several."""
    return references if references and isinstance(references[0], list) else [references]
