package dev.manykitchens.core.resource;

/// One permit of a resource, held until it is released.
public interface ResourcePermit {

    /// Gives the permit back; any thread may.
    ///
    /// @throws IllegalStateException when it was given back before
    void release();
}
