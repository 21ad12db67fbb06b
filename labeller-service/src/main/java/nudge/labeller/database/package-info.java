/**
 * How the labeller speaks to Postgres: {@link nudge.labeller.database.Database} for readers and short transactions,
 * {@link nudge.labeller.database.StatementPipeline} for the append's transaction, and statements in files beside the classes
 * that use them. What a table means is not known here.
 */
@NullMarked
package nudge.labeller.database;

import org.jspecify.annotations.NullMarked;
