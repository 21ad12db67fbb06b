package nudge.events;

import static nudge.events.Samples.checkpoint;
import static nudge.events.Samples.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import nudge.embedded.EmbeddedServers;
import nudge.events.ChampionSubscriber.Champion;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ChampionSubscriberTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int SMALL = 1000;

    private final KafkaSettings kafka =
            TestBroker.settings(EmbeddedServers.shared().kafka());
    private Publisher publisher;

    @BeforeEach
    void create_empty_topics() throws Exception {
        EmptyTopics.create(kafka);
        publisher = new Publisher(kafka, "trainer");
    }

    @AfterEach
    void delete_topics() throws Exception {
        publisher.close();
        EmptyTopics.delete(kafka);
    }

    @Test
    void it_begins_with_the_champion_of_this_moment_and_tells_each_promotion_once() {
        publisher.publishPromoted(0, SMALL);
        publisher.publishPromoted(1, Topics.CHUNK_BYTES + 7);
        publisher.publishRejected(2, SMALL);
        publisher.publish(3, SMALL);
        try (ChampionSubscriber subscriber = subscribe()) {
            List<Champion> champions = champions(subscriber, 1);
            assertNumbers(champions, 1);
            assertThat(champions.get(0).weights()).contains(weights(1, Topics.CHUNK_BYTES + 7));
            publisher.publishRejected(4, SMALL);
            publisher.publishPromoted(5, SMALL);
            publisher.publishPromoted(6, SMALL);
            assertNumbers(champions(subscriber, 2), 5, 6);
            assertThat(subscriber.poll(Duration.ofMillis(50))).isEmpty();
        }
    }

    @Test
    void before_the_first_champion_it_waits_and_then_begins_with_that() {
        publisher.publish(0, SMALL);
        try (ChampionSubscriber subscriber = subscribe()) {
            assertThat(subscriber.poll(Duration.ofMillis(50))).isEmpty();
            publisher.publishPromoted(1, SMALL);
            assertNumbers(champions(subscriber, 1), 1);
        }
    }

    /** Ended at random, whether or not it has told of what it had fetched. */
    @Test
    void whoever_goes_on_where_they_were_sees_every_champion_once_and_in_order() {
        Random random = new Random(4);
        List<Integer> promoted = new ArrayList<>();
        publisher.publishPromoted(0, SMALL);
        promoted.add(0);
        List<Integer> seen = new ArrayList<>();
        long next = 0;
        int number = 1;
        for (int killed = 0; killed < 50; killed++) {
            for (int more = random.nextInt(4); more > 0; more--, number++) {
                if (random.nextBoolean()) {
                    publisher.publishPromoted(number, SMALL);
                    promoted.add(number);
                } else {
                    publisher.publishRejected(number, SMALL);
                }
            }
            try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, Samples.MODEL, next)) {
                List<Champion> polled = subscriber.poll(Duration.ofMillis(20));
                for (Champion champion : polled.subList(0, random.nextInt(polled.size() + 1))) {
                    seen.add(number(champion));
                    next = champion.next();
                }
            }
        }
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, Samples.MODEL, next)) {
            champions(subscriber, promoted.size() - seen.size()).forEach(champion -> seen.add(number(champion)));
        }
        assertThat(promoted).hasSizeGreaterThan(20);
        assertThat(seen).isEqualTo(promoted);
    }

    @Test
    void of_a_champion_that_was_overtaken_the_weights_may_be_forgotten() {
        publisher.publishPromoted(0, SMALL);
        publisher.publishPromoted(1, SMALL);
        publisher.sendTombstone(0, 0);
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, Samples.MODEL, 0)) {
            List<Champion> champions = champions(subscriber, 2);
            assertNumbers(champions, 0, 1);
            // Until Kafka has compacted the topic the forgotten weights may still be found.
            assertThat(champions.get(1).weights()).contains(weights(1, SMALL));
        }
        publisher.publishDecisionWithoutWeights(2, SMALL);
        publisher.publishPromoted(3, SMALL);
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, Samples.MODEL, 0)) {
            List<Champion> champions = champions(subscriber, 4);
            assertNumbers(champions, 0, 1, 2, 3);
            assertThat(champions.get(2).weights()).isEmpty();
            assertThat(champions.get(3).weights()).contains(weights(3, SMALL));
        }
    }

    @Test
    void weights_that_do_not_match_their_digest_are_refused_and_the_next_ones_come() {
        publisher.publishPromoted(0, SMALL);
        publisher.publishPromoted(checkpoint(1, weights(1, SMALL), Instant.now()), weights(99, SMALL));
        publisher.publishPromoted(2, SMALL);
        List<Champion> received = new ArrayList<>();
        List<InvalidRecordException> refused = new ArrayList<>();
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, Samples.MODEL, 0)) {
            await().atMost(DEADLINE).until(() -> {
                try {
                    received.addAll(subscriber.poll(Duration.ofMillis(100)));
                } catch (InvalidRecordException invalid) {
                    refused.add(invalid);
                }
                return received.size() == 2;
            });
        }
        assertNumbers(received, 0, 2);
        assertThat(refused)
                .singleElement()
                .satisfies(invalid -> assertThat(invalid)
                        .hasMessageStartingWith("checkpoint checkpoint-1: expected weights with the SHA-256 "));
    }

    @Test
    void a_clock_that_goes_backwards_loses_no_champion() {
        for (int number = 0; number < 4; number++) {
            byte[] weights = weights(number, SMALL);
            publisher.publishPromoted(checkpoint(number, weights, Samples.AT.minusSeconds(100L * number)), weights);
        }
        try (ChampionSubscriber subscriber = subscribe()) {
            assertNumbers(champions(subscriber, 1), 3);
        }
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, Samples.MODEL, 0)) {
            assertThat(champions(subscriber, 4))
                    .allSatisfy(champion -> assertThat(champion.weights()).isPresent());
        }
    }

    @Test
    void champions_of_another_model_are_not_told() {
        publisher.publishPromoted(0, SMALL);
        try (ChampionSubscriber subscriber = ChampionSubscriber.resume(kafka, "letters", 0)) {
            assertThat(subscriber.poll(Duration.ofSeconds(1))).isEmpty();
        }
    }

    @Test
    void a_poll_that_waits_is_woken_up_and_loses_nothing() {
        try (ChampionSubscriber subscriber = subscribe()) {
            CompletableFuture<Void> woken = CompletableFuture.runAsync(subscriber::wakeup);
            assertThatThrownBy(() -> subscriber.poll(DEADLINE)).isInstanceOf(WakeupException.class);
            assertThat(woken).succeedsWithin(DEADLINE);
            publisher.publishPromoted(0, SMALL);
            assertNumbers(champions(subscriber, 1), 0);
        }
    }

    /** Subscribes once all that was committed can be read, which is a moment after its commit has been answered. */
    private ChampionSubscriber subscribe() {
        try (CommittedRecords records = CommittedRecords.open(kafka, DEADLINE)) {
            await().atMost(DEADLINE)
                    .until(() -> List.of(Topics.DECISIONS, Topics.CHAMPION, Topics.WEIGHTS).stream()
                            .map(Topics::partition)
                            .allMatch(each -> records.end(each, CommittedRecords.End.LAST_STABLE_OFFSET)
                                    == records.end(each, CommittedRecords.End.HIGH_WATERMARK)));
        }
        return ChampionSubscriber.subscribe(kafka, Samples.MODEL);
    }

    private static List<Champion> champions(ChampionSubscriber subscriber, int count) {
        List<Champion> champions = new ArrayList<>();
        await().atMost(DEADLINE).until(() -> {
            if (champions.size() < count) {
                champions.addAll(subscriber.poll(Duration.ofMillis(100)));
            }
            return champions.size() >= count;
        });
        return champions;
    }

    private static void assertNumbers(List<Champion> champions, Integer... numbers) {
        assertThat(champions).extracting(ChampionSubscriberTest::number).containsExactly(numbers);
    }

    private static int number(Champion champion) {
        return Integer.parseInt(champion.event().checkpoint().substring("checkpoint-".length()));
    }
}
