"""The network's sums against the same written plainly, block by block, in double precision; and the reading of weights."""

# ruff: noqa: E501 - an example stands on one line

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify import artifact
from cleancopy.classify.network import (
    CLIP,
    DILATIONS,
    KERNEL,
    Inputs,
    Network,
    forward,
)
from cleancopy.errors import ArtifactError
from cleancopy.features import TokenBags, Vocabulary, bag_ids, name_ids

FEATURES, HIDDEN, WIDTH, NAMES_WIDTH, ROLES, TYPES, GROUPINGS = 6, 3, 2, 2, 4, 5, 3
WORDS, NAMES = Vocabulary({"a": 1, "b": 2, "c": 3}), Vocabulary({"x": 1, "y": 2, "z": 3})


def member(rng, *, names=True, types=True):
    """The arrays of one network, as the trainer names them; the first networks knew no types of pages."""
    inside = FEATURES + WIDTH + (4 * NAMES_WIDTH if names else 0)
    sizes = {
        "input_layer": (HIDDEN, inside),
        "group_pool": (HIDDEN, GROUPINGS * HIDDEN),
        "middle_group_pool": (HIDDEN, GROUPINGS * HIDDEN),
    }
    sizes |= {
        "global_pool": (HIDDEN, 2 * HIDDEN),
        "middle_global_pool": (HIDDEN, 2 * HIDDEN),
        "output_layer": (ROLES, HIDDEN),
    }
    sizes |= {f"pointwise.{i}": (HIDDEN, HIDDEN) for i in range(len(DILATIONS))}
    if types:
        sizes |= {"type_hidden": (HIDDEN, 2 * HIDDEN), "type_output": (TYPES, HIDDEN), "type_pool": (HIDDEN, TYPES)}
    w = {"mean": np.arange(FEATURES) / 8, "scale": 1 + np.arange(FEATURES) / 4, "words": rng.normal(size=(4, WIDTH))}
    w |= {f"{name}.weight": rng.normal(size=size) / 2 for name, size in sizes.items()}
    w |= {f"{name}.bias": rng.normal(size=size[0]) / 2 for name, size in sizes.items()}
    w |= {f"depthwise_weight.{i}": rng.normal(size=(KERNEL, HIDDEN)) / 2 for i in range(len(DILATIONS))}
    w.pop("type_pool.bias", None)
    return w | {"names": rng.normal(size=(4, 4 * NAMES_WIDTH))} if names else w


def bag(table, words, vocabulary):
    """The sum of the rows of known words over the root of their number."""
    rows = [table[vocabulary[word]] for word in words if word in vocabulary]
    return sum(rows) / len(rows) ** 0.5 if rows else np.zeros(table.shape[1])


def relu(x):
    return np.maximum(x, 0)


def logits_of(w, page):
    """What one network says of a page's blocks, and of its type: each step on its own."""
    types = np.zeros(0)

    def layer(name, x):
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    h = relu(layer("input_layer", np.array([input_row(w, page, i) for i in range(len(page["dense"]))])))
    h = relu(h + layer("group_pool", means(h, page["groups"])))
    for i, dilation in enumerate((1, 2, 4, 8)):
        if i == 0:
            h = relu(h + layer("global_pool", np.append(h.mean(axis=0), h.max(axis=0))))
        if i == 2:
            pooled = np.append(h.mean(axis=0), h.max(axis=0))
            added = layer("middle_global_pool", pooled)
            if "type_hidden.weight" in w:
                types = layer("type_output", relu(layer("type_hidden", pooled)))
                added = added + w["type_pool.weight"] @ (np.exp(types) / np.exp(types).sum())
            h = relu(h + added)
            h = relu(h + layer("middle_group_pool", means(h, page["groups"])))
        h = h + relu(layer(f"pointwise.{i}", convolve(h, w[f"depthwise_weight.{i}"], dilation)))
    return layer("output_layer", h), types


def input_row(w, page, i):
    dense = np.clip((page["dense"][i] - w["mean"]) * w["scale"], -6, 6)
    parts = [dense, bag(w["words"], page["text"][i], WORDS)]
    if page["names"]:
        own, parent, far, top = np.split(w["names"], 4, axis=1)
        above = page["above"][i]

        def named(table, kinds):
            return sum((bag(table, page["names"][p], NAMES) for p in kinds if p >= 0), np.zeros(NAMES_WIDTH))

        parts += [named(own, above[:1]) + bag(own, page["inner"][i], NAMES), named(parent, above[1:3])]
        parts += [named(far, above[3:8]), named(top, above[8:])]
    return np.concatenate(parts)


def means(h, groups):
    """For each block, side by side, the means over its groups."""
    ways = [[h[column == column[i]].mean(axis=0) for i in range(len(h))] for column in groups.T]
    return np.concatenate(ways, axis=1)


def convolve(h, weight, dilation):
    out = np.zeros_like(h)
    for k, weights in enumerate(weight):
        shift = (k - 2) * dilation
        for i in range(max(0, -shift), min(len(h), len(h) - shift)):
            out[i] += weights * h[i + shift]
    return out


def page_of(rng, n, *, names=True, groups=None):
    dense = rng.normal(size=(n, FEATURES)) * 3
    dense[:, 1], dense[:, 4] = 50.0, -0.5  # the same for all blocks, one of them far out
    fine = np.minimum(rng.integers(0, 6, n), np.arange(n))
    fine = np.unique(fine, return_inverse=True)[1]
    joined = np.column_stack([fine, fine // 2, np.arange(n)[::-1] % 3 if n > 2 else np.zeros(n, int)])
    return {
        "dense": dense,
        "text": [[str(w) for w in rng.choice(["a", "b", "c", "unknown"], rng.integers(0, 5))] for _ in range(n)],
        "names": [["x"], [], ["y", "z", "none"], ["z"]] if names else [],
        "inner": [[str(w) for w in rng.choice(["x", "y", "none"], rng.integers(0, 3))] for _ in range(n)],
        "above": np.column_stack([rng.integers(-1, 3, (n, 8)), np.full(n, 3)]),
        "groups": joined if groups is None else groups,
    }


def inputs_of(page):
    named = bool(page["names"])
    return Inputs(
        page["dense"].astype(np.float32),
        bag_ids(TokenBags.from_bags(page["text"]), WORDS),
        name_ids(page["names"], NAMES) if named else None,
        name_ids(page["inner"], NAMES) if named else None,
        page["above"],
        page["groups"],
    )


@pytest.mark.parametrize("n", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("types", [True, False])
@pytest.mark.parametrize("members", [1, 2])
def test_the_sums_are_those_of_each_block_by_itself(n, names, types, members):
    rng = np.random.default_rng(n)
    networks = [member(rng, names=names, types=types) for _ in range(members)]
    page = page_of(rng, n, names=names)
    found = forward(Network.from_members(networks), inputs_of(page))
    assert found.roles.shape == (n, members, ROLES)
    assert found.types.shape == (1, members, TYPES if types else 0)
    assert found.roles.dtype == found.types.dtype == np.float32
    for i, w in enumerate(networks):
        roles_wanted, types_wanted = logits_of(w, page)
        assert found.roles[:, i] == pytest.approx(roles_wanted, rel=1e-4, abs=1e-3)
        assert found.types[0, i] == pytest.approx(types_wanted, rel=1e-4, abs=1e-3)


def test_a_page_of_several_tiles_is_as_one():
    rng = np.random.default_rng(5)
    w = member(rng)
    page = page_of(rng, 300)
    found = forward(Network.from_members([w]), inputs_of(page))
    assert found.roles[:, 0] == pytest.approx(logits_of(w, page)[0], rel=1e-3, abs=1e-2)


def test_what_the_trainer_knows_too():
    assert (KERNEL, DILATIONS, CLIP) == (5, (1, 2, 4, 8), 6.0)


def test_the_first_row_of_a_table_is_of_no_word():
    w = member(np.random.default_rng(1))
    network = Network.from_members([w, w])
    assert not network.words[0].any()
    assert not network.names[0].any()
    assert network.words[1].tolist() == pytest.approx([*w["words"][1]] * 2)
    assert network.names[2, :4].tolist() == pytest.approx([*w["names"][2, :2]] * 2)
    assert network.inline_names.tolist() == network.names[:, :4].tolist()
    assert Network.from_members([member(np.random.default_rng(1), names=False)]).names.shape == (0, 0)


def test_bags_without_words_and_none_at_all():
    assert [x.tolist() for x in name_ids([[], []], WORDS)] == [[0, 0], [0, 1]]
    assert [x.tolist() for x in name_ids([["c", "?", "a"], ["?"], ["b"]], WORDS)] == [[0, 3, 1, 0, 0, 2], [0, 3, 4]]


SHIPPED = Path(artifact.__file__).parent / "artifacts"


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_model_is_what_its_folder_says(kind):
    folder = SHIPPED / artifact.ARTIFACT_NAMES[kind]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    model = artifact.load_model(kind)
    assert model.roles == tuple(map(Role, manifest["roles"]))
    assert (model.modes, model.inverse_temperature, model.floors) == tuple(
        manifest[k] for k in ("modes", "inverse_temperature", "floors")
    )
    assert [list(row) for row in model.confidence] == manifest["confidence"]
    assert model.field_weights == json.loads((folder / "fields.json").read_text("utf-8"))
    with np.load(folder / "weights.npz") as arrays:
        words = arrays["vocabulary.text"].tobytes().decode("utf-8").split("\n")
        members = {name.partition(".")[0] for name in arrays.files} - {"vocabulary"}
    assert list(model.text_vocabulary) == words
    assert list(model.text_vocabulary.values()) == list(range(1, len(words) + 1))
    assert len(model.network.words) == len(words) + 1
    assert len(model.network.bags.weight) == len(members)
    assert (model.name_vocabulary == {}) == (kind == "text")


def test_a_digest_is_of_all_files():
    for kind, name in artifact.ARTIFACT_NAMES.items():
        parts = [(SHIPPED / name / f).read_bytes() for f in ("manifest.json", "weights.npz", "fields.json")]
        expected = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        assert artifact.compute_artifact_digest(kind) == expected


def test_weights_that_would_run_code_are_refused(tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(SHIPPED / artifact.ARTIFACT_NAMES["text"], folder)
    np.savez(folder / "weights.npz", **{"vocabulary.text": np.array([{"a": 1}], object)}, allow_pickle=True)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["weights_sha256"] = hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ArtifactError, match=r"weights\.npz is damaged"):
        artifact.read_model(folder, "text")
