package dev.manykitchens.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class RunFileReaderTest {

    private static final InputStream NOTHING = InputStream.nullInputStream();

    @TempDir Path folder;

    @ParameterizedTest
    @FieldSource("dev.manykitchens.report.RecordedRuns#NAMES")
    void whatWasWrittenIsReadBack(String name) {
        RunFile run = RecordedRuns.read(name);

        assertThat(RunFile.parse(run.toJson(), name).toJson()).isEqualTo(run.toJson());
    }

    @Test
    void aRunCanComeFromStandardInput() {
        InputStream input =
                new ByteArrayInputStream(
                        RecordedRuns.text("one-job").getBytes(StandardCharsets.UTF_8));

        assertThat(RunFileReader.read(Path.of("-"), input).jobs()).isEqualTo(1);
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        InputStream input =
                new ByteArrayInputStream(
                        ("\uFEFF" + RecordedRuns.text("one-job")).getBytes(StandardCharsets.UTF_8));

        assertThat(RunFileReader.read(Path.of("-"), input).jobs()).isEqualTo(1);
    }

    @Test
    void keysThatOlderFilesLackAreTakenForUnknown() {
        String text =
                RecordedRuns.text("one-job")
                        .replace("\"warmup\":", "\"of old\":")
                        .replace("\"histogram\":", "\"of old\":")
                        .replace("\"processes\":", "\"of old\":")
                        .replace("\"timeline\":", "\"of old\":")
                        .replace("\"scaling\":", "\"of old\":")
                        .replace("\"version\":", "\"of old\":")
                        .replace("\"command\":", "\"of old\":");

        RunFile run = RunFile.parse(text, "an old file");

        assertThat(run.scaling()).isEmpty();
        assertThat(run.version()).isEqualTo("unknown");
        assertThat(run.pools().getFirst().processes()).isEmpty();
        assertThat(run.pools().getFirst().warmup().steady()).isNull();
    }

    @Test
    void aRunThatLostAWorkerIsReadAgain() {
        Round known = Samples.round(1, 0, 2, 1);
        Round lost =
                new Round(
                        known.wallNanos(),
                        known.succeeded(),
                        known.failed(),
                        known.retried(),
                        known.workersLost(),
                        known.responseNanos(),
                        known.split(),
                        known.overhead(),
                        Optional.empty(),
                        Optional.empty(),
                        known.clockErrorNanos(),
                        known.memory());
        ComparisonResult result =
                new ComparisonResult(
                        Samples.batch("a"),
                        Samples.result().options(),
                        List.of(
                                new PoolMeasurement(
                                        "processes:1",
                                        PoolSpec.parse("processes:1"),
                                        OptionalInt.of(1),
                                        Duration.ZERO,
                                        WarmUpOutcome.NONE,
                                        List.of(lost),
                                        Optional.empty(),
                                        Optional.empty())),
                        ThreadCost.UNKNOWN,
                        false);

        String json =
                RunFile.of(
                                result,
                                Questions.USUAL,
                                Samples.HOST,
                                "0.1.0",
                                "kitchen compare",
                                Instant.EPOCH)
                        .toJson();

        PoolEntry pool = RunFile.parse(json, "run.json").pools().getFirst();
        assertThat(pool.workersLost()).isEqualTo(1);
        assertThat(pool.cpuSeconds()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"schema":"manykitchens.run/1"                   ; {"schema":"manykitchens.run/2"          ; it comes from a newer version
                    {"schema":"manykitchens.run/1"                   ; {"schema":"manykitchens.run/0"          ; no version that is out wrote such files
                    {"schema":"manykitchens.run/1"                   ; {"schema":"elsewhere/7"                 ; a run must be of schema manykitchens.run/1, was "elsewhere/7"
                    {"schema":"manykitchens.run/1"                   ; {"other":1                              ; was of none
                    "jobs":1                                         ; "jobs":"many"                           ; jobs must be a whole number, is "many"
                    "jobs":1                                         ; "jobs":1.5                              ; jobs must be a whole number, is 1.5
                    "jobs":1                                         ; "jobs":null                             ; jobs must be a whole number, is null
                    "times":[                                        ; "times":[null,                          ; pools[0].times[0] must be a number, is null
                    "times":[                                        ; "times":["",                            ; pools[0].times[0] must be a number, is ""
                    "times":[                                        ; "times":"P7mZ","of old":[               ; pools[0].times must be a list, is "P7mZ"
                    "times":[                                        ; "times":[0,                             ; the times of `sequential` must be above 0, one was 0.0
                    "times":[                                        ; "times":[1,                             ; the mean of `sequential` must be that of its
                    "times":[                                        ; "of old":[                              ; pools[0].times must be there, is missing
                    "cautions":[                                     ; "cautions":[null,                       ; cautions[0] must be a text, is null
                    "processes":[                                    ; "processes":[null,                      ; pools[0].processes[0] must be an object, is null
                    "stove":[                                        ; "of old":[                              ; pools[0].timeline.lanes[0].stove must be there, is missing
                    "jobs":1                                         ; "jobs":0                                ; jobs must be at least 1, was 0
                    "jobs":1                                         ; "jobs":[                                ; JSON
                    "recipe":"compute_square"                        ; "recipe":null                           ; scenario.recipe must be there
                    "startup":                                       ; "startup":-                             ; startup must be at least 0, was -
                    "max_time":1.0                                   ; "max_time":1e300                        ; comparison.maxTime must be at most 1.0E150, was 1.0E300
                    "pools":                                         ; "pools":7,"ponds":                      ; pools must be a list, is 7 (run.json
                    "max_time":1.0                                   ; "max_time":1e999                        ; comparison.maxTime must be a number, was Infinity
                    "verdict":                                       ; "unknown":                              ; verdict must be there, is missing or null here
                    "pools":                                         ; "ponds":                                ; a run must have from 1 to 100 pools, this one has 0
                    "first":[0]                                      ; "first":[0,1]                           ; a lane must have the same number of figures
                    "counts":[                                       ; "counts":[7,                            ; a histogram of
                    """)
    void whatIsWrongIsToldInOneLineWithTheFile(String right, String wrong, String complaint) {
        String text = RecordedRuns.text("one-job");
        assertThat(text).contains(right);

        assertThatThrownBy(() -> RunFile.parse(text.replace(right, wrong), "run.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining("run.json")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    @Test
    void whatATerminalWouldObeyIsReadAsAnEscape() {
        String text =
                RecordedRuns.text("one-job")
                        .replace("\"sequential\"", "\"\\u001b[31mred\\nSummary\"");

        assertThat(RunFile.parse(text, "run.json").pools().getFirst().pool())
                .isEqualTo("\\u001b[31mred\\nSummary");
    }

    @Test
    void moreRoundsThanAreEverMeasuredAreNoRun() {
        String text =
                RecordedRuns.text("one-job")
                        .replaceFirst("\"times\":\\[", "\"times\":[" + "1,".repeat(10_000));

        assertThatThrownBy(() -> RunFile.parse(text, "run.json"))
                .hasMessageContaining("must have at most 10,000 times, has 10,0");
    }

    @Test
    void halfAFileIsNoRun() throws IOException {
        Path half = folder.resolve("half.json");
        String text = RecordedRuns.text("whole");
        Files.writeString(half, text.substring(0, text.length() / 2));

        assertRefused(
                half, "a run must be JSON as --export-json writes it: Unexpected end-of-input");
    }

    @Test
    void nestingWithoutEndIsNoRun() throws IOException {
        Path deep = folder.resolve("deep.json");
        Files.writeString(deep, "{\"schema\":".repeat(1) + "[".repeat(1_000_000));

        assertRefused(deep, "nesting depth");
    }

    @Test
    void whatIsLargerThanAnyRunIsNotParsed() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(RunFileReader.MOST_BYTES + 1L);
        }

        assertRefused(huge, "a run must have at most 64 MB");
    }

    @Test
    void whatIsNoFileOrNoTextIsToldSo() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.json"));
        Path binary = folder.resolve("picture.png");
        Files.write(binary, new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});

        assertRefused(folder, "is a directory");
        assertRefused(folder.resolve("none.json"), "must be a file that exists");
        assertRefused(empty, "is empty");
        assertRefused(binary, "must be text in UTF-8");
    }

    private static void assertRefused(Path file, String complaint) {
        assertThatThrownBy(() -> RunFileReader.read(file, NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }
}
