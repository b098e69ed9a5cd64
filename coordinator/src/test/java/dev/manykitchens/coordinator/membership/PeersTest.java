package dev.manykitchens.coordinator.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.coordinator.membership.Peers.Peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

final class PeersTest {

    @Test
    void oneOfThemIsThisProcessByWhereItListens() {
        Peers peers =
                Peers.parse(
                        "192.0.2.1:7070, 127.0.0.1:7170/7173,192.0.2.3:7070",
                        listen("127.0.0.1", 7170),
                        Optional.empty());

        assertThat(peers.own()).isEqualTo(new Peer("127.0.0.1:7170", "127.0.0.1:7173"));
        assertThat(peers.others()).first().isEqualTo(new Peer("192.0.2.1:7070", "192.0.2.1:7073"));
        assertThat(peers.endpoints()).hasToString("192.0.2.1:7070,127.0.0.1:7170,192.0.2.3:7070");
    }

    @Test
    void whatIsAdvertisedSaysWhichWhereNoAddressDoes() {
        Peers peers =
                Peers.parse(
                        "north:7070,south:7070,west:7070",
                        listen("0.0.0.0", 7070),
                        Optional.of("south"));

        assertThat(peers.own().address()).isEqualTo("south:7070");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1:1,127.0.0.1:2/9| members must be three, five or seven, so that a majority is left when one is lost, were 2: 127.0.0.1:1,127.0.0.1:2/9",
                "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3| members on one machine must each have a port for the others, 7073 unless it is said; write HOST:PORT/REPLICATION_PORT for each, was 127.0.0.1:1,127.0.0.1:2,127.0.0.1:3",
                "127.0.0.1:1/7,127.0.0.1:2/8,127.0.0.1:3/7| members on one machine must each have a port for the others, 7073 unless it is said; write HOST:PORT/REPLICATION_PORT for each, was 127.0.0.1:1/7,127.0.0.1:2/8,127.0.0.1:3/7",
                "127.0.0.1:1/x,127.0.0.1:2/8,127.0.0.1:3/7| a member must be HOST:PORT or HOST:PORT/REPLICATION_PORT, was \"127.0.0.1:1/x\"",
                "192.0.2.1:1,192.0.2.2:1,192.0.2.3:1| exactly one of the members must be this coordinator, which listens on 127.0.0.1:7070, none is; --advertise HOST:PORT says which"
            })
    void whatCannotBeAGroupIsRefusedInOneLine(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peers.parse(text, listen("127.0.0.1", 7070), Optional.empty()))
                .withMessage(complaint);
    }

    private static InetSocketAddress listen(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
