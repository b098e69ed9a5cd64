package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ClientDialTest {

    private static final String SECRET = Token.newSecret();

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
