package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

/// All that one submitter wants from one recipe: the same workers may run it.
///
/// A lane is *open* when any worker that can run its recipe may serve it: its submitter has no
/// limit, or its crew has a place. It is closed when only members of the crew may.
final class Lane {

    private final Submitter submitter;
    private final String recipe;
    private boolean crewCan;
    private int unfinished;

    /// Its batches that wait at the matchings, by number.
    private final @Nullable WaitingBatches[] waiting =
            new @Nullable WaitingBatches[Matching.MATCHINGS];

    Lane(Submitter submitter, String recipe) {
        this.submitter = submitter;
        this.recipe = recipe;
        crewChanged();
    }

    /// Its batches that wait at a matching; null when there are none.
    @Nullable WaitingBatches waitingAt(int matching) {
        return waiting[matching];
    }

    void waitAt(int matching, @Nullable WaitingBatches batches) {
        waiting[matching] = batches;
    }

    Submitter submitter() {
        return submitter;
    }

    String recipe() {
        return recipe;
    }

    void began() {
        unfinished++;
    }

    /// Notes the end of a batch; whether it was the last.
    boolean finished() {
        unfinished--;
        return unfinished == 0;
    }

    /// Takes in that other workers are in the crew.
    void crewChanged() {
        Crew crew = submitter.crew();
        crewCan = crew == null || crew.canRun(recipe);
    }

    boolean isOpen() {
        Crew crew = submitter.crew();
        return crew == null || !crew.isFull() || (!crewCan && crew.unoccupied().isPresent());
    }

    /// Whether this worker may serve it.
    boolean admits(WorkerEntry worker) {
        Crew crew = submitter.crew();
        return worker.skills().include(recipe) && (crew == null || crew.has(worker) || isOpen());
    }

    @Override
    public String toString() {
        return "submitter " + submitter.number() + " " + recipe;
    }
}
