package dev.manykitchens.worker;

import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.WorkerSettings;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a worker is to be.
///
/// @param dial the way to its coordinator
/// @param name what it wants to be called; empty: as the coordinator likes
/// @param threads how many chunks it runs at once
/// @param parentPid the process whose end is the worker's end; empty: nobody's
/// @param comesBack whether it looks for its coordinator again when its stream breaks; otherwise
///   the stream's end is the worker's end
/// @param speed how fast it computes calibrated work, above 0; 1 is as fast as it can
record WorkerPlan(
        Dial dial,
        String name,
        int threads,
        StoveSpec stoves,
        OptionalLong parentPid,
        boolean comesBack,
        double speed) {

    /// That of a worker that somebody spawned.
    ///
    /// @throws IllegalArgumentException when the token is none
    static WorkerPlan ofSpawned(WorkerSettings settings) {
        return new WorkerPlan(
                new Dial(
                        new Endpoint(settings.host(), settings.port()),
                        Token.parse(settings.token()),
                        TlsFiles.NONE),
                settings.name(),
                settings.threads(),
                new StoveSpec(
                        settings.stoves() == 0
                                ? OptionalInt.empty()
                                : OptionalInt.of(settings.stoves()),
                        settings.switchIntervalNanos() == 0
                                ? Optional.empty()
                                : Optional.of(Duration.ofNanos(settings.switchIntervalNanos()))),
                OptionalLong.of(settings.parentPid()),
                false,
                settings.speed());
    }
}
