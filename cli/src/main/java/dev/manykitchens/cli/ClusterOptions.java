package dev.manykitchens.cli;

import dev.manykitchens.cli.cluster.SecretFile;
import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.coordinator.client.ClientDial;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Which coordinator, and what allows to use it. A token is a secret, and whoever is on a machine
/// can read its command lines: so it comes in a file or in the environment.
final class ClusterOptions {

    /// Names a file as `--token-file` does, for who is given an environment and no options.
    static final String TOKEN_FILE = "KITCHEN_TOKEN_FILE";

    private static final String FILE_OPTION = "--token-file";

    private final UnaryOperator<@Nullable String> environment;

    @Option(
            names = "--coordinator",
            paramLabel = "HOST:PORT",
            description =
                    "The coordinator of the cluster, or several that are one, with commas between (default: $"
                            + ClientDial.COORDINATOR
                            + ", else what a line "
                            + ClientDial.COORDINATOR
                            + "=HOST:PORT in the file of the token says).")
    private @Nullable String coordinator;

    @Option(
            names = FILE_OPTION,
            paramLabel = "FILE",
            description =
                    "A file that only its owner can read, with a token for clients in its first line, or what kitchen coordinator --print-tokens-to wrote (default: the token in $"
                            + ClientDial.TOKEN
                            + ", else the file that $"
                            + TOKEN_FILE
                            + " names).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "The authorities that vouch for the coordinator, PEM, for a token that ends in .tls.")
    private String authorities = "";

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The certificate to show to a coordinator that wants one, PEM.")
    private String certificate = "";

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, PEM, PKCS #8 without a password.")
    private String key = "";

    ClusterOptions() {
        this(System::getenv);
    }

    ClusterOptions(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    static boolean isCluster(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Cluster;
    }

    /// Refuses pools of a cluster that nobody has named, and the name of a cluster that none of the
    /// pools is of.
    ///
    /// @throws UserMistakeException in one line
    void check(List<PoolSpec> pools) {
        if (pools.stream().anyMatch(ClusterOptions::isCluster)) {
            var _ = address();
        } else if (coordinator != null) {
            throw new UserMistakeException(
                    "--coordinator is for pools of a cluster, was given with %s; add -p cluster"
                            .formatted(pools));
        }
    }

    /// The options with the coordinator, when one of the pools needs it.
    PoolOptions addTo(PoolOptions options, List<PoolSpec> pools) {
        return pools.stream().anyMatch(ClusterOptions::isCluster)
                ? options.withCoordinator(address())
                : options;
    }

    /// The coordinator.
    ///
    /// @throws UserMistakeException in one line when it or the token is missing or cannot be used
    CoordinatorAddress address() {
        return UserMistakeException.unless(() -> {
            CoordinatorAddress address =
                    new CoordinatorAddress(
                            endpoint(),
                            token(),
                            new CoordinatorAddress.Certificates(authorities, certificate, key));
            ClientDial.check(address);
            return address;
        });
    }

    /// Who asks the coordinator.
    ClusterOperator operator() {
        return ClusterOperator.of(address());
    }

    /// Asks the coordinator something.
    ///
    /// @throws RunFailedException in one line when it does not answer, or refuses
    <T> T ask(Function<ClusterOperator, T> question) {
        try (ClusterOperator operator = operator()) {
            return asked(() -> question.apply(operator));
        }
    }

    /// Asks the one of several coordinators that leads for a change.
    ///
    /// @throws RunFailedException in one line when none leads, or it refuses
    void askLeader(Consumer<ClusterOperator> change) {
        String _ =
                leaderSays(leader -> {
                    change.accept(leader);
                    return "";
                });
    }

    /// Likewise, for something that it answers.
    <T> T leaderSays(Function<ClusterOperator, T> question) {
        CoordinatorAddress all = address();
        MemberSurvey survey = MemberSurvey.of(all);
        String leader =
                survey.leader()
                        .orElseThrow(() ->
                                new RunFailedException(
                                        survey.unaskedLeader()
                                                .map(
                                                        "the coordinator that leads must be asked, the one at %s does, as others say; name all of those that are one with --coordinator"
                                                                ::formatted)
                                                .orElse(
                                                        "the coordinator that leads must be asked, none of %s says that it does; see kitchen coordinator status"
                                                                .formatted(all.endpoint()))));
        try (ClusterOperator operator = MemberSurvey.operator(all, leader)) {
            return asked(() -> question.apply(operator));
        }
    }

    /// Asks for each of some things, and goes on after a refusal.
    ///
    /// @throws RunFailedException in one line with what was refused
    <T> int askForEach(List<T> things, BiConsumer<ClusterOperator, T> question) {
        List<String> refused = new ArrayList<>();
        try (ClusterOperator operator = operator()) {
            for (T thing : things) {
                try {
                    question.accept(operator, thing);
                } catch (IllegalStateException e) {
                    refused.add(String.valueOf(e.getMessage()));
                }
            }
        }
        if (!refused.isEmpty()) {
            throw new RunFailedException(
                    refused.stream().distinct().collect(Collectors.joining("; ")));
        }
        return ExitCode.GOOD;
    }

    /// Does something that fails when the coordinator does not answer, or refuses.
    static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalStateException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private String endpoint() {
        return named(
                coordinator,
                ClientDial.COORDINATOR,
                () -> file().flatMap(file -> file.named(ClientDial.COORDINATOR)),
                "a cluster needs its coordinator's address; --coordinator HOST:PORT names it, or %s in the environment or in the file of the token, as kitchen coordinator prints it"
                        .formatted(ClientDial.COORDINATOR));
    }

    private String token() {
        return named(
                tokenFile == null ? null : file().orElseThrow().value(ClientDial.TOKEN),
                ClientDial.TOKEN,
                () -> file().map(file -> file.value(ClientDial.TOKEN)),
                "a cluster needs a token for clients; %s in the environment holds it, as kitchen coordinator prints it, or a file named by %s or %s"
                        .formatted(ClientDial.TOKEN, FILE_OPTION, TOKEN_FILE));
    }

    /// Where the token is; empty when the environment holds it itself.
    private Optional<SecretFile> file() {
        if (tokenFile != null) {
            return Optional.of(new SecretFile(FILE_OPTION, tokenFile));
        }
        String file = environment.apply(TOKEN_FILE);
        return inEnvironment(ClientDial.TOKEN).isEmpty() && file != null && !file.isBlank()
                ? Optional.of(new SecretFile(TOKEN_FILE, Path.of(file)))
                : Optional.empty();
    }

    private Optional<String> inEnvironment(String variable) {
        return Optional.ofNullable(environment.apply(variable)).filter(text -> !text.isBlank());
    }

    /// What was told, else what the environment says, else what the file does.
    private String named(
            @Nullable String told,
            String variable,
            Supplier<Optional<String>> inFile,
            String complaint) {
        return Optional.ofNullable(told)
                .or(() -> inEnvironment(variable))
                .or(inFile)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(complaint));
    }
}
