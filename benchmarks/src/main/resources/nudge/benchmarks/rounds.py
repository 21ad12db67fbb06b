"""What the Python peers share: the data, and rounds of training on demand."""
import sys
import time

import numpy as np


def load(folder, name):
    """Pixels from 0 to 1 as [examples, 784], and digits."""
    pixels = np.fromfile(f"{folder}/{name}.pixels", np.uint8).reshape(-1, 784)
    return pixels.astype(np.float32) / np.float32(255), np.fromfile(f"{folder}/{name}.digits", np.uint8)


def one_hot(digits):
    targets = np.zeros((len(digits), 10), np.float32)
    targets[np.arange(len(digits)), digits] = 1
    return targets


def serve(examples, batch, shuffle, step, accuracy):
    """Answers each line of input: a number of seconds to train for, or "accuracy".

    shuffle gives a new order of all examples, step takes the next part of it.
    """
    print("ready", flush=True)
    order, position = shuffle(), 0
    for line in sys.stdin:
        if line.strip() == "accuracy":
            print(accuracy(), flush=True)
            continue
        steps, began, processor = 0, time.perf_counter(), time.process_time()
        end = began + float(line)
        while time.perf_counter() < end:
            if position + batch > examples:
                order, position = shuffle(), 0
            step(order[position:position + batch])
            position += batch
            steps += 1
        print(steps * batch, time.perf_counter() - began, time.process_time() - processor, steps, 0, flush=True)
