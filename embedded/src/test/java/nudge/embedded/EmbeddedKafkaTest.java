package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class EmbeddedKafkaTest {
    @TempDir
    Path home;

    @Test
    void a_reader_of_committed_records_sees_whole_transactions_alone() throws Exception {
        EmbeddedKafka kafka = EmbeddedServers.shared().kafka();
        Records.createTopic(kafka, "transactions");
        try (KafkaProducer<String, String> producer = Records.transactionalProducer(kafka, "writer")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", "first"));
            producer.send(new ProducerRecord<>("transactions", "second"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", "taken back"));
            producer.flush();
            producer.abortTransaction();
        }
        assertThat(Records.committed(kafka, "transactions")).containsExactly("first", "second");
    }

    @Test
    void records_survive_a_restart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            Records.createTopic(kafka, "labels");
            Records.commit(kafka, "labels", "before the restart");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home)) {
            assertThat(Records.committed(kafka, "labels")).containsExactly("before the restart");
        }
    }

    @Test
    void a_committed_transaction_is_whole_after_a_kill_however_early_it_came() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        EmbeddedKafka kafka = EmbeddedKafka.start(home);
        EmbeddedKafka.Options samePort = EmbeddedKafka.Options.defaults().withPort(kafka.port());
        Records.createTopic(kafka, "labels");
        for (int kill = 1; kill <= 4; kill++) {
            // The broker acknowledges a commit before it has written the commit's markers.
            Records.commit(kafka, "labels", "before kill " + kill);
            acknowledged.add("before kill " + kill);
            ProcessHandle.of(kafka.pid()).orElseThrow().destroyForcibly();
            kafka.close();

            kafka = EmbeddedKafka.start(home, samePort);
            // The producer's successor waits until the broker has finished what the kill interrupted.
            try (KafkaProducer<String, String> successor = Records.transactionalProducer(kafka, "writer")) {
                successor.initTransactions();
            }
            assertThat(Records.committed(kafka, "labels")).isEqualTo(acknowledged);
        }
        kafka.close();
    }

    @Test
    void a_second_start_on_one_home_is_refused_in_one_line() {
        try (EmbeddedKafka first = EmbeddedKafka.start(home)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(home))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("expected to be its only user, but this JVM has it")
                    .message()
                    .hasLineCount(1);
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void a_taken_port_is_named_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.start(
                            home, EmbeddedKafka.Options.defaults().withPort(port)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("expected port " + port + " to be free")
                    .message()
                    .hasLineCount(1);
        }
    }
}
