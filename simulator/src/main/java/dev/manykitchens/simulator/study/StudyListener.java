package dev.manykitchens.simulator.study;

/// Hears how far a study is. Called by the thread that runs it.
public interface StudyListener {

    /// Nobody.
    StudyListener NONE = (_, _) -> {};

    /// So many replications are done, of so many that are expected; none at its begin.
    void replicated(int done, int expected);
}
