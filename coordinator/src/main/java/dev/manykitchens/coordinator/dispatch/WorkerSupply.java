package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerHello;

import java.util.Set;
import java.util.function.Predicate;

/// Where workers come from and what becomes of their processes. Called on the loop; whatever it has
/// to say back it posts to the loop.
public interface WorkerSupply {

    /// Whether a worker may join, and under which name.
    sealed interface Admittance {

        /// It may.
        ///
        /// @param recipes those whose jobs it gets; empty: all
        record As(String name, Set<String> recipes) implements Admittance {
            public As {
                recipes = Set.copyOf(recipes);
            }
        }

        /// It may not.
        ///
        /// @param reason a sentence for people
        record Refused(String reason) implements Admittance {}
    }

    /// Whether a worker may join.
    ///
    /// @param isTaken whether a worker of a name is here
    Admittance admit(WorkerHello hello, Predicate<String> isTaken);

    /// A worker has joined.
    void joined(String worker);

    /// A worker was given its first job.
    void used(String worker);

    /// A worker takes no more jobs and will leave.
    void draining(String worker);

    /// A worker left in order: its stream has ended.
    void left(String worker);

    /// The stream of a worker broke. Whoever supplies it finds out why, or waits for it to come
    /// back, and tells the coordinator with [CoordinatorWorkers#gone] when it is gone, soon.
    void streamBroke(String worker, String why);

    /// A worker whose stream broke has opened another.
    void cameBack(String worker);

    /// A worker was given up: end its process if there is one. The dispatcher knows already.
    void givenUp(String worker, String why);

    /// No worker is needed any more: bring no others.
    void notNeeded();
}
