package nudge.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nudge.quality.simulation.SimulatedCrowd;
import tools.jackson.databind.JsonNode;

/**
 * Lets a simulated crowd label over HTTP: in rounds, in which each of its members takes some tasks, several of them at once, until
 * a round brings nothing. Who is distrusted labels no more. To be closed.
 */
final class CrowdAnnotation implements AutoCloseable {
    /** Their tokens end, whatever becomes of the command. */
    private static final int DAYS = 2;

    /** Under crowd, so many rounds in a row without a label end it: a recompute may open images again. */
    private static final int QUIET_ROUNDS = 3;

    private static final long QUIET_MS = 400;

    private final Api admin;
    private final SimulatedCrowd crowd;
    private final CrowdImages images;
    private final ExecutorService clients;
    private final List<CrowdMember> members = new ArrayList<>();
    private final boolean solo;

    /**
     * Makes a person for each member of the crowd, with a token.
     *
     * @param admin the API for an administrator
     * @param truths what the images show
     * @param most images that the crowd begins
     * @param atOnce members who label at the same time
     */
    CrowdAnnotation(Api admin, SimulatedCrowd crowd, long seed, MnistLabels truths, int most, int atOnce)
            throws InterruptedException {
        this.admin = admin;
        this.crowd = crowd;
        this.images = new CrowdImages(admin, truths, most);
        this.solo = policy().equals("solo");
        this.clients =
                Executors.newFixedThreadPool(Math.min(atOnce, crowd.people().size()));
        String run = UUID.randomUUID().toString().substring(0, 6);
        for (int number = 0; number < crowd.people().size(); number++) {
            members.add(member(number, seed, run));
        }
    }

    private CrowdMember member(int number, long seed, String run) throws InterruptedException {
        String name = crowd.people().get(number).written() + " #" + (number + 1) + " of crowd " + run;
        JsonNode invitation = admin.post("/api/invitations", Map.of("role", "annotator", "note", name));
        try (InvitedPerson person = admin.accept(invitation, name)) {
            InvitedPerson.Token token = person.token(name, DAYS);
            return new CrowdMember(crowd, number, seed, admin.as(token.secret()), token.id(), name);
        }
    }

    /** The name of the policy by which images are settled now. */
    String policy() throws InterruptedException {
        return admin.find("/api/quality")
                .map(quality -> quality.get("policy").get("name").asString())
                .orElse("solo");
    }

    /** Labels until nothing waits for anybody. @param bar is told how many images have been begun */
    void label(ProgressBar bar) throws InterruptedException {
        for (int quiet = 0; quiet < (solo ? 1 : QUIET_ROUNDS); ) {
            int further = round();
            bar.done(images.begun());
            if (!solo) {
                stopDistrusted();
            }
            quiet = further == 0 && !isRecomputing() ? quiet + 1 : 0;
            if (further == 0 && !solo) {
                Thread.sleep(QUIET_MS);
            }
        }
    }

    private int round() throws InterruptedException {
        List<Callable<Integer>> turns = new ArrayList<>();
        int left = images.left();
        for (CrowdMember member : members) {
            if (!member.stopped()) {
                // Under solo every task is an image to begin: what would be one too many is left to others.
                int most = solo ? Math.min(left, CrowdMember.TASKS) : CrowdMember.TASKS;
                left -= most;
                turns.add(() -> member.turn(images, most));
            }
        }
        return inParallel(turns).stream().mapToInt(Integer::intValue).sum();
    }

    /** Carries out all of them, several at once. @return what they come to, in the same order */
    <T> List<T> inParallel(List<Callable<T>> work) throws InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> done : clients.invokeAll(work)) {
                results.add(done.get());
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException reason
                    ? reason
                    : new IllegalStateException(failed.getCause());
        }
        return results;
    }

    private void stopDistrusted() throws InterruptedException {
        JsonNode annotators = admin.find("/api/annotators").orElse(null);
        if (annotators == null) {
            return;
        }
        for (JsonNode annotator : annotators) {
            if (annotator.get("state").asString().equals("distrusted")) {
                UUID actor = UUID.fromString(annotator.get("id").asString());
                members.stream().filter(member -> member.actor().equals(actor)).forEach(CrowdMember::stop);
            }
        }
    }

    private boolean isRecomputing() throws InterruptedException {
        return !solo
                && admin.find("/api/quality")
                        .map(quality ->
                                quality.path("recompute").path("running").asBoolean(false))
                        .orElse(false);
    }

    Api admin() {
        return admin;
    }

    SimulatedCrowd crowd() {
        return crowd;
    }

    CrowdImages images() {
        return images;
    }

    List<CrowdMember> members() {
        return members;
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
