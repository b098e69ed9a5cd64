package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.DrainAnswer;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;

import java.util.function.Consumer;

/// The workers of a coordinator, for whoever brings them: hears what becomes of their processes,
/// and passes on what is asked of them. Confined to the loop, where nothing else is said.
public final class CoordinatorWorkers {

    private final DispatchDriver driver;
    private final Runnable settle;
    private final Consumer<Runnable> onLoop;

    /// @param settle called after whatever may have given the dispatcher something to do
    /// @param onLoop runs something on the loop, and settles
    CoordinatorWorkers(DispatchDriver driver, Runnable settle, Consumer<Runnable> onLoop) {
        this.driver = driver;
        this.settle = settle;
        this.onLoop = onLoop;
    }

    /// A worker whose stream broke may come back: it gets no more meanwhile.
    ///
    /// @return the number of this break, for [#goneUnlessBack]
    public int unreachable(String worker, String why) {
        return driver.membership().unreachable(worker, why);
    }

    /// Gives a worker up unless it came back since that break.
    public void goneUnlessBack(String worker, int breaks, String lastWords) {
        driver.membership().goneUnlessBack(worker, breaks, lastWords);
        settle.run();
    }

    /// A worker is gone without having left in order.
    public void gone(String worker, String lastWords) {
        driver.membership().gone(worker, lastWords);
        settle.run();
    }

    /// A worker is gone because its pool ends.
    public void dismissed(String worker) {
        driver.membership().dismissed(worker);
        settle.run();
    }

    /// No worker will come any more: what is left cannot be done.
    public void unavailable(String reason) {
        driver.unavailable(new Outcome.WorkerLost(reason, Origin.ofNobody()));
        settle.run();
    }

    /// Asks a worker to finish and leave, when it can be told.
    ///
    /// @param pool whose worker it is, for people
    public DrainAnswer drain(String worker, String pool, String reason) {
        if (!driver.roster().isKnown(worker)) {
            return new DrainAnswer.NotHere();
        }
        if (!driver.roster().isConnected(worker)) {
            return new DrainAnswer.Refused(
                    "a worker must be within reach to be drained, %s of %s is not: its stream is broken, and it is lost unless it comes back"
                            .formatted(worker, pool));
        }
        driver.membership().drain(worker, reason);
        return new DrainAnswer.Asked();
    }

    /// Asks every worker to finish and leave; one whose stream is broken when it comes back. Any
    /// thread.
    public void drainAll(String reason) {
        onLoop.accept(() ->
                driver.roster()
                        .names()
                        .forEach(worker -> driver.membership().drain(worker, reason)));
    }

    /// Tells a worker to end its process, as if it were killed.
    ///
    /// @return whether it could be told
    public boolean halt(String worker, String reason) {
        return driver.membership().halt(worker, reason);
    }

    /// Whether no worker is here, nor one waited for whose stream is broken.
    public boolean isEmpty() {
        return driver.roster().names().isEmpty();
    }

    /// Whether one of the workers here runs this recipe.
    public boolean canRun(String recipe) {
        return driver.roster().canRun(recipe);
    }
}
