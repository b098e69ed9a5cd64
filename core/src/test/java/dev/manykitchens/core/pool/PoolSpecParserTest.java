package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class PoolSpecParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:1",
                "threads:10000",
                "virtual",
                "virtual:1000000",
                "forkjoin:8",
                "async",
                "hybrid:4",
                "processes:4",
                "processes:2x4",
                "cluster",
                "python-threads:4",
                "python-processes:256",
                "python-asyncio",
                "threads:4+gil",
                "processes:2x4+gil",
                "async+stoves=3"
            })
    void everyKindIsReadAndWrittenAlike(String text) {
        assertThat(PoolSpec.parse(text)).hasToString(text);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            PoolSpec spec = randomSpec(random);

            assertThat(PoolSpec.parse(spec.toString())).isEqualTo(spec);
        }
    }

    @Test
    void everyKindCanBeWrittenAndReadBack() {
        Class<?>[] kinds = PoolSpec.Kind.class.getPermittedSubclasses();
        Random random = new Random(8);
        List<Class<?>> seen = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(randomSpec(random).kind().getClass());
        }

        // A new kind that the parser does not know must not slip past the test above.
        assertThat(seen).contains(kinds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threads:1,2,4 | threads:1 threads:2 threads:4",
                "threads:4,1 | threads:4 threads:1",
                "processes:1..3 | processes:1 processes:2 processes:3",
                "processes:1..2x3 | processes:1x3 processes:2x3",
                "processes:2x1..3 | processes:2 processes:2x2 processes:2x3",
                "processes:1..2x1..2 | processes:1 processes:1x2 processes:2 processes:2x2",
                "processes:1x4,2x2 | processes:1x4 processes:2x2",
                "threads:1..2,8+gil | threads:1+gil threads:2+gil threads:8+gil",
                "threads:2+stoves=1,2 | threads:2+stoves=1 threads:2+stoves=2",
                "virtual:5..5 | virtual:5",
                "python-threads:1,2 | python-threads:1 python-threads:2",
                "python-processes:1..3 | python-processes:1 python-processes:2 python-processes:3"
            })
    void listsAndRangesStandForSeveralPools(String text, String pools) {
        assertThat(PoolSpec.parseAll(text))
                .map(PoolSpec::toString)
                .containsExactly(pools.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "threads:0 | threads must be from 1 to 10000, was 0 (in the pool \"threads:0\")",
                "threads:-1 | threads must be from 1 to 10000, was -1 (in the pool \"threads:-1\")",
                "threads:10001 | threads must be from 1 to 10000, was 10001 (in the pool \"threads:10001\")",
                "threads:99999999999 | threads must be from 1 to 10000, was 99999999999 (in the pool \"threads:99999999999\")",
                "threads:four | threads must be from 1 to 10000, was \"four\" (in the pool \"threads:four\")",
                "threads:1,,2 | threads must be from 1 to 10000, was \"\" (in the pool \"threads:1,,2\")",
                "threads: 4 | threads must be from 1 to 10000, was \" 4\" (in the pool \"threads: 4\")",
                "threads:1...3 | threads must be from 1 to 10000, was \"1...3\" (in the pool \"threads:1...3\")",
                "threads: | threads needs a size, such as threads:4, had none (in the pool \"threads:\")",
                "threads | threads needs a size, such as threads:4, had none (in the pool \"threads\")",
                "threads:4..1 | threads: a range must run upwards, was 4..1; write 1..4 (in the pool \"threads:4..1\")",
                "threads:2x2 | threads takes one number, only processes:NxT takes two, had \"2x2\" (in the pool \"threads:2x2\")",
                "processes:-1 | processes must be from 1 to 10000, was -1 (in the pool \"processes:-1\")",
                "processes:10001 | processes must be from 1 to 10000, was 10001 (in the pool \"processes:10001\")",
                "processes:2x0 | processes: threads in each must be from 1 to 10000, was 0 (in the pool \"processes:2x0\")",
                "processes:2x2x2 | processes: threads in each must be from 1 to 10000, was \"2x2\" (in the pool \"processes:2x2x2\")",
                "virtual:0 | virtual must be from 1 to 1000000, was 0 (in the pool \"virtual:0\")",
                "sequential:1 | sequential takes no size, had \"1\" (in the pool \"sequential:1\")",
                "virtual:1..1001 | one text must stand for at most 1000 pools, stood for more (in the pool \"virtual:1..1001\")",
                "threads:4+gill | a suffix must be +gil or +stoves=S, was \"+gill\"; did you mean +gil? (in the pool \"threads:4+gill\")",
                "threads:4+stove=2 | a suffix must be +gil or +stoves=S, was \"+stove=2\"; did you mean +stoves=S? (in the pool \"threads:4+stove=2\")",
                "threads:4+ | a suffix must be +gil or +stoves=S, was \"+\" (in the pool \"threads:4+\")",
                "threads:4+stoves=0 | stoves must be from 1 to 10000, was 0 (in the pool \"threads:4+stoves=0\")",
                "threads:4+stoves= | stoves must be from 1 to 10000, was \"\" (in the pool \"threads:4+stoves=\")",
                "python-processes:257 | python-processes must be from 1 to 256, was 257 (in the pool \"python-processes:257\")",
                "python-threads | python-threads needs a size, such as python-threads:4, had none (in the pool \"python-threads\")",
                "python-asyncio:2 | python-asyncio takes no size, had \"2\" (in the pool \"python-asyncio:2\")",
                "python-threads:2+gil | python-threads takes neither +gil nor +stoves=S, had +gil; CPython brings its own GIL (in the pool \"python-threads:2+gil\")",
                "python-asyncio+stoves=2 | python-asyncio takes neither +gil nor +stoves=S, had +stoves=2; CPython brings its own GIL (in the pool \"python-asyncio+stoves=2\")",
                "threads:4+gil+stoves=2 | a pool takes one of +gil and +stoves=S, had 2 suffixes (in the pool \"threads:4+gil+stoves=2\")"
            })
    void aMistakeIsNamedInOneLine(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolSpec.parseAll(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "treads:4, threads",
        "Threads:4, threads",
        "process:2, processes",
        "seqential, sequential",
        "asynch, async",
        "python-thread:2, python-threads",
        "pyton-processes:2, python-processes",
        "python-async, python-asyncio"
    })
    void theNearestKindIsNamed(String text, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolSpec.parse(text))
                .withMessageStartingWith("a pool must be sequential, threads:N, ")
                .withMessageEndingWith("was \"" + text + "\"; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", "+gil", "4", "gpu:2"})
    void whatResemblesNothingGetsTheWholeList(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolSpec.parse(text))
                .withMessageContaining(
                        "processes:NxT, cluster, cluster:N, python-threads:N, python-processes:N or python-asyncio, was \"")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("did you mean"));
    }

    @Test
    void aMessageStaysShortAndOnOneLineWhateverWasTyped() {
        String long1 = "threads:" + "9".repeat(100_000);
        String lines = "threads:4\nrm";

        for (String text :
                List.of(long1, lines, "x".repeat(100_000), "threads:4+" + "y".repeat(1_000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PoolSpec.parseAll(text))
                    .satisfies(e ->
                            assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
        }
    }

    @Test
    void anyTextIsReadOrRefusedWithAMessage() {
        Random random = new Random(9);
        String letters = "threadsprocesses:0129..,x+gilstoves=- ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text =
                    new StringBuilder(random.nextBoolean() ? "threads:" : "processes:");
            random.ints(random.nextInt(8), 0, letters.length())
                    .forEach(c -> text.append(letters.charAt(c)));

            try {
                assertThat(PoolSpec.parseAll(text.toString()))
                        .isNotEmpty()
                        .hasSizeLessThanOrEqualTo(PoolSpec.MOST_POOLS);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("(in the pool \"");
            }
        }
    }

    @Test
    void aTextForSeveralPoolsIsRefusedWhereOneIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolSpec.parse("threads:1,2"))
                .withMessage("one pool is needed here, \"threads:1,2\" stands for 2");
    }

    private static PoolSpec randomSpec(Random random) {
        int n = 1 + random.nextInt(PoolSpec.MOST_PROCESSES);
        String kind =
                switch (random.nextInt(14)) {
                    case 0 -> "sequential";
                    case 1 -> "threads:" + n;
                    case 2 -> "virtual";
                    case 3 -> "virtual:" + n;
                    case 4 -> "forkjoin:" + n;
                    case 5 -> "async";
                    case 6 -> "hybrid:" + n;
                    case 7 -> "processes:" + n;
                    case 8 -> "processes:" + n + "x" + (1 + random.nextInt(9));
                    case 9 -> "python-threads:" + n;
                    case 10 -> "python-processes:" + n;
                    case 11 -> "python-asyncio";
                    case 12 -> "cluster:" + n;
                    default -> "cluster";
                };
        String suffix =
                kind.startsWith("python") || kind.startsWith("cluster")
                        ? ""
                        : switch (random.nextInt(3)) {
                            case 0 -> "+gil";
                            case 1 -> "+stoves=" + (1 + random.nextInt(9));
                            default -> "";
                        };
        return PoolSpec.parse(kind + suffix);
    }
}
