package dev.manykitchens.report.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class MeasuredTimesTest {

    private static final int MANY = 1_000;
    private static final String JOB_LOG =
            "seq\tworker\thost\tpid\tattempt\tstart\truntime\toutcome\trecipe\targument\n";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    runtime;0.25;1                       | 250000000,1000000000
                    0.25;1                               | 250000000,1000000000
                    seconds;0.25;1                       | 250000000,1000000000
                    job,duration;1,2e-3;2,0              | 2000000,0
                    duration,runtime;5,1;6,2             | 1000000000,2000000000
                    job,runtime;1,;2,3                   | 3000000000
                    job,runtime;1,2; ;;2,3               | 2000000000,3000000000
                    "a, b","runtime";"x;y","1"           | 1000000000
                    job\truntime;1\t0.000000001;2\t86400 | 1,86400000000000
                    """)
    void durationsAreFound(String lines, String nanos) throws IOException {
        Path file = file(lines.replace(';', '\n').replace("\\t", "\t"));

        assertThat(MeasuredTimes.durations(file, MANY)).containsExactly(numbers(nanos));
    }

    @Test
    void aJobLogGivesRuntimesAndStartsWhateverItsArgumentsAre() throws IOException {
        Path file =
                file(
                        JOB_LOG
                                + "2\tw\th\t7\t1\t1700000000.500000000\t0.250000000\tsucceeded\twait\t\"1,\n"
                                + "1\tw\th\t7\t1\t1700000000.000000000\t1.000000000\tsucceeded\twait\ta\\tb\n"
                                + "3\tw\th\t7\t1\t\t\tcancelled\twait\tx\n");

        assertThat(MeasuredTimes.durations(file, MANY)).containsExactly(250_000_000, 1_000_000_000);
        assertThat(MeasuredTimes.arrivals(file, MANY)).containsExactly(0, 500_000_000);
    }

    @Test
    void arrivalsCountFromTheFirst() throws IOException {
        assertThat(MeasuredTimes.arrivals(file("start\n10\n10\n10.25\n"), MANY))
                .containsExactly(0, 0, 250_000_000);
    }

    @Test
    void whatIsWrongIsSaidWithItsLine() throws IOException {
        assertSaid(
                "runtime\n1\nx\n",
                ":3: runtime must be a number of seconds, such as 0.25, was \"x\"");
        assertSaid("runtime\n1\n-2\n", ":3: runtime must be from 0 to 86400 s, was -2");
        assertSaid("runtime\n\n90000\n", ":3: runtime must be from 0 to 86400 s, was 90000");
        assertSaid(
                "a,runtime\n1\n", ":2: a row must have as many cells as the first line, 2, had 1");
        assertSaid(
                "runtime,note\n0.25,a\n0.5\n0.75,b,c,d\n",
                ":3: a row must have as many cells as the first line, 2, had 1");
        assertSaid(
                "runtime,note\n0.25,a\n\n0.75,b,c,d\n",
                ":4: a row must have as many cells as the first line, 2, had 4");
        assertSaid("0.25\n0,5\n", ":2: a row must have as many cells as the first line, 1, had 2");
        assertSaid(
                "runtime;x\n0,25;3\n0,5;1\n",
                ":2: a row must have as many cells as the first line, 1, had 2; put commas between cells, not semicolons, and a point into numbers");
        assertSaid(
                JOB_LOG + "1\tw\th\t7\t1\t17\t0.25\n",
                ":2: a row must have as many cells as the first line, 10, had 7");
        assertSaid(
                "a,b\n1,2\n",
                ":1: a file of times must have a column runtime or duration or one column only, had a, b");
        assertSaid("runtime\n", " must have at least one duration, had none");
        assertSaid("", " must have at least one duration, had none");
        assertSaid("1\n".repeat(MANY + 1), ":1001: a file must have at most 1000 times, has more");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("times.csv");
        Files.write(file, "runtime\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> MeasuredTimes.durations(file, MANY))
                .hasMessage(file + " must be text in UTF-8, is not");
    }

    private void assertSaid(String text, String message) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> MeasuredTimes.durations(file, MANY)).hasMessage(file + message);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("times.csv"), text);
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }
}
