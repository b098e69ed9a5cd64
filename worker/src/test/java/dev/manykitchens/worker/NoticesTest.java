package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.proto.link.Endpoint;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class NoticesTest {

    private static final Endpoint HERE = new Endpoint("here", 7);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0| 0| coordinator here:7",
                "1| 0| coordinator here:7; it had not waited: 1 chunk of jobs was dropped here and runs elsewhere",
                "0| 2| coordinator here:7; it had not waited: 2 messages of results may have come too late",
                "3| 1| coordinator here:7; it had not waited: 3 chunks of jobs were dropped here and run elsewhere, and 1 message of results may have come too late"
            })
    void whoIsBackSaysWhatWasDroppedAndWhatMayHaveComeTooLate(int chunks, int results, String end) {
        List<String> said = new ArrayList<>();
        Notices notices = new Notices(said::add, 2);
        notices.joined("north", HERE, false, Unfinished.NOTHING, 0);

        notices.joined("north", HERE, false, new Unfinished(chunks, results), 1);

        assertThat(said.getLast()).isEqualTo("back as north after 0.0 s, " + end);
    }
}
