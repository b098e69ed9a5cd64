package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ClusterOptionsTest {

    private static final String CLIENT = token(Role.CLIENT);
    private static final String WORKER = token(Role.WORKER);
    private static final List<PoolSpec> CLUSTER = List.of(PoolSpec.parse("cluster:2"));

    @TempDir private Path folder;

    @Command
    private static final class Line {
        @Mixin private final ClusterOptions cluster;

        Line(Map<String, String> environment) {
            cluster = new ClusterOptions(environment::get);
        }
    }

    private static ClusterOptions parsed(Map<String, String> environment, String... arguments) {
        Line line = new Line(environment);
        new CommandLine(line).parseArgs(arguments);
        return line.cluster;
    }

    @Test
    void theEnvironmentNamesACoordinatorAndOptionsAnother() throws Exception {
        Map<String, String> environment =
                Map.of("KITCHEN_COORDINATOR", "127.0.0.1:7070", "KITCHEN_TOKEN", CLIENT);
        String other = token(Role.CLIENT);
        Path file = secret(other + "\n");

        CoordinatorAddress usual = parsed(environment).address();
        CoordinatorAddress told =
                parsed(environment, "--coordinator", "127.0.0.2:7", "--token-file", file.toString())
                        .address();

        assertThat(usual.endpoint()).isEqualTo("127.0.0.1:7070");
        assertThat(usual.token()).isEqualTo(CLIENT);
        assertThat(told.endpoint()).isEqualTo("127.0.0.2:7");
        assertThat(told.token()).isEqualTo(other);
    }

    @Test
    void theEnvironmentMayNameAFileUnlessItHoldsTheToken() throws Exception {
        Path file = secret("KITCHEN_TOKEN=" + CLIENT + "\n");
        String other = token(Role.CLIENT);
        Map<String, String> named =
                Map.of(
                        "KITCHEN_COORDINATOR",
                        "127.0.0.1:7070",
                        "KITCHEN_TOKEN_FILE",
                        file.toString());
        Map<String, String> both = new HashMap<>(named);
        both.put("KITCHEN_TOKEN", other);

        assertThat(parsed(named).address().token()).isEqualTo(CLIENT);
        assertThat(parsed(both).address().token()).isEqualTo(other);
        assertThatThrownBy(() ->
                        parsed(
                                        Map.of(
                                                "KITCHEN_COORDINATOR", "127.0.0.1:7070",
                                                "KITCHEN_TOKEN_FILE", "no/such/file"))
                                .address())
                .hasMessageContaining("KITCHEN_TOKEN_FILE must name a file that can be read");
    }

    @Test
    void theFileMayBeWhatTheCoordinatorWrote() throws Exception {
        Path file = secret("KITCHEN_JOIN=x\nKITCHEN_TOKEN=" + CLIENT + "\n");

        assertThat(
                        parsed(
                                        Map.of(),
                                        "--coordinator",
                                        "127.0.0.1:7",
                                        "--token-file",
                                        file.toString())
                                .address()
                                .token())
                .isEqualTo(CLIENT);
    }

    /// It is the last that is asked, and only when the token is from there.
    @Test
    void theFileOfTheTokenMayNameTheCoordinatorToo() throws Exception {
        String file =
                secret("KITCHEN_COORDINATOR=127.0.0.3:7\nKITCHEN_TOKEN=" + CLIENT + "\n")
                        .toString();
        Map<String, String> named = Map.of("KITCHEN_TOKEN_FILE", file);

        assertThat(endpoint(named)).isEqualTo("127.0.0.3:7");
        assertThat(endpoint(Map.of(), "--token-file", file)).isEqualTo("127.0.0.3:7");
        assertThat(endpoint(named, "--coordinator", "127.0.0.2:7")).isEqualTo("127.0.0.2:7");
        assertThat(
                        endpoint(
                                Map.of(
                                        "KITCHEN_TOKEN_FILE",
                                        file,
                                        "KITCHEN_COORDINATOR",
                                        "127.0.0.1:7")))
                .isEqualTo("127.0.0.1:7");
        assertRefused(
                Map.of("KITCHEN_TOKEN_FILE", file, "KITCHEN_TOKEN", CLIENT),
                "a cluster needs its coordinator's address");
    }

    private static String endpoint(Map<String, String> environment, String... arguments) {
        return parsed(environment, arguments).address().endpoint();
    }

    @Test
    void whatIsMissingIsNamedWithWhereItCanCome() {
        assertRefused(Map.of(), "--coordinator HOST:PORT names it, or KITCHEN_COORDINATOR");
        assertRefused(
                Map.of("KITCHEN_COORDINATOR", "127.0.0.1:7"),
                "needs a token for clients; KITCHEN_TOKEN");
        assertRefused(
                Map.of("KITCHEN_COORDINATOR", "127.0.0.1:7", "KITCHEN_TOKEN", WORKER),
                "was given one for a worker");
        assertRefused(
                Map.of("KITCHEN_COORDINATOR", "nowhere", "KITCHEN_TOKEN", CLIENT),
                "an address must be HOST:PORT");
    }

    @Test
    void aTokenThatOthersCanReadIsRefused() throws Exception {
        Path file = secret(CLIENT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefused(
                Map.of(),
                "must be its owner's alone",
                "--coordinator",
                "127.0.0.1:7",
                "--token-file",
                file.toString());
    }

    @Test
    void aCoordinatorWithoutAPoolOfItIsAMistake() {
        assertThatThrownBy(() ->
                        parsed(Map.of(), "--coordinator", "127.0.0.1:7")
                                .check(List.of(PoolSpec.parse("threads:2"))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("add -p cluster");
        parsed(Map.of("KITCHEN_COORDINATOR", "127.0.0.1:7"))
                .check(List.of(PoolSpec.parse("threads:2")));
    }

    private static void assertRefused(
            Map<String, String> environment, String complaint, String... arguments) {
        assertThatThrownBy(() -> parsed(environment, arguments).check(CLUSTER))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining(CLIENT)
                .hasMessageNotContaining(WORKER);
    }

    private Path secret(String content) throws Exception {
        Path file =
                Files.createFile(
                        folder.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    private static String token(Role role) {
        return new Token(role, Token.newSecret(), new Trust.Nobody()).text();
    }
}
