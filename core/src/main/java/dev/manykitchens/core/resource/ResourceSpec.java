package dev.manykitchens.core.resource;

/// How many permits a resource has and who shares them.
///
/// @param permits from 1 to [#MOST_PERMITS]
/// @param scope who shares them
public record ResourceSpec(int permits, Scope scope) {

    /// The most permits of one resource.
    public static final int MOST_PERMITS = 1_000_000;

    /// Who shares the permits of a resource.
    public enum Scope {
        /// The threads of each process: every process has as many permits.
        KITCHEN,
        /// All processes of a pool together.
        SHARED
    }

    public ResourceSpec {
        if (permits < 1 || permits > MOST_PERMITS) {
            throw new IllegalArgumentException(
                    "a resource must have from 1 to " + MOST_PERMITS + " permits, had " + permits);
        }
    }

    /// Permits shared by every process of the pool.
    public static ResourceSpec shared(int permits) {
        return new ResourceSpec(permits, Scope.SHARED);
    }

    /// Permits in each process.
    public static ResourceSpec inEachKitchen(int permits) {
        return new ResourceSpec(permits, Scope.KITCHEN);
    }
}
