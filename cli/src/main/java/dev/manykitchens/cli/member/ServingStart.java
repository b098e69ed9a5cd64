package dev.manykitchens.cli.member;

import dev.manykitchens.cli.cluster.ServedCluster;

import java.io.IOException;

/// Begins to serve.
@FunctionalInterface
public interface ServingStart {

    /// Starts a coordinator and its pages.
    ///
    /// @throws IOException in one line when it cannot be
    ServedCluster start(ServedCluster.Starting starting) throws IOException;
}
