"""The network: a BERT encoder with a table of word shapes added to its input, and two heads.

They tell whether a word is in a name, and whose name it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from postcheck.find.person_tagger import ROLES, SHAPES, TAGS

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the encoder is; the defaults are MiniLM-L6's."""

    vocabulary: int = 30_522
    positions: int = 512
    width: int = 384
    inner: int = 1_536
    heads: int = 12
    layers: int = 6


class Even(nn.Module):
    """Brings channels to about one size: each is multiplied by a number of its own.

    What comes next has weights that undo it.
    """

    def __init__(self, factors: Tensor) -> None:
        super().__init__()
        self.register_buffer("factors", factors)

    def forward(self, states: Tensor) -> Tensor:
        """Multiply the channels of states of any shape ``(..., channels)``."""
        factors: Tensor = self.get_buffer("factors")
        return states * factors


class Layer(nn.Module):
    """One layer: attention, then two dense steps, each added to what came in and normalised."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.query = nn.Linear(sizes.width, sizes.width)
        self.key = nn.Linear(sizes.width, sizes.width)
        self.value = nn.Linear(sizes.width, sizes.width)
        self.output = nn.Linear(sizes.width, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=1e-12)
        self.grow = nn.Linear(sizes.width, sizes.inner)
        self.shrink = nn.Linear(sizes.inner, sizes.width)
        self.norm_out = nn.LayerNorm(sizes.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        # Nothing in training; when weights are stored in 8 bits, `Even` stands in these places (see `export.py`).
        self.before_attention: nn.Module = nn.Identity()
        self.before_grow: nn.Module = nn.Identity()
        self.before_shrink: nn.Module = nn.Identity()

    def forward(self, states: Tensor, bias: Tensor | None) -> Tensor:
        """Transform states of shape ``(texts, pieces, width)``; ``bias`` is added to the attention scores."""
        texts, pieces, width = states.shape
        shape = (texts, pieces, self.heads, width // self.heads)
        even = self.before_attention(states)
        query = self.query(even).view(shape).transpose(1, 2)
        key = self.key(even).view(shape).transpose(1, 2)
        value = self.value(even).view(shape).transpose(1, 2)
        scores = torch.matmul(query, key.transpose(-1, -2)) * (width // self.heads) ** -0.5
        if bias is not None:
            scores = scores + bias
        weights = torch.softmax(scores, -1)
        seen = torch.matmul(weights, value).transpose(1, 2).reshape(texts, pieces, width)
        states = self.norm(states + self.dropout(self.output(seen)))
        grown = functional.gelu(self.grow(self.before_grow(states)))
        result: Tensor = self.norm_out(states + self.dropout(self.shrink(self.before_shrink(grown))))
        return result


class PersonNetwork(nn.Module):
    """Gives each word piece its scores of no name, a name's start and its continuation, and of each role of a name."""

    def __init__(self, sizes: Sizes | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes = sizes or Sizes()
        self.pieces = nn.Embedding(self.sizes.vocabulary, self.sizes.width)
        self.positions = nn.Embedding(self.sizes.positions, self.sizes.width)
        self.shapes = nn.Embedding(SHAPES, self.sizes.width)
        nn.init.zeros_(self.shapes.weight)  # so that training starts from what the encoder already knows
        self.norm = nn.LayerNorm(self.sizes.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.sizes, dropout) for _ in range(self.sizes.layers))
        self.dropout = nn.Dropout(dropout)
        self.scores = nn.Linear(self.sizes.width, len(TAGS))
        self.roles = nn.Linear(self.sizes.width, len(ROLES))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """Score word pieces.

        Parameters
        ----------
        ids, shapes, mask:
            Word pieces, their shapes, and 1 where there is one (everywhere if not given); each ``(texts, pieces)``.

        Returns
        -------
        Tensor
            Logits of shape ``(texts, pieces, 6)``: those of `TAGS`, then those of `ROLES`, which mean something only
            where there is a name.
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.pieces(ids) + self.positions(places) + self.shapes(shapes)
        states = self.dropout(self.norm(states))
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = layer(states, bias)
        return torch.cat((self.scores(states), self.roles(states)), -1)


_LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "output",
    "attention.output.LayerNorm": "norm",
    "intermediate.dense": "grow",
    "output.dense": "shrink",
    "output.LayerNorm": "norm_out",
}


def load_pretrained(folder: Path, dropout: float = 0.1) -> PersonNetwork:
    """Make a network from a folder with a BERT encoder's ``config.json`` and ``model.safetensors``."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    sizes = Sizes(
        config["vocab_size"],
        config["max_position_embeddings"],
        config["hidden_size"],
        config["intermediate_size"],
        config["num_attention_heads"],
        config["num_hidden_layers"],
    )
    network = PersonNetwork(sizes, dropout)
    weights = {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    state = network.state_dict()
    state["pieces.weight"] = weights["embeddings.word_embeddings.weight"]
    # Every piece is of the first kind, so that kind's vector can be added once and for all.
    state["positions.weight"] = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for number in range(sizes.layers):
            for theirs, ours in _LAYER_NAMES.items():
                state[f"layers.{number}.{ours}.{part}"] = weights[f"encoder.layer.{number}.{theirs}.{part}"]
    network.load_state_dict(state)
    return network
