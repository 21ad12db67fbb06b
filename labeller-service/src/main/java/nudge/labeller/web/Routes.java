package nudge.labeller.web;

import nudge.labeller.web.labelling.LabellingRoutes;
import nudge.labeller.web.people.PeopleRoutes;
import nudge.labeller.web.quality.ConsensusRoutes;
import nudge.labeller.web.quality.QualityDecisionRoutes;
import nudge.labeller.web.quality.QualityRoutes;
import nudge.labeller.web.security.Security;
import nudge.labeller.web.training.TrainingRoutes;

/** What is served, and who may ask for it. */
public record Routes(
        Security security,
        LabellingRoutes labelling,
        TrainingRoutes training,
        PeopleRoutes people,
        QualityDecisionRoutes quality,
        QualityRoutes figures,
        ConsensusRoutes consensus,
        Monitoring monitoring) {}
