package dev.manykitchens.core.event;

/// What a worker says about itself that no rule of dispatch needs: for people.
///
/// @param stoves how many of its jobs can compute at once; 0 when nothing limits them
/// @param processors of its host, as its process sees them; 0 when unknown
/// @param memoryBytes the most that it may use, by its heap or its cgroup, whichever is smaller; 0
///   when unknown
/// @param buildVersion of its program; empty when unknown
public record WorkerFacts(int stoves, int processors, long memoryBytes, String buildVersion) {

    /// Nothing is known.
    public static final WorkerFacts UNKNOWN = new WorkerFacts(0, 0, 0, "");
}
