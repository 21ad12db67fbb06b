package nudge.labeller.statistics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.QualityState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who gets no images, since their labels have no weight. What a person decided holds at once. What the rule decided follows an
 * answer on gold, and an end that came with it would tell which image that was: it holds from the next 50th image on that they
 * label, when the figures about themselves move as well. Thread-safe.
 */
public final class StoppedAnnotators {
    private static final Logger LOG = LoggerFactory.getLogger(StoppedAnnotators.class);

    private final LabelHistory history;
    private final Executor beside;
    /** Of those whom the rule distrusts: the position of the last 50th image that they are known to have labelled. */
    private final Map<UUID, Long> milestones = new ConcurrentHashMap<>();

    private final Set<UUID> asking = ConcurrentHashMap.newKeySet();

    /** @param beside reads the history: how long an answer takes must not tell whom the rule distrusts */
    public StoppedAnnotators(LabelHistory history, Executor beside) {
        this.history = history;
        this.beside = beside;
    }

    /** Whether somebody gets no images now. */
    public boolean stops(UUID actor, QualityState now) {
        Annotator annotator = now.annotator(actor);
        if (!annotator.distrusted()) {
            return false;
        }
        List<Annotator.Decision> decisions = annotator.decisions();
        Annotator.Decision last = decisions.get(decisions.size() - 1);
        boolean byTheRule = last.by().equals(SystemActor.ID);
        if (!byTheRule || !now.crowd() || milestones.getOrDefault(actor, 0L) > last.position()) {
            return true;
        }
        if (asking.add(actor)) {
            beside.execute(() -> ask(actor));
        }
        return false;
    }

    private void ask(UUID actor) {
        try {
            milestones.put(actor, history.read(fold -> fold.milestone(actor).position()));
        } catch (StoreUnavailableException | HistoryLoadingException later) {
            LOG.debug("asked again with their next request: {}", later.getMessage());
        } finally {
            asking.remove(actor);
        }
    }
}
