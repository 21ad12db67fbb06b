package nudge.labeller.intake;

/** When the pictures of somebody may be decoded: it takes a core. */
public interface DecodingTurn {
    /** Nobody else wants to. */
    DecodingTurn AT_ONCE = new DecodingTurn() {
        @Override
        public <T> T hold(Decoding<T> decoding) throws UnreadableException {
            return decoding.run();
        }
    };

    /** Decodes a picture. */
    interface Decoding<T> {
        T run() throws UnreadableException;
    }

    /** Waits for the turn, and decodes. */
    <T> T hold(Decoding<T> decoding) throws UnreadableException;
}
