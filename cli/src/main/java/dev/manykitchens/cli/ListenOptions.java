package dev.manykitchens.cli;

import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.recipe.DurationRange;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a coordinator is to be served.
final class ListenOptions {

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7070",
            description =
                    "Where workers and clients reach it; 0.0.0.0:7070 from other hosts too (default: ${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1:7070";

    @Option(
            names = "--advertise",
            paramLabel = "HOST[:PORT]",
            description =
                    "Under which address others reach it, for the lines to paste (default: where it listens).")
    private @Nullable String advertise;

    @Mixin private StateOption state = new StateOption();

    @Mixin private KeepOptions keep = new KeepOptions();

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "A certificate of your own, PEM, with its chain (default: one made on first start).")
    private String certificate = "";

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, PEM, PKCS #8 without a password.")
    private String key = "";

    @Option(
            names = "--trust-authorities",
            description =
                    "Print tokens that end in .tls: whoever has one trusts whatever an authority vouches for under the name in --advertise, a renewed certificate too, instead of this one certificate.")
    private boolean trustAuthorities;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description =
                    "Whoever connects must also show a certificate that one of these authorities, PEM, vouches for.")
    private String authorities = "";

    @Option(
            names = "--insecure",
            description =
                    "Do without TLS: whoever is on the way can read and change everything, tokens too.")
    private boolean insecure;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description =
                    "A worker silent for so long is lost, and what it had runs elsewhere (default: ${DEFAULT-VALUE}).")
    private String lease = "5s";

    @Option(
            names = "--suspect",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description =
                    "A worker silent for so long gets no more jobs (default: ${DEFAULT-VALUE}).")
    private String suspect = "2s";

    @Option(
            names = "--prefetch",
            paramLabel = "CHUNKS",
            defaultValue = "1",
            description =
                    "How many chunks of tiny jobs wait at each thread of a worker (default: ${DEFAULT-VALUE}).")
    private int prefetch = 1;

    /// @throws UserMistakeException when it cannot be served so
    ServeOptions options() {
        return UserMistakeException.unless(() ->
                new ServeOptions(
                        listen,
                        Optional.ofNullable(advertise),
                        state.directory(),
                        data(),
                        keep.keep(),
                        new CoordinatorAddress.Certificates(authorities, certificate, key),
                        trustAuthorities,
                        insecure,
                        dispatch()));
    }

    /// The data directory; empty: there is none.
    Optional<Path> data() {
        return keep.directory(state.directory());
    }

    boolean isInsecure() {
        return insecure;
    }

    private DispatchOptions dispatch() {
        Duration silent = duration("--suspect", suspect);
        Duration lost = duration("--lease", lease);
        requireSilence(silent, lost);
        if (prefetch < 0 || prefetch > PoolOptions.MOST_PREFETCH) {
            throw new UserMistakeException(
                    "--prefetch must be from 0 to %d, was %d"
                            .formatted(PoolOptions.MOST_PREFETCH, prefetch));
        }
        return DispatchOptions.DEFAULTS.withSilence(silent, lost).withPrefetch(prefetch);
    }

    /// Refuses times of silence that do not fit together.
    ///
    /// @param suspect until a worker gets no more
    /// @param lease until it is lost
    static void requireSilence(Duration suspect, Duration lease) {
        if (suspect.isZero() || lease.isZero()) {
            throw new UserMistakeException(
                    "--lease must be longer than --suspect, and that longer than nothing, were %s and %s"
                            .formatted(DurationRange.text(lease), DurationRange.text(suspect)));
        }
        if (lease.compareTo(suspect) <= 0) {
            // As far from each other as the defaults.
            Duration fits = lease.multipliedBy(2).dividedBy(5);
            throw new UserMistakeException(
                    "--lease must be longer than --suspect, were %s and %s; add --suspect %s (its default is 2s)"
                            .formatted(
                                    DurationRange.text(lease),
                                    DurationRange.text(suspect),
                                    DurationRange.text(fits)));
        }
    }

    static Duration duration(String option, String text) {
        return UserMistakeException.unless(option, () -> DurationRange.parseDuration(text));
    }
}
