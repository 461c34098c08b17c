"""The shipped model `mnist` in plain NumPy: what an image costs, learned pixel by pixel.

    python3 docs/fast_weights.py models/mnist.safetensors datasets/packed/mnist-test.safetensors 7

prints the nats of test image 7 (gray >= 128 is ink). A test compares it with the engine.
"""
import json, struct, sys
import numpy as np


def load(path):
    raw = open(path, "rb").read()
    length = struct.unpack("<Q", raw[:8])[0]
    head, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    kinds = {"F32": "<f4", "U8": "u1"}
    return {k: np.frombuffer(data[slice(*v["data_offsets"])], kinds[v["dtype"]]).reshape(v["shape"]) for k, v in head.items() if k != "__metadata__"}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


model = {k: v.astype("f8") for k, v in load(sys.argv[1]).items()}
theta = {k: v.copy() for k, v in model.items() if not k.endswith(("log_rate", "_factors"))}


def rate(k):
    """The learned inner rates of a tensor: exp(lambda) * row[i] * column[j]."""
    rates = np.exp(model[k + ".log_rate"]) * model[k + ".column_factors"]
    return model[k + ".row_factors"][:, None] * rates if model[k].ndim == 2 else rates


alpha = {k: rate(k) for k in theta}


def step(row, column, y):
    """The cost of a pixel in nats, measured before the one step of SGD that learns it."""
    x = np.concatenate([theta["layers.0.table0"][row], theta["layers.0.table1"][column]])
    tape = []
    for i, norm in ((1, 3), (4, 6), (7, None)):  # Linear 256, gate to 128, LayerNorm
        a, b = np.split(theta[f"layers.{i}.weight"] @ x + theta[f"layers.{i}.bias"], 2)
        s = sigmoid(b)
        h, deviation, n = a * s, None, None
        if norm:
            deviation = np.sqrt(h.var() + 1e-5)
            n = (h - h.mean()) / deviation
            h = n * theta[f"layers.{norm}.gain"] + theta[f"layers.{norm}.bias"]
        tape.append((i, norm, x, a, s, deviation, n))
        x = h
    z = 15 * np.tanh((theta["layers.9.weight"] @ x + theta["layers.9.bias"][0]) / 15)  # a bounded logit
    loss = np.logaddexp(0, -z if y else z)

    g = {k: np.zeros_like(v) for k, v in theta.items()}
    d = (sigmoid(z) - y) * (1 - (z / 15) ** 2)
    g["layers.9.weight"], g["layers.9.bias"] = d * x, np.array([d])
    d = d * theta["layers.9.weight"]
    for i, norm, x, a, s, deviation, n in reversed(tape):
        if norm:
            g[f"layers.{norm}.gain"], g[f"layers.{norm}.bias"] = d * n, d
            d = d * theta[f"layers.{norm}.gain"]
            d = (d - d.mean() - n * (d * n).mean()) / deviation
        d = np.concatenate([d * s, d * a * s * (1 - s)])
        g[f"layers.{i}.weight"], g[f"layers.{i}.bias"] = np.outer(d, x), d
        d = theta[f"layers.{i}.weight"].T @ d
    g["layers.0.table0"][row], g["layers.0.table1"][column] = np.split(d, 2)

    bound = min(1, 20 / np.sqrt(sum((v**2).sum() for v in g.values())))  # a bounded gradient
    for k in theta:
        theta[k] -= bound * alpha[k] * g[k]
    return loss


bits = load(sys.argv[2])["images"][int(sys.argv[3])] >= 128
print(f"{sum(step(r, c, int(bits[r, c])) for r in range(28) for c in range(28)):.4f}")
