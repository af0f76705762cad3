"""Trains the classifier: MiniLM-L6 with a linear head a concern, on sentences written for it.

Its word vectors stay as they are.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from concerns_model.sentences import Sentence, ordinary, read
from postcheck.model.concern import Concern

_PIECES = 72
_SIZE = 32
_POSITIVE_WEIGHT = 2.0
_WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the training."""

    epochs: int
    ordinary: int | None
    """How many sentences of natural posts are shown beside those that were written for it; None for all."""
    weight: float
    """How much each of those counts: some of them a person should see after all."""
    rates: tuple[float, float]
    """The highest learning rates, of the encoder and of the heads."""
    everyday: int
    """How often each sentence is shown that was written because the like of it was wrongly seen."""
    share: float
    """Of the weights at its end, in the mean that ships."""


PHASES = (
    Phase(5, 2500, 0.5, (8e-5, 2e-3), 0, 0.0),
    Phase(2, None, 0.6, (5e-5, 5e-4), 0, 0.25),
    Phase(1, 3500, 0.6, (4e-5, 4e-4), 2, 0.35),
    Phase(1, 2500, 0.6, (4e-5, 4e-4), 5, 0.4),
)
"""First what each concern is, then more of what is none: that takes the false alarms away."""
GOING_ON = (
    Phase(1, 2500, 0.6, (3e-5, 3e-4), 4, 0.5),
    Phase(2, 1500, 0.6, (5e-5, 5e-4), 4, 0.5),
)
"""Each by itself from the weights that shipped, which are shown what has been written since."""


class ConcernNetwork(nn.Module):
    """MiniLM with a head: the mean of the last layer's pieces, and a figure for each concern."""

    def __init__(self, encoder: Any) -> None:  # noqa: ANN401 - transformers has no types
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, len(Concern))

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the logits, shape ``(texts, concerns)``; texts of one length need no mask."""
        mask = torch.ones_like(ids) if mask is None else mask
        last = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask[..., None].to(last.dtype)
        logits: Tensor = self.head((last * kept).sum(1) / kept.sum(1))
        return logits


def load(folder: Path) -> tuple[ConcernNetwork, Any]:
    """Return the network with the encoder's own weights, and its tokenizer."""
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - heavy

    return ConcernNetwork(AutoModel.from_pretrained(folder)), AutoTokenizer.from_pretrained(folder)


def encoded(texts: list[str], tokenizer: Any) -> tuple[Tensor, Tensor]:  # noqa: ANN401 - transformers has no types
    """Return the piece numbers of texts and their mask."""
    made = tokenizer(texts, padding=True, truncation=True, max_length=_PIECES, return_tensors="pt")
    return made["input_ids"], made["attention_mask"]


def fit(
    network: ConcernNetwork,
    tokenizer: Any,  # noqa: ANN401 - transformers has no types
    shown: list[tuple[Sentence, float]],
    phase: Phase,
    rng: random.Random,
) -> None:
    """Train on sentences, each with how much it counts."""
    for weights in network.encoder.embeddings.parameters():
        weights.requires_grad = False
    encoder = [weights for weights in network.encoder.parameters() if weights.requires_grad]
    groups = [{"params": encoder}, {"params": [*network.head.parameters()]}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps, step = phase.epochs * (len(shown) // _SIZE + 1), 0
    positive = torch.full((len(Concern),), _POSITIVE_WEIGHT)
    for epoch in range(phase.epochs):
        network.train()
        rng.shuffle(shown)
        batches = []
        for start in range(0, len(shown), _SIZE * 20):
            some = sorted(shown[start : start + _SIZE * 20], key=lambda item: len(item[0].text))
            batches += [some[first : first + _SIZE] for first in range(0, len(some), _SIZE)]
        rng.shuffle(batches)
        for batch in batches:
            for group, rate in zip(optimiser.param_groups, phase.rates, strict=True):
                group["lr"] = rate * min(1.0, step / _WARM_UP) * max(0.02, 1 - step / steps)
            labels = [[float(concern in one.concerns) for concern in Concern] for one, _ in batch]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = network(*encoded([one.text for one, _ in batch], tokenizer))
            losses = nn.functional.binary_cross_entropy_with_logits(
                logits.float(),
                torch.tensor(labels),
                pos_weight=positive,
                reduction="none",
            )
            loss = (losses.sum(1) * torch.tensor([weight for _, weight in batch])).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder, 1.0)
            optimiser.step()
            step += 1
        print(f"epoch {epoch + 1} of {phase.epochs}: loss of the last batch {loss.item():.3f}", flush=True)


def _with(mean: dict[str, Tensor], network: ConcernNetwork, share: float) -> dict[str, Tensor]:
    """Return a mean to which the network's weights are added, by their share."""
    return {
        name: mean.get(name, 0) + share * weights if weights.is_floating_point() else weights
        for name, weights in network.state_dict().items()
    }


def main() -> None:
    """Train, and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--begin", type=Path, help="weights that begin.py wrote, to go on from")
    parser.add_argument("--out", type=Path, required=True, help="folder for network.pt")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    runs = [[phase] for phase in GOING_ON] if options.begin else [[*PHASES]]
    mean: dict[str, Tensor] = {}
    for phases in runs:
        torch.manual_seed(7)
        rng = random.Random(7)
        network, tokenizer = load(options.encoder)
        if options.begin:
            network.load_state_dict(torch.load(options.begin))
        plain = ordinary("train")
        rng.shuffle(plain)
        for phase in phases:
            shown = [(one, 1.0) for one in [*read("train"), *phase.everyday * read("everyday")]]
            shown += [(Sentence(text, frozenset(), "calm"), phase.weight) for text in plain[: phase.ordinary]]
            fit(network, tokenizer, shown, phase, rng)
            mean = _with(mean, network, phase.share)
    network.load_state_dict(mean)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / "network.pt")


if __name__ == "__main__":
    main()
