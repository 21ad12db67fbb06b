package nudge.embedded.broker;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * Ends the session of a killed broker before the broker starts again.
 *
 * <p>Otherwise the metadata say for a while that the new broker, which does not listen yet, leads all partitions. Its
 * transaction coordinator then tries to finish what the kill interrupted, and when the session ends it takes the
 * leaderless partitions for deleted ones and drops the commit markers: a committed transaction stays open for ever, and
 * nobody who reads committed records gets past it. With the session ended first, the coordinator starts on a broker that
 * truly leads.
 */
final class StaleSession {
    private static final String SESSION_MILLIS = "200";
    private static final long LIMIT_MILLIS = 5_000;

    private StaleSession() {}

    /** Lets a controller without a broker run on the data until it has declared the killed broker gone. */
    static void end(Properties broker) throws JMException, InterruptedException {
        Properties controller = new Properties();
        controller.putAll(broker);
        controller.setProperty("process.roles", "controller");
        controller.setProperty("listeners", controllerListener(broker.getProperty("listeners")));
        controller.remove("advertised.listeners");
        controller.remove("inter.broker.listener.name");
        controller.setProperty("broker.session.timeout.ms", SESSION_MILLIS);
        controller.setProperty("broker.heartbeat.interval.ms", "50");
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(controller), Time.SYSTEM);
        server.startup();
        // A broker that was killed before it ever registered is never counted: then the limit ends the wait.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        while ((count("FencedBrokerCount") == 0 || count("ActiveBrokerCount") > 0) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        server.shutdown();
        server.awaitShutdown();
    }

    /** Whether the last broker on this data folder ended without saying so. */
    static boolean isLikely(Path data) {
        return Files.exists(data) && !Files.exists(data.resolve(".kafka_cleanshutdown"));
    }

    private static String controllerListener(String listeners) {
        for (String listener : listeners.split(",")) {
            if (listener.startsWith("CONTROLLER:")) {
                return listener;
            }
        }
        throw new IllegalArgumentException("Expected a listener CONTROLLER, but got " + listeners);
    }

    private static int count(String metric) throws JMException {
        ObjectName name = new ObjectName("kafka.controller:type=KafkaController,name=" + metric);
        try {
            return (Integer) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Value");
        } catch (InstanceNotFoundException e) {
            return 0;
        }
    }
}
