package nudge.events;

/** One part of a checkpoint's weight file: a record of {@code nudge.weights}. */
record WeightChunk(String checkpoint, int index, byte[] bytes) {}
