package dev.manykitchens.benchmarks.dispatch;

/// One question about dispatch and the measurements that answer it.
interface Section {

    /// The word that asks for it.
    String name();

    /// What is asked, in one line.
    String question();

    /// Measures. What cannot be measured here is noted, with the reason.
    ///
    /// @throws Exception when something that must work does not
    void measure(Effort effort, Findings findings) throws Exception;
}
