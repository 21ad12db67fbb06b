package nudge.events;

import java.util.UUID;

/**
 * How far the relay has published a store's log: a record of {@code nudge.relay-position}.
 *
 * @param store the log's identity
 * @param position the last event that the relay has passed
 * @param published the last position that became a record of {@code nudge.labels}, 0 before the first
 * @param records how many records of {@code nudge.labels} there are up to here
 */
public record RelayPosition(UUID store, long position, long published, long records) {
    public static final String TYPE = "relay.position.v1";

    public RelayPosition {
        Expected.present(store, "store");
        Expected.atLeast(0, published, "published");
        Expected.atLeast(published, position, "position");
        Expected.atLeast(0, records, "records");
    }
}
