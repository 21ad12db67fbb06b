package nudge.labeller.web;

import nudge.labeller.access.Access;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredWeights;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.relay.Relay;

/**
 * What the web serves.
 *
 * @param imports by which this installation fills its pool
 * @param heldOutShare share of the images that come in which are held out
 */
public record Parts(
        GroupCommit<ImageRequest, Receipt> log,
        ImageQueries images,
        ImageImport imports,
        TaskQueue queue,
        CurrentModel model,
        History history,
        Relay relay,
        Access access,
        StoredWeights weights,
        double heldOutShare) {}
