"""Stochastic gradient descent with PyTorch: torch_sgd.py autograd|by-hand FOLDER DATA 784,30,10 BATCH RATE"""
import sys

import torch

from rounds import load, one_hot, serve

torch.set_num_threads(1)
torch.manual_seed(1)
way, folder, data = sys.argv[1:4]
sizes, batch, rate = [int(n) for n in sys.argv[4].split(",")], int(sys.argv[5]), float(sys.argv[6])
images, digits = load(folder, data)
pixels, targets = torch.from_numpy(images), torch.from_numpy(one_hot(digits))

linear = [torch.nn.Linear(i, o) for i, o in zip(sizes, sizes[1:])]
for layer in linear:
    torch.nn.init.normal_(layer.weight, 0, layer.in_features ** -0.5)
    torch.nn.init.normal_(layer.bias, 0, 1)
network = torch.nn.Sequential(*[each for layer in linear for each in (layer, torch.nn.Sigmoid())])
optimizer = torch.optim.SGD(network.parameters(), lr=rate)
cost = torch.nn.MSELoss(reduction="sum")

# By hand: weights as [in, out], updated in place by the product itself.
weights = [layer.weight.data.t().contiguous() for layer in linear]
biases = [layer.bias.data.clone() for layer in linear]
sigmoid_backward = torch.ops.aten.sigmoid_backward


def autograd_step(order):
    optimizer.zero_grad(set_to_none=True)
    loss = cost(network(pixels[order]), targets[order]) * (0.5 / batch)
    loss.backward()
    optimizer.step()


@torch.no_grad()
def step_by_hand(order):
    activations = [pixels.index_select(0, order)]
    for w, b in zip(weights, biases):
        activations.append(torch.addmm(b, activations[-1], w).sigmoid_())
    delta = sigmoid_backward(activations[-1] - targets.index_select(0, order), activations[-1])
    for layer in range(len(weights) - 1, -1, -1):
        below = sigmoid_backward(delta @ weights[layer].t(), activations[layer]) if layer > 0 else None
        weights[layer].addmm_(activations[layer].t(), delta, alpha=-rate / batch)
        biases[layer].add_(delta.sum(0), alpha=-rate / batch)
        delta = below


@torch.no_grad()
def accuracy():
    if way == "by-hand":
        for layer, w, b in zip(linear, weights, biases):
            layer.weight.data.copy_(w.t())
            layer.bias.data.copy_(b)
    held_out, known = load(folder, data + ".test")
    return (network(torch.from_numpy(held_out)).argmax(1).numpy() == known).mean()


step = {"autograd": autograd_step, "by-hand": step_by_hand}[way]
serve(len(pixels), batch, lambda: torch.randperm(len(pixels)), step, accuracy)
