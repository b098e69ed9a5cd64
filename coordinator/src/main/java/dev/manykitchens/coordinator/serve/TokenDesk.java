package dev.manykitchens.coordinator.serve;

import dev.manykitchens.coordinator.security.KeptCertificate;
import dev.manykitchens.coordinator.security.LastServed;
import dev.manykitchens.coordinator.security.StateDirectory;
import dev.manykitchens.coordinator.security.TokenFile;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/// The tokens of a state directory, for whoever may read it; a coordinator may run there or not.
public final class TokenDesk {

    /// Where a coordinator listens unless it is told otherwise.
    public static final int USUAL_PORT = 7070;

    private static final Endpoints USUAL = Endpoints.of(new Endpoint("127.0.0.1", USUAL_PORT));

    private final StateDirectory state;
    private final TokenFile tokens;

    private TokenDesk(StateDirectory state, TokenFile tokens) {
        this.state = state;
        this.tokens = tokens;
    }

    /// The usual state directory.
    ///
    /// @param stateHome `XDG_STATE_HOME`; empty when it is not set
    /// @param home `HOME`; empty when it is not set
    public static Path usualState(String stateHome, Path home) {
        return StateDirectory.usual(stateHome, home);
    }

    /// Opens the tokens, and makes them when there are none.
    ///
    /// @param clock the wall clock, which ends the grace of old tokens
    /// @throws IOException in one line when the directory cannot be used
    public static TokenDesk open(Path state, InstantSource clock) throws IOException {
        StateDirectory opened = StateDirectory.open(state);
        return new TokenDesk(opened, TokenFile.open(opened, clock));
    }

    /// Whether a coordinator was ever started from this directory.
    ///
    /// @throws IOException in one line when what is kept of that cannot be read
    public boolean isServed() throws IOException {
        return LastServed.read(state).isPresent();
    }

    /// What people paste.
    ///
    /// @param at under which `HOST` or `HOST:PORT` the coordinator is reached, several that are one
    ///   with commas between; empty: as it was last started
    /// @throws IOException in one line when something that is kept cannot be read
    /// @throws IllegalArgumentException when `at` is no address
    public JoinLines lines(Optional<String> at) throws IOException {
        Optional<LastServed> last = LastServed.read(state);
        Endpoints before = last.map(LastServed::endpoints).orElse(USUAL);
        Trust trust =
                last.isPresent()
                        ? last.get().trust()
                        : KeptCertificate.own(state, Optional.empty()).trust();
        return JoinLines.of(
                tokens,
                at.map(told -> endpoints(told, before.current().port())).orElse(before),
                trust);
    }

    private static Endpoints endpoints(String told, int port) {
        return new Endpoints(
                Stream.of(told.split(",", -1))
                        .map(one -> ReachableAddress.parse(one.strip(), port))
                        .toList());
    }

    /// Makes a new token for workers. Those that are connected stay.
    ///
    /// @param grace so long the one before is still good
    public void rotateForWorkers(Duration grace) throws IOException {
        tokens.rotate(Role.WORKER, grace);
    }

    /// Makes a new token for clients. Those that are connected stay.
    ///
    /// @param grace so long the one before is still good
    public void rotateForClients(Duration grace) throws IOException {
        tokens.rotate(Role.CLIENT, grace);
    }
}
