package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointsTest {

    @Test
    void aRingIsReadFromAddressesWithCommasBetweenAndSaysThemAgain() {
        Endpoints ring = Endpoints.parse("north:7070,[2001:db8::7]:7071, south:7072");

        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.current()).isEqualTo(new Endpoint("north", 7070));
        assertThat(ring).hasToString("north:7070,[2001:db8::7]:7071,south:7072");
    }

    @Test
    void nextTurnsTheRingByOnePlaceAndComesBack() {
        Endpoints ring = Endpoints.parse("a:1,b:2,c:3");

        assertThat(ring.next()).hasToString("b:2,c:3,a:1");
        assertThat(ring.next().next().next()).isEqualTo(ring);
    }

    @Test
    void oneAloneIsItsOwnNext() {
        Endpoints alone = Endpoints.of(new Endpoint("a", 1));

        assertThat(alone.next()).isEqualTo(alone);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:1,a:1| the coordinators of a cluster must have an address each, were a:1,a:1",
                "a:1,,b:2| an address must be HOST:PORT, such as 192.0.2.7:7070 or [2001:db8::7]:7070, was \"\"",
                "a:1,b:2,c:3,d:4,e:5,f:6,g:7,h:8,i:9,j:10| a cluster must have from 1 to 9 coordinators, was given 10"
            })
    void whatIsNoRingIsRefusedInOneLine(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.parse(text))
                .withMessage(complaint);
    }
}
