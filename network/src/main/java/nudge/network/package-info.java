/**
 * Fully connected networks for images of bytes: forward, backward, the mini-batch step, and weight files. Depends on the
 * JDK alone.
 *
 * <p>{@link nudge.network.Reference} is the specification: scalar code that reads like a textbook and fixes the order of
 * every sum. Everything faster gives the same bits.
 */
@NullMarked
package nudge.network;

import org.jspecify.annotations.NullMarked;
