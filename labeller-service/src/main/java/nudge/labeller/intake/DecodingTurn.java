package nudge.labeller.intake;

/** When the pictures of somebody may be decoded: it takes a core. */
public interface DecodingTurn {
    /** Nobody else wants to. */
    DecodingTurn AT_ONCE = Decoding::run;

    /** Decodes a picture. */
    interface Decoding {
        byte[] run() throws UnreadableException;
    }

    /** Waits for the turn, and decodes. */
    byte[] hold(Decoding decoding) throws UnreadableException;
}
