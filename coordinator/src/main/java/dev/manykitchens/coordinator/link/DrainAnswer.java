package dev.manykitchens.coordinator.link;

/// What comes of the wish that a worker finishes what it has and leaves.
public sealed interface DrainAnswer {

    /// It was told so, or had been before.
    record Asked() implements DrainAnswer {}

    /// No worker of this name is here.
    record NotHere() implements DrainAnswer {}

    /// It cannot be told.
    ///
    /// @param reason why, a sentence
    record Refused(String reason) implements DrainAnswer {}
}
