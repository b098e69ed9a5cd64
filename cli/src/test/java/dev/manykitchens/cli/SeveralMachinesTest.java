package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commands of `docs/how-to/several-machines.md`, as they stand there.
class SeveralMachinesTest {

    private static final Pattern REMOTE = Pattern.compile("ssh \"\\$host\" '(umask [^']*)'");

    @TempDir private Path home;

    /// A list of commands in the background reads nothing: a worker would find an empty file.
    @Test
    void whatStartsAWorkerOverSshGivesItWhatItJoinsWith() throws Exception {
        Path bin = Files.createDirectories(home.resolve("kitchen/bin"));
        Path kitchen = bin.resolve("kitchen");
        // What is written to 9 is read to its end: until the worker has ended.
        Files.writeString(kitchen, "#!/bin/sh\necho \"$@\" >&9\ncat \"$3\" >&9\n");
        Files.setPosixFilePermissions(kitchen, PosixFilePermissions.fromString("rwx------"));

        Process shell =
                new ProcessBuilder("bash", "-c", "bash -c \"$1\" 9>&1 | cat", "-", remoteCommand())
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream in = shell.getOutputStream()) {
            in.write("TOKEN@cook.example:7070\n".getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("worker --join-file kitchen/join\nTOKEN@cook.example:7070\n");
        assertThat(shell.waitFor()).isZero();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("kitchen/join"))))
                .isEqualTo("rw-------");
    }

    private static String remoteCommand() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "how-to", "several-machines.md"));
        Matcher command = REMOTE.matcher(page);
        assertThat(command.find()).as("the command for the other machine").isTrue();
        return command.group(1);
    }
}
