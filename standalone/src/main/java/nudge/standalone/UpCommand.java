package nudge.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nudge.embedded.OwnersFile;
import nudge.labeller.Labeller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Start Nudge: PostgreSQL, Kafka, the labelling page and the trainer, on this machine.",
        footer = {
            "",
            "The first start fills the pool with MNIST: 60,000 images to label, and 10,000",
            "with known labels that measure how good the network is. The first ones can be",
            "labelled while the others come in. Everything is kept in DIR, also over a",
            "crash. Ctrl-C stops it all."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    /** What the pool begins with. */
    enum Images {
        mnist,
        none
    }

    private static final long STOP_SECONDS = 25;
    private static final long ABANDON_SECONDS = 3;

    /** Where the launcher stands. */
    private static final String CHECKOUT = "nudge.checkout";

    /** Without MNIST's own test images, a tenth of what people add measures accuracy. */
    private static final double HELD_OUT_SHARE_WITHOUT_MNIST = 0.1;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Of the page. Default: 8080.")
    private int port;

    @Mixin
    private DataFolder data = new DataFolder();

    @Option(
            names = "--images",
            paramLabel = "mnist|none",
            defaultValue = "mnist",
            description = "What the pool begins with. Default: mnist.")
    private Images images = Images.mnist;

    @Option(
            names = "--dev",
            description = "For work on the pages: serves their files as they are in the source tree. Edit, and reload.")
    private boolean dev;

    @Spec
    private CommandSpec spec;

    private volatile boolean serving;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        WrongUseException.unless(port >= 0 && port <= 65_535, "--port to be from 0 to 65535", port);
        try (Home home = Home.open(data.path())) {
            Logs.toFile(home.log());
            checkPortIsFree();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
            home.warning().ifPresent(out::println);
            out.println("Starting Nudge; its data are in " + home.folder());
            out.flush();
            double heldOut = images == Images.mnist ? 0 : HELD_OUT_SHARE_WITHOUT_MNIST;
            try (LocalNudge nudge = LocalNudge.start(home, port, heldOut, dev ? sources() : null)) {
                serve(home, nudge, out);
            }
            out.println("Nudge has stopped.");
            out.flush();
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    /** From here on every command finds the running Nudge; what the pool begins with comes in meanwhile. */
    private void serve(Home home, LocalNudge nudge, PrintWriter out) throws IOException, InterruptedException {
        serving = true;
        OwnersFile.write(
                Home.token(home.folder()),
                (nudge.labeller().renewLocalToken().reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
        MnistPool pool = new MnistPool(nudge.labeller().images(), home.mnistLoaded(), out, this::isStopping);
        if (images == Images.mnist) {
            pool.addFirst();
        }
        if (isStopping()) {
            return;
        }
        nudge.addresses().write(home.folder());
        try {
            announce(nudge.labeller(), out);
            if (images == Images.mnist) {
                fill(pool, out);
            }
            stop.await();
            out.println("Stopping ...");
            out.flush();
        } finally {
            RunningNudge.Addresses.delete(home.folder());
            Files.deleteIfExists(Home.token(home.folder()));
        }
    }

    private static void announce(Labeller labeller, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%nNudge is ready after %.1f s. Open%n%n    %s%n%n",
                ManagementFactory.getRuntimeMXBean().getUptime() / 1e3,
                labeller.address());
        if (!labeller.isPrivate()) {
            out.println("Warning: other machines can reach it, and without TLS, as NUDGE_LABELLER_HTTP_PLAIN asks for,"
                    + " passwords can be read on the way.\n");
        }
        labeller.firstAdministratorLink()
                .ifPresent(link -> out.printf(
                        "There is no administrator yet: this link makes you one. It works once.%n%n    %s%n%n", link));
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    /** A pool that cannot be filled now is no reason to stop serving those who label. */
    private static void fill(MnistPool pool, PrintWriter out) throws IOException, InterruptedException {
        try {
            pool.fill();
        } catch (CommandFailedException unfilled) {
            out.println(unfilled.getMessage());
            out.flush();
        }
    }

    private static Path sources() {
        Path folder = Path.of(System.getProperty(CHECKOUT, "")).resolve("labeller-service/src/main/resources/static");
        WrongUseException.unless(
                Files.isDirectory(folder), "--dev to be given in a checkout of Nudge, with its pages", folder);
        return folder.toAbsolutePath();
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void checkPortIsFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException taken) {
            throw new WrongUseException("expected port " + port
                    + " to be free, but another program listens there: stop it, or choose another with --port");
        }
    }

    /**
     * Runs when the process is asked to end: everything stops in order before it does. What is still starting has nothing to
     * lose: it is not waited for, and its servers end with this process.
     */
    private void stop() {
        stop.countDown();
        try {
            stopped.await(serving ? STOP_SECONDS : ABANDON_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
