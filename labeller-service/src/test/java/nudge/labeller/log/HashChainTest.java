package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HashChainTest {
    private static final StoredEvent EVENT = event(1, 1, "label.given", 1.5, "{\"b\": 2, \"a\": 1}");

    /** Computed from the layout that the Javadoc tells, by another program: what is stored for ever rests on it. */
    @Test
    void the_digest_is_the_one_that_its_layout_gives() {
        assertThat(hex(HashChain.digest(HashChain.GENESIS, EVENT)))
                .isEqualTo("2e6569da855ccd1284b5ad5cfc46b7559ddce141ef0bd9e260fb00614edb4ea7");
    }

    @Test
    void every_part_of_an_event_and_its_predecessor_change_the_digest() {
        byte[] other = new byte[32];
        other[31] = 1;
        UUID id = new UUID(1, 2);
        UUID stream = new UUID(3, 4);
        UUID actor = new UUID(7, 8);
        Instant at = EVENT.at();
        String data = EVENT.data();
        assertThat(List.of(
                        hex(HashChain.digest(HashChain.GENESIS, EVENT)),
                        hex(HashChain.digest(other, EVENT)),
                        hex(HashChain.digest(HashChain.GENESIS, event(2, 1, "label.given", 1.5, data))),
                        hex(HashChain.digest(HashChain.GENESIS, event(1, 2, "label.given", 1.5, data))),
                        hex(HashChain.digest(HashChain.GENESIS, event(1, 1, "label.taken", 1.5, data))),
                        hex(HashChain.digest(HashChain.GENESIS, event(1, 1, "label.given", 2.5, data))),
                        hex(HashChain.digest(HashChain.GENESIS, event(1, 1, "label.given", 1.5, "{}"))),
                        digest(new StoredEvent(1, new UUID(1, 3), stream, 5, "label.given", 6, actor, at, data)),
                        digest(new StoredEvent(1, new UUID(2, 2), stream, 5, "label.given", 6, actor, at, data)),
                        digest(new StoredEvent(1, id, new UUID(3, 5), 5, "label.given", 6, actor, at, data)),
                        digest(new StoredEvent(1, id, stream, 5, "label.given", 7, actor, at, data)),
                        digest(new StoredEvent(1, id, stream, 5, "label.given", 6, new UUID(7, 9), at, data))))
                .doesNotHaveDuplicates();
    }

    @Test
    void white_space_and_the_order_of_keys_do_not_count() {
        assertThat(HashChain.canonical("{\"b\": {\"d\": 1, \"c\": [2, 1]},\n \"a\": null}"))
                .asString()
                .isEqualTo("{\"a\":null,\"b\":{\"c\":[2,1],\"d\":1}}");
    }

    private static StoredEvent event(long position, int step, String type, double seconds, String data) {
        Instant at = Instant.EPOCH.plusMillis((long) (seconds * 1000));
        return new StoredEvent(position, new UUID(1, 2), new UUID(3, 4), 4 + step, type, 6, new UUID(7, 8), at, data);
    }

    private static String digest(StoredEvent event) {
        return hex(HashChain.digest(HashChain.GENESIS, event));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
