package nudge.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker that is alone, small, and quick to be back after a kill. */
final class BrokerProperties {
    private BrokerProperties() {}

    static Properties of(Path home, int port, int controllerPort, Map<String, String> extra, BrokerSecurity security) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.setProperty("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("inter.broker.listener.name", "CLIENTS");
        p.setProperty("log.dirs", home.resolve("data").toString());
        alone(p);
        small(p);
        quick(p);
        p.putAll(extra);
        security.secure(p);
        return p;
    }

    private static void alone(Properties p) {
        for (String one : new String[] {
            "default.replication.factor",
            "min.insync.replicas",
            "offsets.topic.replication.factor",
            "offsets.topic.num.partitions",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "transaction.state.log.num.partitions",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "share.coordinator.state.topic.num.partitions"
        }) {
            p.setProperty(one, "1");
        }
        p.setProperty("auto.create.topics.enable", "false");
    }

    private static void small(Properties p) {
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("background.threads", "2");
        p.setProperty("message.max.bytes", Integer.toString(2 << 20));
        p.setProperty("log.cleaner.enable", "true");
        p.setProperty("log.cleaner.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // No record of "nothing happened" every half second: an idle broker writes nothing.
        p.setProperty("metadata.max.idle.interval.ms", "0");
    }

    private static void quick(Properties p) {
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        // After a kill, the controller takes the old broker for alive until its session ends.
        p.setProperty("broker.session.timeout.ms", "1500");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        // A transaction that follows another closely waits this long for the former's commit markers.
        p.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
    }
}
