package dev.manykitchens.core.resource;

/// Hears of every use of a resource when it ends. Called from any thread; must not block.
@FunctionalInterface
public interface UsageListener {

    /// Ignores everything.
    UsageListener NONE = (_, _, _, _) -> {};

    /// A permit was given back.
    ///
    /// @param resource its name
    /// @param waitNanos from the request to the grant
    /// @param heldNanos from the grant to the release
    /// @param permits how many there are
    void used(String resource, long waitNanos, long heldNanos, int permits);
}
