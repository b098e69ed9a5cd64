package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

@Isolated("counts open files")
class ClientDialTest {

    private static final String SECRET = Token.newSecret();
    private static final int MANY = 100;

    @Test
    void anEnvironmentThatSaysNothingIsRefusedInOneSentence() {
        assertThatThrownBy(() -> ClientDial.ofEnvironment(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a cluster needs KITCHEN_COORDINATOR=HOST:PORT and KITCHEN_TOKEN=TOKEN in the environment, has no KITCHEN_COORDINATOR; kitchen coordinator prints the line to paste");
        assertThatThrownBy(
                        () -> ClientDial.ofEnvironment(Map.of("KITCHEN_COORDINATOR", "here:7070")))
                .hasMessageContaining("has no KITCHEN_TOKEN");
    }

    @Test
    void aClientsTokenOpensTheWayToTheCoordinator() {
        String token = new Token(Role.CLIENT, SECRET, new Trust.Nobody()).text();
        CoordinatorAddress address =
                ClientDial.ofEnvironment(
                        Map.of("KITCHEN_COORDINATOR", "here:7070", "KITCHEN_TOKEN", token));

        assertThat(ClientDial.to(address).endpoint()).isEqualTo(new Endpoint("here", 7070));
        assertThat(address.toString()).doesNotContain(SECRET);
    }

    /// What was opened before a file turned out to be none is closed again: a program may ask until
    /// somebody mends the file.
    @Test
    void aWayThatCannotBeOpenedKeepsNothing(@TempDir Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("key.pem"), "no key");
        CoordinatorAddress address =
                new CoordinatorAddress(
                        "127.0.0.1:7",
                        new Token(Role.CLIENT, SECRET, new Trust.Authorities()).text(),
                        new CoordinatorAddress.Certificates("", key.toString(), key.toString()));
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        refused(address);
        long before = system.getOpenFileDescriptorCount();

        for (int again = 0; again < MANY; again++) {
            refused(address);
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> system.getOpenFileDescriptorCount() < before + MANY / 2);
    }

    private static void refused(CoordinatorAddress address) {
        assertThatThrownBy(() -> ClientDial.check(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a PEM file");
    }

    @Test
    void aWorkersTokenIsRefusedBeforeAnythingIsDialled() {
        String token = new Token(Role.WORKER, SECRET, new Trust.Nobody()).text();

        assertThatThrownBy(() ->
                        ClientDial.to(
                                new CoordinatorAddress(
                                        "here:7070", token, CoordinatorAddress.Certificates.NONE)))
                .hasMessageContaining("was given one for a worker")
                .hasMessageNotContaining(SECRET);
    }
}
