"""Fine-tunes the network on the public corpora, on natural posts and on invented posts made from templates."""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from names_model.encode import Example, ExampleMaker, batches, vary, word_labels
from names_model.names import make_namer
from names_model.natural import read_posts, vary_post
from names_model.network import PersonNetwork, load_pretrained
from names_model.opinions import read_opinions
from names_model.records import UNKNOWN_ROLE, Record, read_records
from names_model.synth import write_posts
from postcheck.find.person_tagger import ROLES, TAGS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from torch import Tensor

    from names_model.encode import Opinion
    from names_model.names import Namer
    from names_model.natural import Post

TRAINING_CORPORA = (
    "btc_train",
    "wnut17_train",
    "wikigold",
    "crossner_ai_train",
    "crossner_literature_train",
    "crossner_music_train",
    "crossner_politics_train",
    "crossner_science_train",
)
_PIECES_A_BATCH = 1_536
_SLOW_RATE = 1e-4
_FAST_RATE = 1e-3
_WARM_UP = 100  # steps
_REPORT_EVERY = 50  # steps
_LEAST_SHARE = 0.02  # of the rate, at the end
_SMOOTHING = 0.02
_DECAY = 0.999
_RENAME = 0.3  # of the texts get other names
_SEEN = 0.1  # from this probability on, a second opinion sees a name


def tensors(group: Sequence[Example], width: int, rows: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Pad a batch to one width and size.

    Word pieces, shapes and mask are ``(rows, width)`` each, targets and roles ``(rows, width, 3)`` each.
    """
    ids = np.zeros((rows, width), np.int64)
    shapes = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    targets = np.zeros((rows, width, len(TAGS)), np.float32)
    roles = np.zeros((rows, width, len(ROLES)), np.float32)
    for row, example in enumerate(group):
        length = len(example.ids)
        ids[row, :length] = example.ids
        shapes[row, :length] = example.shapes
        mask[row, :length] = 1
        targets[row, :length] = example.targets
        roles[row, :length] = example.roles
    return (
        torch.from_numpy(ids),
        torch.from_numpy(shapes),
        torch.from_numpy(mask),
        torch.from_numpy(targets),
        torch.from_numpy(roles),
    )


def loss_of(logits: Tensor, targets: Tensor, roles: Tensor) -> Tensor:
    """Give the loss of a batch: how surprising a word's labels are, and its role where one is known."""
    labelled = targets.sum(-1, keepdim=True)
    smooth = (1 - _SMOOTHING) * targets + _SMOOTHING / len(TAGS) * labelled
    known = roles.sum(-1, keepdim=True)
    smooth_roles = (1 - _SMOOTHING) * roles + _SMOOTHING / len(ROLES) * known
    tags_loss = (smooth * functional.log_softmax(logits[..., : len(TAGS)], -1)).sum()
    roles_loss = (smooth_roles * functional.log_softmax(logits[..., len(TAGS) :], -1)).sum()
    return -(tags_loss + roles_loss) / labelled.sum()


class Texts:
    """The texts to train on.

    Parameters
    ----------
    corpora:
        Folder with the public corpora.
    natural:
        The natural posts.
    times:
        How often each of them comes in a pass, varied afresh each time: there are few, and they are what the network is
        for.
    posts:
        How many invented posts each pass gets.
    opinions:
        Second opinions of the tweets, by text; may be empty.
    """

    def __init__(
        self, corpora: Path, natural: Sequence[Post], times: int, posts: int, opinions: Mapping[str, Opinion]
    ) -> None:
        self._natural = list(natural) * times
        self._posts = posts
        self._opinions = opinions
        self._records = [record for name in TRAINING_CORPORA for record in read_records(corpora / f"{name}.jsonl")]

    def examples(self, number: int, maker: ExampleMaker, namer: Namer, rng: random.Random) -> Iterator[Example]:
        """Give the examples of one pass: texts of the corpora and natural posts, varied afresh, and new posts."""
        records: list[tuple[Record, Opinion | None]] = []
        for record in self._records:
            opinion = self._opinions.get(record.text)
            # A name that the second opinion does not see may be none, so it gets no other in its place.
            sure = opinion is None or agreed(maker, record, opinion)
            records.append((vary(record, rng, namer, rename=_RENAME if sure else 0), opinion))
        records += [(vary_post(post, rng, namer), None) for post in self._natural]
        records += [(record, None) for record in write_posts("train", self._posts, 0.55, seed=1_000 + number)]
        rng.shuffle(records)
        waiting: Record | None = None
        for record, opinion in records:
            if opinion is not None:
                yield maker(record, opinion)
            elif waiting and rng.random() < 0.1:  # noqa: PLR2004
                # Some texts follow one another, as in a newsletter, so that the model learns to read past a text's end.
                waiting = _join(waiting, record)
            else:
                if waiting:
                    yield maker(waiting)
                waiting = record
        if waiting:
            yield maker(waiting)


def agreed(maker: ExampleMaker, record: Record, opinion: Opinion) -> bool:
    """Tell whether a second opinion sees something of every name of a text."""
    doc = maker.nlp.make_doc(record.text)
    labels = np.array(word_labels(doc, words_of(doc)[0], record))
    return bool((1 - opinion[labels > 0, 0] >= _SEEN).all())


def _join(first: Record, second: Record) -> Record:
    shift = len(first.text) + 1
    return Record(
        f"{first.text}\n{second.text}",
        first.spans + tuple((a + shift, b + shift) for a, b in second.spans),
        first.ignore + tuple((a + shift, b + shift) for a, b in second.ignore),
        tuple(role for record in (first, second) for role in record.roles or (UNKNOWN_ROLE,) * len(record.spans)),
        first.lookalikes + tuple((a + shift, b + shift) for a, b in second.lookalikes),
    )


def train(network: PersonNetwork, maker: ExampleMaker, options: argparse.Namespace) -> PersonNetwork:
    """Train for a number of passes and give the running mean of the weights, which does better than the last ones."""
    rng = random.Random(options.seed)
    namer = make_namer(Path(__file__).parent.parent / "data", "train", rng)
    fast = {"scores", "roles", "shapes"}
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for n, p in network.named_parameters() if n.split(".")[0] not in fast], "lr": options.rate},
            {"params": [p for n, p in network.named_parameters() if n.split(".")[0] in fast], "lr": _FAST_RATE},
        ],
        weight_decay=0.01,
        fused=True,
    )
    opinions = read_opinions(options.opinions) if options.opinions else {}
    posts = read_posts(options.natural, options.leave_out)
    texts = Texts(options.corpora, posts, options.times, options.posts, opinions)
    mean: PersonNetwork = copy.deepcopy(network).eval()
    step, began = 0, time.monotonic()
    steps_a_pass = 0
    limit = options.minutes * 60 or float("inf")  # seconds
    for number in range(options.passes):
        groups = batches(list(texts.examples(number, maker, namer, rng)), _PIECES_A_BATCH, rng)
        steps_a_pass = steps_a_pass or len(groups)
        total = steps_a_pass * options.passes
        for width, group in groups:
            network.train()
            ids, shapes, mask, targets, roles = tensors(group, width, _PIECES_A_BATCH // width)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = network(ids, shapes, mask)
            loss = loss_of(logits.float(), targets, roles)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            spent = max(step / total, (time.monotonic() - began) / limit)
            if spent >= 1:
                break
            share = min(1.0, (step + 1) / _WARM_UP) * max(_LEAST_SHARE, 1 - spent)
            for part, rate in zip(optimiser.param_groups, (options.rate, _FAST_RATE), strict=True):
                part["lr"] = rate * share
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            with torch.no_grad():
                decay = min(_DECAY, (1 + step) / (10 + step))
                torch._foreach_lerp_(
                    [p.data for p in mean.parameters()], [p.data for p in network.parameters()], 1 - decay
                )
            if step % _REPORT_EVERY == 0:
                print(
                    f"step {step}, {spent:.1%} done, loss {loss.item():.4f}, "
                    f"{(time.monotonic() - began) / step:.2f} s a step",
                    flush=True,
                )
                torch.save(mean.state_dict(), options.out)
        torch.save(mean.state_dict(), options.out)
        print(f"pass {number + 1} done after {step} steps, saved {options.out}", flush=True)
        if time.monotonic() - began >= limit:
            break
    return mean


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with the public corpora")
    parser.add_argument("natural", type=Path, help="folder with natural posts")
    parser.add_argument("pretrained", type=Path, help="folder with the encoder to start from")
    parser.add_argument("out", type=Path, help="file for the weights")
    parser.add_argument("--resume", type=Path, help="weights to go on from")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="stop by then, however many passes were made; 0 for no limit"
    )
    parser.add_argument("--posts", type=int, default=16_000, help="posts from templates a pass")
    parser.add_argument("--times", type=int, default=2, help="how often each natural post comes in a pass")
    parser.add_argument("--leave-out", type=int, help="fold of the natural posts' authors to leave out, 0 or 1")
    parser.add_argument("--opinions", type=Path, help="second opinions of the tweets, to soften their labels")
    parser.add_argument("--rate", type=float, default=_SLOW_RATE)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    network = load_pretrained(options.pretrained)
    if options.resume:
        network.load_state_dict(torch.load(options.resume))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    train(network, ExampleMaker(options.pretrained / "tokenizer.json"), options)


if __name__ == "__main__":
    main()
