package nudge.network;

/**
 * Moves weights and biases by the nudges of a mini-batch, which {@link ForwardBackward} has left in the workspace: the
 * fast form of the second half of {@link Reference#step}. One per thread; no two move the same weight.
 */
final class WeightUpdate {
    private final Kernels kernels = Kernels.fastest();
    private final Network network;
    private final Workspace space;
    private final Shares shares;
    private final int share;
    private final Rows a = new Rows();
    private final Rows nudges = new Rows();
    private final Rows w = new Rows();

    WeightUpdate(Network network, Workspace space, Shares shares, int share) {
        this.network = network;
        this.space = space;
        this.shares = shares;
        this.share = share;
    }

    /**
     * Moves this thread's share of all layers.
     *
     * @param moved the network's layers or, with momentum, the velocities
     * @param pixelMajor the index of each half of the pixels, built if the first layer is computed that way
     * @param rate the learning rate divided by the number of examples, negative
     */
    void run(Layer[] moved, MiniBatch batch, FirstLayer method, PixelMajor[] pixelMajor, float rate) {
        switch (method) {
            case SPARSE -> sparse(moved[0], batch);
            case PIXEL_MAJOR -> pixelMajor(moved[0], pixelMajor);
            case DENSE -> dense(moved[0], batch.size());
            default -> throw new IllegalStateException("Expected an update for every method, got none for " + method);
        }
        for (int l = 1; l < moved.length; l++) {
            upper(moved[l], l, batch.size());
        }
        if (share == shares.threads() - 1) {
            for (int l = 0; l < moved.length; l++) {
                kernels.updateBiases(moved[l], space.deltas[l + 1], batch.size(), rate);
            }
        }
    }

    private void sparse(Layer moved, MiniBatch batch) {
        for (int half = share; half < 2; half += shares.threads()) {
            kernels.sparseUpdate(moved, batch.nonZero[half], batch.size(), space.nudges[1]);
        }
    }

    private void pixelMajor(Layer moved, PixelMajor[] index) {
        for (int task = share; task < shares.tasks(); task += shares.threads()) {
            int from = shares.firstColumn(task / 2);
            int to = shares.firstColumn(task / 2 + 1);
            kernels.pixelMajorUpdate(moved, index[task % 2], from, to, space.nudges[1]);
        }
    }

    private void dense(Layer moved, int examples) {
        int tiles = moved.rows / 32;
        int from = 8 * shares.first(tiles, share);
        int to = 8 * shares.first(tiles, share + 1);
        int middle = PixelIndex.begin(1, moved.inputs) / 4;
        denseHalf(moved, examples, 0, from, Math.min(to, Layer.padded(middle, 8)));
        denseHalf(moved, examples, 1, Math.max(from, middle & -8), to);
    }

    /**
     * Moves the weights of pixels [4 from, 4 to), one half of the pixels or a part of it. A tile of pixels that lies
     * across the middle is computed for both halves; what is beyond the half lands in the rows of the gap, which nobody
     * reads.
     */
    private void denseHalf(Layer moved, int examples, int half, int from, int to) {
        DenseImages images = space.images;
        for (int panel = 0; panel < moved.width; panel += moved.panelWidth) {
            int columns = Math.min(moved.panelWidth, moved.width - panel);
            nudges.at(space.nudges[1], Layer.ORIGIN + panel, moved.pitch);
            for (int chain = 0; chain < 4; chain++) {
                for (int k = from; k < to; k = DenseImages.endOfRun(k)) {
                    a.inTiles(images.values, images.index(0, chain, k), DenseImages.RUN, images.tile());
                    w.at(moved.weights, moved.index(half, 4 * k + chain, panel), 4 * moved.panelWidth);
                    kernels.update(a, examples, 0, Math.min(to, DenseImages.endOfRun(k)) - k, nudges, w, columns);
                }
            }
        }
    }

    private void upper(Layer moved, int l, int examples) {
        a.at(space.activations[l], Layer.ORIGIN, network.layer(l - 1).pitch);
        nudges.at(space.nudges[l + 1], Layer.ORIGIN, moved.pitch);
        w.at(moved.weights, Layer.ORIGIN, moved.width);
        int blocks = moved.rows / 8;
        int from = 8 * shares.first(blocks, share);
        int to = 8 * shares.first(blocks, share + 1);
        kernels.update(a, examples, from, to, nudges, w, moved.width);
    }
}
