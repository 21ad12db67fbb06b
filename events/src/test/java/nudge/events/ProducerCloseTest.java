package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ProducerCloseTest {
    private static final CountDownLatch HANGS = new CountDownLatch(1);
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    @Test
    void a_producer_whose_thread_hangs_is_closed_without_it() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            KafkaProducer<byte[], byte[]> producer = producer(broker.getLocalPort());
            assertThatThrownBy(producer::initTransactions).isInstanceOf(TimeoutException.class);
            assertThat(HANGS.await(20, TimeUnit.SECONDS)).isTrue();
            try {
                ProducerClose.within(Duration.ZERO, producer);
            } finally {
                RELEASED.countDown();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(int port) {
        Map<String, Object> configuration = KafkaSettings.of("127.0.0.1:" + port)
                .withProperties(Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"a\" password=\"b\";",
                        "sasl.client.callback.handler.class",
                        HangingSignIn.class.getName()))
                .forProducer("hangs");
        configuration.put("max.block.ms", "100");
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Is asked for the password by the producer's own thread, whenever it connects. */
    public static final class HangingSignIn implements AuthenticateCallbackHandler {
        @Override
        public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {}

        @Override
        public void handle(Callback[] asked) {
            HANGS.countDown();
            try {
                RELEASED.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {}
    }
}
