package nudge.network;

/** Runs a network forward over many examples at a time; the buffers are reused. Owned by one thread. */
public final class Forward {
    private final NetworkSpec spec;
    private final MiniBatch batch;

    public Forward(NetworkSpec spec, int capacity) {
        this.spec = spec;
        this.batch = new MiniBatch(spec, capacity);
    }

    /** The most examples in one run. */
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

    /** Writes the output activations of a mini-batch's examples, one after the other, from {@code offset} on. */
    public void run(Network network, MiniBatch examples, float[] outputs, int offset) {
        for (int b = 0; b < examples.size(); b++) {
            float[] x = new float[spec.inputs()];
            for (int k = examples.start[b]; k < examples.start[b + 1]; k++) {
                x[examples.pixel[k]] += examples.value[k];
            }
            float[] a = Reference.forward(network, x)[spec.layers()];
            System.arraycopy(a, 0, outputs, offset + b * a.length, a.length);
        }
    }
}
