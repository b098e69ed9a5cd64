package dev.manykitchens.simulator.study;

/// Hears how far a study is.
public interface StudyListener {

    /// Nobody.
    StudyListener NONE = (_, _) -> {};

    /// So many replications are done, of so many that are expected; none at its begin. Called by
    /// the thread that runs the study.
    void replicated(int done, int expected);

    /// So many replications are done, those that run counted by the part of them that is done.
    /// Called now and then by the threads that run them.
    default void running(double done) {}
}
