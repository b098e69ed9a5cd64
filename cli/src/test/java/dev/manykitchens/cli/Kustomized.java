package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What `kubectl apply -k` would send of an overlay of ours, rendered by kubectl itself. No cluster
/// is asked.
final class Kustomized {

    private Kustomized() {}

    /// Renders an overlay, with the files of its secrets made as its comment says. A test is
    /// skipped where there is no kubectl.
    ///
    /// @param folder an empty one, for a copy
    /// @param overlay below `deploy/kubernetes`
    /// @param at where workers find the coordinator
    static String orSkipped(Path folder, String overlay, String at)
            throws IOException, InterruptedException {
        boolean there = hasKubectl();
        if (!there) {
            System.out.println(overlay + " is not tested: there is no kubectl");
        }
        assumeTrue(there, "there is no kubectl: Debian 13 has it in the package kubectl");
        copyOf(Path.of("..", "deploy"), folder.resolve("deploy"));
        Path its = folder.resolve("deploy/kubernetes").resolve(overlay);
        TestShell token = TestShell.piped();
        int exit =
                token.run(
                        "token",
                        "--state",
                        its.resolve("state").toString(),
                        "--role",
                        "worker",
                        "--at",
                        at);
        assertThat(exit).as(token.err()).isZero();
        Files.writeString(its.resolve("join.env"), token.out().replaceAll(".* ", "KITCHEN_JOIN="));
        return kustomized(folder, its);
    }

    private static boolean hasKubectl() {
        return Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> Stream.of(path.split(":", -1)))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
    }

    private static String kustomized(Path folder, Path overlay)
            throws IOException, InterruptedException {
        Path out = folder.resolve("rendered.yaml");
        Path err = folder.resolve("complaints");
        int exit =
                new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();
        assertThat(exit).as(() -> read(err)).isZero();
        assertThat(err).as("warnings").isEmptyFile();
        return Files.readString(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyOf(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
