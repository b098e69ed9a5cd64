package dev.manykitchens.coordinator;

import java.util.Optional;

/// Where workers come from and what becomes of their processes. Called on the loop; whatever it has
/// to say back it posts to the loop.
interface WorkerSupply {

    /// Why a worker of this name may not join; empty when it may.
    Optional<String> refusal(String worker);

    /// A worker has joined.
    void joined(String worker);

    /// A worker was given its first job.
    void used(String worker);

    /// A worker takes no more jobs and will leave.
    void draining(String worker);

    /// A worker left in order: its stream has ended.
    void left(String worker);

    /// The stream of a worker broke. Whoever supplies it finds out why and tells the coordinator
    /// with [Coordinator#workerGone], soon.
    void streamBroke(String worker, String why);

    /// A worker was given up: end its process if there is one. The dispatcher knows already.
    void givenUp(String worker, String why);

    /// No worker is needed any more: bring no others.
    void notNeeded();
}
