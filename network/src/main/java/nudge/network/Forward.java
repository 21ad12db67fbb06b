package nudge.network;

import java.util.Locale;

/** Runs networks of one shape forward over many examples at a time; the buffers are reused. Owned by one thread. */
public final class Forward {
    private final NetworkSpec spec;
    private final MiniBatch batch;
    private final Workspace space;
    private final ForwardBackward forwardBackward;

    /** Runs at most {@code capacity} examples at a time. */
    public Forward(NetworkSpec spec, int capacity) {
        this.spec = spec;
        this.batch = new MiniBatch(spec, capacity);
        this.space = new Workspace(Network.blank(spec), capacity, false);
        this.forwardBackward = new ForwardBackward(spec, space);
    }

    /** How many examples one run takes at most. */
    public int capacity() {
        return batch.capacity();
    }

    /** Writes the output activations of examples [from, to), one example after the other, from {@code offset} on. */
    public void run(Network network, SparseExamples examples, int from, int to, float[] outputs, int offset) {
        batch.clear();
        for (int example = from; example < to; example++) {
            batch.add(examples, example);
        }
        run(network, batch, outputs, offset);
    }

    /**
     * Writes the output activations of a mini-batch's examples, one after the other, from {@code offset} on.
     *
     * @throws IllegalArgumentException when the network or the mini-batch is of another shape, or there are too many
     *     examples
     */
    public void run(Network network, MiniBatch examples, float[] outputs, int offset) {
        if (!network.spec().equals(spec)) {
            throw new IllegalArgumentException("Expected a network of %s, got %s: create a Forward for that shape"
                    .formatted(spec, network.spec()));
        }
        examples.checkFits(spec);
        if (examples.size() > capacity()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected at most %d examples, got %d: run them in parts",
                    capacity(),
                    examples.size()));
        }
        examples.fetch();
        for (int half = 0; half < 2; half++) {
            forwardBackward.sums(network, examples, half, 0, network.layer(0).width);
        }
        forwardBackward.forward(network, examples, 0, examples.size(), false);
        int pitch = network.layer(spec.layers() - 1).pitch;
        for (int b = 0; b < examples.size(); b++) {
            System.arraycopy(
                    space.activations[spec.layers()],
                    Layer.ORIGIN + b * pitch,
                    outputs,
                    offset + b * spec.outputs(),
                    spec.outputs());
        }
    }
}
