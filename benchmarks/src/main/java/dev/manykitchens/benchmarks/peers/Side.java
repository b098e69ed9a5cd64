package dev.manykitchens.benchmarks.peers;

import java.util.List;

/// One of those that are compared. It stays open for all rounds, so that no round pays for a start.
public interface Side extends AutoCloseable {

    /// What it is called where it cannot be had.
    String name();

    /// Starts what it needs and gives the ways in which it can be handed jobs.
    ///
    /// @throws SideMissingException when this machine does not have what it needs
    List<Way> open() throws SideMissingException;

    /// Name and version of what is compared, once it is open; empty when that is this project or
    /// this JVM.
    String version();

    /// Ends every thread and process that it started, also when it was never opened.
    @Override
    void close();
}
