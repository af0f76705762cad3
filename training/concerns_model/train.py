"""Trains the classifier: the upper half of MiniLM-L6 and a linear head a concern, on sentences written for it.

The lower half and the word vectors stay as they are, so that what they make of each sentence is worked out once.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from concerns_model.sentences import Sentence, ordinary, read
from postcheck.model.concern import Concern

if TYPE_CHECKING:
    from numpy.typing import NDArray

FROZEN = 3
"""How many layers stay as they are."""
_PIECES = 72
_SIZE = 32
_ORDINARY = 3500
_ORDINARY_WEIGHT = 0.5  # some of them a person should see after all
_POSITIVE_WEIGHT = 2.0
_RATES = (1.5e-4, 2e-3)
_WARM_UP = 40
_CALM_SHARE = 0.002
"""What share of ordinary sentences each concern may wrongly put to a person."""


class ConcernNetwork(nn.Module):
    """MiniLM with a head: the mean of the last layer's pieces, and a figure for each concern."""

    def __init__(self, encoder: Any) -> None:  # noqa: ANN401 - transformers has no types
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, len(Concern))

    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return what the frozen layers make of pieces, shape ``(texts, pieces, 384)``."""
        return self._through(self.encoder.embeddings(input_ids=ids), mask, self.encoder.encoder.layer[:FROZEN])

    def upper(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the logits, shape ``(texts, concerns)``."""
        last = self._through(states, mask, self.encoder.encoder.layer[FROZEN:])
        kept = mask[..., None].to(last.dtype)
        logits: Tensor = self.head((last * kept).sum(1) / kept.sum(1))
        return logits

    def forward(self, ids: Tensor) -> Tensor:
        """Return the logits of texts of one length, which need no mask."""
        mask = torch.ones_like(ids)
        return self.upper(self.lower(ids, mask), mask)

    @staticmethod
    def _through(states: Tensor, mask: Tensor, layers: Any) -> Tensor:  # noqa: ANN401 - transformers has no types
        away = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e9
        for layer in layers:
            made = layer(states, away)
            states = made[0] if isinstance(made, tuple) else made
        return states


@dataclass(frozen=True)
class Examples:
    """Sentences as the frozen layers leave them, with what is to be seen in each and how much it counts."""

    states: list[Tensor]
    labels: Tensor
    weights: Tensor


def load(folder: Path) -> tuple[ConcernNetwork, Any]:
    """Return the network with the encoder's own weights, and its tokenizer."""
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - heavy

    return ConcernNetwork(AutoModel.from_pretrained(folder)), AutoTokenizer.from_pretrained(folder)


def encoded(texts: list[str], tokenizer: Any) -> tuple[Tensor, Tensor]:  # noqa: ANN401 - transformers has no types
    """Return the piece numbers of texts and their mask."""
    made = tokenizer(texts, padding=True, truncation=True, max_length=_PIECES, return_tensors="pt")
    return made["input_ids"], made["attention_mask"]


@torch.no_grad()
def prepared(
    network: ConcernNetwork,
    tokenizer: Any,  # noqa: ANN401 - transformers has no types
    sentences: list[Sentence],
    weights: list[float],
) -> Examples:
    """Return sentences as the frozen layers leave them."""
    network.eval()
    states = []
    for start in range(0, len(sentences), _SIZE):
        ids, mask = encoded([one.text for one in sentences[start : start + _SIZE]], tokenizer)
        for row, length in zip(network.lower(ids, mask), mask.sum(1).tolist(), strict=True):
            states.append(row[:length].half())
    labels = [[float(concern in one.concerns) for concern in Concern] for one in sentences]
    return Examples(states, torch.tensor(labels), torch.tensor(weights))


def _padded(states: list[Tensor]) -> tuple[Tensor, Tensor]:
    longest = max(len(one) for one in states)
    rows = torch.zeros(len(states), longest, states[0].shape[1])
    mask = torch.zeros(len(states), longest)
    for number, one in enumerate(states):
        rows[number, : len(one)] = one.float()
        mask[number, : len(one)] = 1
    return rows, mask


@torch.no_grad()
def chances(network: ConcernNetwork, examples: Examples) -> NDArray[np.float32]:
    """Return the probability of each concern, shape ``(sentences, concerns)``."""
    network.eval()
    made = [
        torch.sigmoid(network.upper(*_padded(examples.states[start : start + _SIZE])))
        for start in range(0, len(examples.states), _SIZE)
    ]
    return torch.cat(made).numpy().astype(np.float32)


def fit(network: ConcernNetwork, examples: Examples, epochs: int, rng: random.Random) -> None:
    """Train the upper layers and the head."""
    upper = [weight for layer in network.encoder.encoder.layer[FROZEN:] for weight in layer.parameters()]
    groups = [{"params": upper}, {"params": [*network.head.parameters()]}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    order = list(range(len(examples.states)))
    steps, step = epochs * (len(order) // _SIZE + 1), 0
    positive = torch.full((len(Concern),), _POSITIVE_WEIGHT)
    for epoch in range(epochs):
        network.train()
        rng.shuffle(order)
        batches = []
        for start in range(0, len(order), _SIZE * 30):
            some = sorted(order[start : start + _SIZE * 30], key=lambda index: len(examples.states[index]))
            batches += [some[first : first + _SIZE] for first in range(0, len(some), _SIZE)]
        rng.shuffle(batches)
        for batch in batches:
            for group, rate in zip(optimiser.param_groups, _RATES, strict=True):
                group["lr"] = rate * min(1.0, step / _WARM_UP) * max(0.02, 1 - step / steps)
            logits = network.upper(*_padded([examples.states[index] for index in batch]))
            losses = nn.functional.binary_cross_entropy_with_logits(
                logits, examples.labels[batch], pos_weight=positive, reduction="none"
            )
            loss = (losses.sum(1) * examples.weights[batch]).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(upper, 1.0)
            optimiser.step()
            step += 1
        print(f"epoch {epoch + 1} of {epochs}: loss of the last batch {loss.item():.3f}", flush=True)


def thresholds(calm: NDArray[np.float32], share: float = _CALM_SHARE) -> dict[str, float]:
    """Return for each concern the probability that only ``share`` of ordinary sentences reach."""
    return {
        str(concern): round(float(np.quantile(calm[:, number], 1 - share)), 4) for number, concern in enumerate(Concern)
    }


def main() -> None:
    """Train, choose thresholds on the development part's ordinary sentences, and save both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder for network.pt and thresholds.json")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(options.threads)
    rng = random.Random(7)
    network, tokenizer = load(options.encoder)
    known = read("train")
    plain = ordinary("train")
    rng.shuffle(plain)
    shown = [*known, *(Sentence(text, frozenset(), "calm") for text in plain[:_ORDINARY])]
    weights = [1.0] * len(known) + [_ORDINARY_WEIGHT] * (len(shown) - len(known))
    fit(network, prepared(network, tokenizer, shown, weights), options.epochs, rng)
    quiet = [Sentence(text, frozenset(), "calm") for text in ordinary("dev")]
    chosen = thresholds(chances(network, prepared(network, tokenizer, quiet, [1.0] * len(quiet))))
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / "network.pt")
    (options.out / "thresholds.json").write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(chosen, indent=2))


if __name__ == "__main__":
    main()
