package dev.manykitchens.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Every side can be opened, squares right, and leaves nothing behind; how fast is for the program
/// to say.
@Isolated("looks at all processes")
class PeersTest {

    private static final int JOBS = 1_050;

    static Stream<Side> sides() {
        return Stream.of(new KitchenSide(), new JvmSide(), new PythonSide(), new HazelcastSide());
    }

    @ParameterizedTest
    @MethodSource("sides")
    @Tag("measures")
    void everyWayOfASideGivesTheSumOfTheSquares(Side side) throws Exception {
        try (side) {
            for (Way way : open(side)) {
                assertThat(way.run().of(JOBS).sum())
                        .as(way.toString())
                        .isEqualTo(Numbers.sumOfSquares(JOBS));
            }
        }

        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static List<Way> open(Side side) {
        try {
            return side.open();
        } catch (SideMissingException e) {
            org.junit.jupiter.api.Assumptions.abort(side.name() + ": " + e.why());
            throw new AssertionError(e);
        }
    }

    @Test
    void aWrongSumIsNoMeasurement() {
        Way wrong = new Way(Handing.HERE, "somebody", "map", _ -> new Way.Timing(1_000, 7));

        assertThatThrownBy(() -> new Rounds(1, 0.01, _ -> {}).measure(List.of(wrong)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the squares of 200 numbers add up to 2646700, somebody map gave 7");
    }

    @Test
    void sidesTakeTurnsForwardsAndBackwards() throws InterruptedException {
        List<String> runs = new ArrayList<>();
        List<Way> ways =
                Stream.of("a", "b")
                        .map(who ->
                                new Way(
                                        Handing.HERE,
                                        who,
                                        "map",
                                        jobs -> {
                                            runs.add(who);
                                            return new Way.Timing(
                                                    jobs * 1_000L, Numbers.sumOfSquares(jobs));
                                        }))
                        .toList();

        List<Measured> measured = new Rounds(3, 0.01, _ -> {}).measure(ways);

        assertThat(runs.subList(runs.size() - 6, runs.size()))
                .containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(measured)
                .allSatisfy(one -> {
                    assertThat(one.jobs()).isEqualTo(10_000);
                    assertThat(one.median()).isEqualTo(1e6);
                });
    }

    @Test
    void aRowIsComparedWithTheFirstThatWasHandedItsJobsLikewise() {
        PeersTable table =
                new PeersTable(
                        List.of(
                                measured(Handing.BATCH, "ours", 8e6, 9e6, 7e6),
                                measured(Handing.EACH, "ours", 300e3),
                                measured(Handing.BATCH, "theirs", 1e6, 2e6),
                                measured(Handing.EACH, "theirs", 400e3)),
                        List.of(new PeersTable.Missing("Snake", "no snake is on the PATH")));

        assertThat(table.render())
                .isEqualToIgnoringNewLines(
                        """
                         handed in      | who    | call                                  | jobs a round | jobs/s | slowest to fastest | Many Kitchens is
                        ----------------+--------+---------------------------------------+--------------+--------+--------------------+------------------
                         many at once   | ours   | map                                   |       1.00 k | 8.00 M |   7.00 M to 9.00 M |                1
                         many at once   | theirs | map                                   |       1.00 k | 1.50 M |   1.00 M to 2.00 M |       5.33 times
                         each by itself | ours   | map                                   |       1.00 k |  300 k |     300 k to 300 k |                1
                         each by itself | theirs | map                                   |       1.00 k |  400 k |     400 k to 400 k |       0.75 times
                                        | Snake  | not measured: no snake is on the PATH |              |        |                    |
                        """);
    }

    private static Measured measured(Handing handing, String who, Double... perSecond) {
        return new Measured(
                new Way(handing, who, "map", _ -> new Way.Timing(1, 1)), 1_000, List.of(perSecond));
    }
}
