package nudge.benchmarks.crowd;

/** In which order a pool is labelled, and what an image's labels come to. */
enum LabelOrder {
    RANDOM("random", "one label per image, images at random"),
    UNCERTAINTY("uncertainty", "one label per image, those first that the network is least sure of"),
    ACTIVE_LAB(
            "activelab",
            "the next label where ActiveLab's score is lowest, a new image or another opinion; CROWDLAB's consensus"),
    RANDOM_SETTLED("random settled", "labels until the crowd policy settles an image, images at random"),
    QUEUE(
            "queue settled",
            "the same, images as the queue hands them out: a share at random, the others by the network's doubt");

    private final String heading;
    private final String meaning;

    LabelOrder(String heading, String meaning) {
        this.heading = heading;
        this.meaning = meaning;
    }

    /** Whether the crowd policy decides how many labels an image gets. */
    boolean settles() {
        return this == RANDOM_SETTLED || this == QUEUE;
    }

    String heading() {
        return heading;
    }

    String meaning() {
        return meaning;
    }
}
