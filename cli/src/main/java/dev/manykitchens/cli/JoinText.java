package dev.manykitchens.cli;

import dev.manykitchens.cli.cluster.SecretFile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/// Where a worker finds `TOKEN@HOST:PORT`, a secret: on the command line, where everybody on the
/// machine can read it, in a file, or in the environment.
final class JoinText {

    /// The environment variable.
    static final String VARIABLE = "KITCHEN_JOIN";

    private JoinText() {}

    /// The text from the one place that has it; the variable is only asked when no option is there.
    static String of(
            @Nullable String option, @Nullable Path file, Map<String, String> environment) {
        if (option != null && file != null) {
            throw new UserMistakeException(
                    "what a worker joins with must be said once, was with --join and with --join-file; leave one of them out");
        }
        if (option != null) {
            return option;
        }
        if (file != null) {
            return UserMistakeException.unless(
                    () -> new SecretFile("--join-file", file).value(VARIABLE));
        }
        String variable = environment.get(VARIABLE);
        if (variable == null || variable.isBlank()) {
            throw new UserMistakeException(
                    "a worker must be told what to join, with --join TOKEN@HOST:PORT, --join-file FILE or the environment variable %s, was told nothing; kitchen coordinator prints it"
                            .formatted(VARIABLE));
        }
        return variable;
    }
}
