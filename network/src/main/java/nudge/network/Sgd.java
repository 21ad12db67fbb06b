package nudge.network;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent: changes a network by one averaged nudge per mini-batch; {@link Reference#step} with kernels and
 * threads. The same network, hyperparameters and mini-batches give the same bits, whatever the machine, the JDK, the kernels
 * and the number of threads: every example is a shard of its own, and each weight adds the examples' nudges in their order,
 * whoever computed them. A step allocates nothing once the first has set up the buffers. Owned by one thread.
 */
public final class Sgd implements AutoCloseable {
    /** From this share of non-zero pixels on, the dense kernels are faster. */
    private static final double DENSE_SHARE = 0.5;
    /** From this width and this many examples on, the first layer's update goes pixel by pixel: then turning pays. */
    private static final int PIXEL_MAJOR_UNITS = 200;

    private static final int PIXEL_MAJOR_EXAMPLES = 32;

    /** Steps of less work than this (see {@link #work}) are over before a second thread has begun. */
    private static final int MIN_SHARED_WORK = 20_000;
    /** What an example's upper layers cost, in vectors of the first layer's weights. */
    private static final int UPPER_LAYERS_WORK = 150;

    /** The parts of a step; each begins when all threads have finished the one before. */
    private enum Phase {
        FETCH,
        SUMS,
        FORWARD_AND_BACKWARD,
        UPDATE
    }

    private final Network network;
    private final Layer[] velocities;
    private final Kernels kernels = Kernels.fastest();
    private final WorkerTeam<Phase> team;
    private final PixelMajor[] pixelMajor;
    private final ForwardBackward[] forwardBackward;
    private final Rows[] rows;
    private Hyperparameters hyper;
    private Workspace space;
    private int capacity;
    private @Nullable MiniBatch batch;
    private boolean dense;
    private boolean shared;

    /** Trains {@code network} in place, from rest, on one thread. */
    public Sgd(Network network, Hyperparameters hyper) {
        this(network, hyper, 1);
    }

    /** Trains with several threads; their number changes the speed and never the bits. Close it to end them. */
    public Sgd(Network network, Hyperparameters hyper, int threads) {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException(
                    "Expected 1 to 64 threads, got " + threads + ": use at most one per core");
        }
        this.network = network;
        this.hyper = hyper;
        this.velocities = network.blankLayers();
        int inputs = network.spec().inputs();
        this.pixelMajor = new PixelMajor[] {new PixelMajor(inputs, 0), new PixelMajor(inputs, 1)};
        this.forwardBackward = new ForwardBackward[threads];
        this.rows = new Rows[3 * threads];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Rows();
        }
        this.space = allocate(hyper.batchSize());
        this.team = new WorkerTeam<>(threads, this::share);
    }

    public Network network() {
        return network;
    }

    public Hyperparameters hyperparameters() {
        return hyper;
    }

    /** Changes the learning rate from the next step on. */
    public void learningRate(float rate) {
        hyper = hyper.withLearningRate(rate);
    }

    /** One step: the average is over the examples that the mini-batch holds. An empty one changes nothing. */
    public void step(MiniBatch examples) {
        if (examples.inputs() != network.spec().inputs()) {
            throw new IllegalArgumentException(
                    "Expected images of %d pixels, got %d: create the mini-batch for this network"
                            .formatted(network.spec().inputs(), examples.inputs()));
        }
        if (examples.size() == 0) {
            return;
        }
        if (examples.size() > capacity) {
            space = allocate(examples.size());
        }
        batch = examples;
        dense = examples.entries() > DENSE_SHARE * examples.size() * examples.inputs();
        if (dense) {
            space.images.allocate(capacity);
        }
        space.transpose(network);
        if (hyper.momentum() > 0) {
            decayVelocities();
        }
        shared = work(examples) >= MIN_SHARED_WORK;
        fetchAndSum(examples);
        run(Phase.FORWARD_AND_BACKWARD);
        run(Phase.UPDATE);
        if (hyper.momentum() > 0) {
            addVelocities();
        }
    }

    /** The mean cost over the last step's mini-batch, with the weights before that step; 0 before any step. */
    public double cost() {
        MiniBatch last = batch;
        if (last == null) {
            return 0;
        }
        NetworkSpec spec = network.spec();
        int pitch = network.layer(spec.layers() - 1).pitch;
        double sum = 0;
        for (int b = 0; b < last.size(); b++) {
            sum += spec.cost()
                    .of(space.activations[spec.layers()], Layer.ORIGIN + b * pitch, spec.outputs(), last.digit[b]);
        }
        return sum / last.size();
    }

    /**
     * How many of examples [from, to) of the last step's mini-batch the network answered rightly with the weights before that
     * step: a prediction from before they were learned.
     */
    public int recognised(int from, int to) {
        MiniBatch last =
                Objects.requireNonNull(batch, "Expected a step before this question, got none: call step first");
        Objects.checkFromToIndex(from, to, last.size());
        NetworkSpec spec = network.spec();
        int pitch = network.layer(spec.layers() - 1).pitch;
        int count = 0;
        for (int b = from; b < to; b++) {
            int answer =
                    Evaluation.mostActive(space.activations[spec.layers()], Layer.ORIGIN + b * pitch, spec.outputs());
            count += answer == last.digit[b] ? 1 : 0;
        }
        return count;
    }

    /** The velocity of a weight; 0 without momentum. */
    public float weightVelocity(int layer, int in, int out) {
        return velocities[layer].weight(in, out);
    }

    /** The velocity of a bias; 0 without momentum. */
    public float biasVelocity(int layer, int out) {
        return velocities[layer].bias(out);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        team.close();
    }

    Layer[] velocities() {
        return velocities;
    }

    /** How many vectors of the first layer's weights a step reads, about. */
    private long work(MiniBatch examples) {
        return (long) examples.entries() * network.layer(0).width / Layer.BLOCK
                + (long) UPPER_LAYERS_WORK * examples.size();
    }

    /** Does all threads' shares of a phase; the shares are the same whoever does them. */
    private void run(Phase phase) {
        if (shared) {
            team.run(phase);
            return;
        }
        for (int thread = 0; thread < team.threads(); thread++) {
            share(phase, thread);
        }
    }

    private void fetchAndSum(MiniBatch examples) {
        if (dense) {
            return;
        }
        if (team.threads() == 1) {
            examples.fetch();
        } else if (team.threads() > 2) {
            run(Phase.FETCH);
            examples.endFetch();
        }
        run(Phase.SUMS);
        examples.endFetch();
    }

    private void share(Phase phase, int thread) {
        MiniBatch examples = Objects.requireNonNull(batch);
        switch (phase) {
            case FETCH -> fetch(examples, thread);
            case SUMS -> sums(examples, thread);
            case FORWARD_AND_BACKWARD -> forwardAndBackward(examples, thread);
            case UPDATE -> update(examples, thread);
            default -> throw new IllegalStateException("Expected work for every phase, got none for " + phase);
        }
    }

    private void fetch(MiniBatch examples, int thread) {
        if (thread < 2) {
            examples.fetchHalf(thread);
        }
    }

    /** A thread has one half of the pixels, and beyond two threads a part of the columns: {@link #updateWide} too. */
    private void sums(MiniBatch examples, int thread) {
        if (team.threads() == 2) {
            examples.fetchHalf(thread);
        }
        for (int task = thread; task < tasks(); task += team.threads()) {
            forwardBackward[thread].sums(network, examples, task % 2, columns(task / 2), columns(task / 2 + 1));
        }
    }

    private void forwardAndBackward(MiniBatch examples, int thread) {
        if (pixelMajorPays(examples) && !dense) {
            for (int half = thread; half < 2; half += team.threads()) {
                pixelMajor[half].build(examples.nonZero[half], examples.size(), network.layer(0).pitch);
            }
        }
        int from = firstExample(examples, thread);
        int to = firstExample(examples, thread + 1);
        forwardBackward[thread].forward(network, examples, from, to, dense);
        forwardBackward[thread].backward(network, examples, from, to, -hyper.learningRate() / examples.size());
    }

    /** The first of a thread's examples; dense ones begin a tile. */
    private int firstExample(MiniBatch examples, int thread) {
        if (!dense) {
            return portion(examples.size(), thread);
        }
        int tiles = Layer.padded(examples.size(), DenseImages.TILE) / DenseImages.TILE;
        return Math.min(examples.size(), DenseImages.TILE * portion(tiles, thread));
    }

    private void update(MiniBatch examples, int thread) {
        float rate = -hyper.learningRate() / examples.size();
        for (int l = 0; l < network.spec().layers(); l++) {
            Layer moved = hyper.momentum() > 0 ? velocities[l] : network.layer(l);
            if (l > 0) {
                updateUpper(moved, l, examples.size(), thread);
            } else if (dense) {
                updateDense(moved, examples.size(), thread);
            } else if (pixelMajorPays(examples)) {
                updateWide(moved, thread);
            } else {
                updateNarrow(moved, examples, thread);
            }
            if (thread == team.threads() - 1) {
                kernels.updateBiases(moved, space.deltas[l + 1], examples.size(), rate);
            }
        }
    }

    private void updateNarrow(Layer moved, MiniBatch examples, int thread) {
        for (int half = thread; half < 2; half += team.threads()) {
            kernels.sparseUpdate(moved, examples.nonZero[half], examples.size(), space.nudges[1]);
        }
    }

    private void updateWide(Layer moved, int thread) {
        for (int task = thread; task < tasks(); task += team.threads()) {
            kernels.pixelMajorUpdate(
                    moved, pixelMajor[task % 2], columns(task / 2), columns(task / 2 + 1), space.nudges[1]);
        }
    }

    /** Two halves of the pixels, for each of several parts of the first layer's columns. */
    private int tasks() {
        return 2 * Math.max(1, team.threads() / 2);
    }

    /** Where a part of the first layer's columns begins: a multiple of the panel's width, or the end. */
    private int columns(int part) {
        Layer first = network.layer(0);
        int panels = (first.width + Layer.PANEL - 1) / Layer.PANEL;
        return Math.min(first.width, panels * part / (tasks() / 2) * Layer.PANEL);
    }

    private void updateDense(Layer moved, int examples, int thread) {
        int tiles = moved.rows / 32;
        int from = 8 * portion(tiles, thread);
        int to = 8 * portion(tiles, thread + 1);
        int middle = PixelIndex.begin(1, moved.inputs) / 4;
        updateDense(moved, examples, thread, 0, from, Math.min(to, Layer.padded(middle, 8)));
        updateDense(moved, examples, thread, 1, Math.max(from, middle & -8), to);
    }

    /** In one half: of a tile that both halves have a part in, the rest goes to the gap. */
    private void updateDense(Layer moved, int examples, int thread, int half, int from, int to) {
        DenseImages images = space.images;
        for (int panel = 0; panel < moved.width; panel += moved.panelWidth) {
            int columns = Math.min(moved.panelWidth, moved.width - panel);
            Rows nudges = rows[3 * thread].at(space.nudges[1], Layer.ORIGIN + panel, moved.pitch);
            for (int chain = 0; chain < 4; chain++) {
                for (int k = from; k < to; k = DenseImages.endOfRun(k)) {
                    Rows a = rows[3 * thread + 1].inTiles(
                            images.values, images.index(0, chain, k), DenseImages.RUN, images.tile());
                    Rows w = rows[3 * thread + 2].at(
                            moved.weights, moved.index(half, 4 * k + chain, panel), 4 * moved.panelWidth);
                    kernels.update(a, examples, 0, Math.min(to, DenseImages.endOfRun(k)) - k, nudges, w, columns);
                }
            }
        }
    }

    private void updateUpper(Layer moved, int l, int examples, int thread) {
        Rows a = rows[3 * thread].at(space.activations[l], Layer.ORIGIN, network.layer(l - 1).pitch);
        Rows nudges = rows[3 * thread + 1].at(space.nudges[l + 1], Layer.ORIGIN, moved.pitch);
        Rows w = rows[3 * thread + 2].at(moved.weights, Layer.ORIGIN, moved.width);
        int blocks = moved.rows / 8;
        kernels.update(
                a, examples, 8 * portion(blocks, thread), 8 * portion(blocks, thread + 1), nudges, w, moved.width);
    }

    private boolean pixelMajorPays(MiniBatch examples) {
        return network.layer(0).width >= PIXEL_MAJOR_UNITS && examples.size() >= PIXEL_MAJOR_EXAMPLES;
    }

    private int portion(int count, int thread) {
        return count * thread / forwardBackward.length;
    }

    private void decayVelocities() {
        for (Layer velocity : velocities) {
            Elementwise.decay(velocity.weights, hyper.momentum());
            Elementwise.decay(velocity.biases, hyper.momentum());
        }
    }

    private void addVelocities() {
        for (int l = 0; l < velocities.length; l++) {
            Elementwise.add(network.layer(l).weights, velocities[l].weights);
            Elementwise.add(network.layer(l).biases, velocities[l].biases);
        }
    }

    private Workspace allocate(int examples) {
        capacity = examples;
        Workspace made = new Workspace(network, examples, true);
        for (int thread = 0; thread < forwardBackward.length; thread++) {
            forwardBackward[thread] = new ForwardBackward(network.spec(), made);
        }
        return made;
    }
}
