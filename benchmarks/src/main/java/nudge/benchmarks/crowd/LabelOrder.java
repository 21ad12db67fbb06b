package nudge.benchmarks.crowd;

/** In which order a pool is labelled, and what an image's labels come to. */
enum LabelOrder {
    /** One label per image, images at random. */
    RANDOM("random"),
    /** One label per image, those first that the network is least sure of. */
    UNCERTAINTY("uncertainty"),
    /** The same, at random until the network is good enough. */
    UNCERTAINTY_LATER("uncertain later"),
    /** The next label where ActiveLab's score is lowest: a new image, or another opinion. CROWDLAB's consensus. */
    ACTIVE_LAB("activelab"),
    /** Labels until the crowd policy settles an image, images at random. */
    RANDOM_SETTLED("random settled"),
    /** The same, images as the queue hands them out: a share at random, the others by the network's doubt once it is good enough. */
    QUEUE("queue settled");

    private final String heading;

    LabelOrder(String heading) {
        this.heading = heading;
    }

    /** Whether the crowd policy decides how many labels an image gets. */
    boolean settles() {
        return this == RANDOM_SETTLED || this == QUEUE;
    }

    /** Whether images are drawn at random as long as the network has hardly learned. */
    boolean waits() {
        return this == UNCERTAINTY_LATER || this == QUEUE;
    }

    String heading() {
        return heading;
    }
}
