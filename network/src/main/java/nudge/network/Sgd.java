package nudge.network;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent: changes a network by one averaged nudge per mini-batch. The fast form of
 * {@link Reference#step}, with kernels and threads. The same network, hyperparameters and mini-batches give the same
 * bits on every machine, JDK, vector width and number of threads: each weight adds the examples' nudges in the order of
 * the examples, whichever thread computed them. The first step allocates the buffers, later ones allocate nothing.
 * Owned by one thread.
 */
public final class Sgd implements AutoCloseable {
    /**
     * Steps of less {@link #work} than this run on one thread: they would be over before a second thread had started.
     */
    private static final int MIN_PARALLEL_WORK = 20_000;
    /** The {@link #work} of one example's upper layers. */
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
    /** What a step moves by its nudges: the network's layers or, with momentum, the velocities; shape [layers]. */
    private final Layer[] moved;

    private final Shares shares;
    private final WorkerTeam<Phase> team;
    private final PixelMajor[] pixelMajor;
    private final ForwardBackward[] forwardBackward;
    private final WeightUpdate[] updates;
    private Hyperparameters hyper;
    private Workspace space;
    private int capacity;
    private @Nullable MiniBatch batch;
    private FirstLayer method = FirstLayer.SPARSE;
    private boolean parallel;

    /** Trains {@code network} in place on one thread, with velocities of 0. */
    public Sgd(Network network, Hyperparameters hyper) {
        this(network, hyper, 1);
    }

    /**
     * Trains with several threads; their number changes the speed and never the bits. Close it to end them.
     *
     * @throws IllegalArgumentException unless there are 1 to 64 threads
     */
    public Sgd(Network network, Hyperparameters hyper, int threads) {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException(
                    "Expected 1 to 64 threads, got " + threads + ": use at most one per core");
        }
        this.network = network;
        this.hyper = hyper;
        this.velocities = network.blankLayers();
        this.moved = hyper.momentum() > 0 ? velocities : network.layers();
        int inputs = network.spec().inputs();
        this.pixelMajor = new PixelMajor[] {new PixelMajor(inputs, 0), new PixelMajor(inputs, 1)};
        this.shares = new Shares(threads, network.layer(0).width);
        this.forwardBackward = new ForwardBackward[threads];
        this.updates = new WeightUpdate[threads];
        this.space = allocate(hyper.batchSize());
        this.team = new WorkerTeam<>(threads, this::runShare);
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

    /**
     * One step: the average is over the examples that the mini-batch holds. An empty one changes nothing.
     *
     * @throws IllegalArgumentException when the mini-batch was created for another shape of network
     */
    public void step(MiniBatch examples) {
        examples.checkFits(network.spec());
        if (examples.size() == 0) {
            return;
        }
        if (examples.size() > capacity) {
            space = allocate(examples.size());
        }
        batch = examples;
        method = FirstLayer.fastest(examples, network.layer(0).width);
        parallel = work(examples) >= MIN_PARALLEL_WORK;
        space.transpose(network);
        if (hyper.momentum() > 0) {
            decayVelocities();
        }
        if (method == FirstLayer.DENSE) {
            space.images.allocate(capacity);
        } else {
            fetchAndSum(examples);
        }
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
     * How many of examples [from, to) of the last step's mini-batch the network classified correctly with the weights
     * before that step, so before it had learned them.
     *
     * @throws NullPointerException before the first step
     */
    public int recognised(int from, int to) {
        MiniBatch last = batch;
        if (last == null) {
            throw new IllegalStateException("Expected a step before recognised, got none: call step first");
        }
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

    /** An estimate of a step's work, in rows of {@link Layer#BLOCK} weights of the first layer that it reads. */
    private long work(MiniBatch examples) {
        return (long) examples.entries() * network.layer(0).width / Layer.BLOCK
                + (long) UPPER_LAYERS_WORK * examples.size();
    }

    /** Does all shares of a phase. */
    private void run(Phase phase) {
        if (parallel) {
            team.run(phase);
            return;
        }
        for (int share = 0; share < shares.threads(); share++) {
            runShare(phase, share);
        }
    }

    private void runShare(Phase phase, int share) {
        MiniBatch examples = Objects.requireNonNull(batch);
        switch (phase) {
            case FETCH -> fetch(examples, share);
            case SUMS -> sums(examples, share);
            case FORWARD_AND_BACKWARD -> forwardAndBackward(examples, share);
            case UPDATE -> updates[share].run(moved, examples, method, pixelMajor, rate(examples));
            default -> throw new IllegalStateException("Expected work for every phase, got none for " + phase);
        }
    }

    /**
     * Two threads fetch one half of the pixels each, within {@link Phase#SUMS}. With more, all wait until these two
     * have fetched.
     */
    private void fetchAndSum(MiniBatch examples) {
        if (shares.threads() == 1) {
            examples.fetch();
        } else if (shares.threads() > 2) {
            run(Phase.FETCH);
            examples.endFetch();
        }
        run(Phase.SUMS);
        examples.endFetch();
    }

    private void fetch(MiniBatch examples, int share) {
        if (share < 2) {
            examples.fetchHalf(share);
        }
    }

    /**
     * The sums over those weights that the same thread moves in {@link WeightUpdate}: they stay in its core's cache.
     */
    private void sums(MiniBatch examples, int share) {
        if (shares.threads() == 2) {
            examples.fetchHalf(share);
        }
        for (int task = share; task < shares.tasks(); task += shares.threads()) {
            int from = shares.firstColumn(task / 2);
            int to = shares.firstColumn(task / 2 + 1);
            forwardBackward[share].sums(network, examples, task % 2, from, to);
        }
    }

    private void forwardAndBackward(MiniBatch examples, int share) {
        if (method == FirstLayer.PIXEL_MAJOR) {
            for (int half = share; half < 2; half += shares.threads()) {
                pixelMajor[half].build(examples.nonZero[half], examples.size(), network.layer(0).pitch);
            }
        }
        int from = shares.firstExample(examples.size(), method, share);
        int to = shares.firstExample(examples.size(), method, share + 1);
        forwardBackward[share].forward(network, examples, from, to, method == FirstLayer.DENSE);
        forwardBackward[share].backward(network, examples, from, to, rate(examples));
    }

    /** The learning rate divided by the number of examples, negative: a step goes against the gradient. */
    private float rate(MiniBatch examples) {
        return -hyper.learningRate() / examples.size();
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
        Workspace allocated = new Workspace(network, examples, true);
        for (int share = 0; share < shares.threads(); share++) {
            forwardBackward[share] = new ForwardBackward(network.spec(), allocated);
            updates[share] = new WeightUpdate(network, allocated, shares, share);
        }
        return allocated;
    }
}
