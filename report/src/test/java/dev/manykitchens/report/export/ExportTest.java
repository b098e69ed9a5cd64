package dev.manykitchens.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.report.Samples;
import dev.manykitchens.report.run.Questions;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

class ExportTest {

    private static final Instant ENDED = Instant.parse("2026-01-02T03:04:05Z");

    private final RunFile run =
            RunFile.of(
                    Samples.result(),
                    Questions.USUAL,
                    Samples.HOST,
                    "0.1.0",
                    "kitchen compare echo",
                    ENDED);

    @Test
    void theKeysOfARunAreThese() {
        // Others read these names: adding one is fine, renaming or dropping one is a new schema.
        JsonNode json = JsonMapper.shared().readTree(run.toJson());

        assertThat(keys(json))
                .containsExactlyInAnyOrder(
                        "schema",
                        "simulated",
                        "created",
                        "version",
                        "command",
                        "host",
                        "scenario",
                        "jobs",
                        "comparison",
                        "pools",
                        "verdict",
                        "scaling",
                        "advice",
                        "threads",
                        "cautions");
        assertThat(keys(json.path("host")))
                .containsExactlyInAnyOrder(
                        "os",
                        "jvm",
                        "python",
                        "cpu",
                        "cores",
                        "effective_processors",
                        "memory_bytes");
        assertThat(keys(json.path("scenario")))
                .containsExactlyInAnyOrder(
                        "recipe", "work", "time_scale", "seed", "timeout", "attempts", "name");
        assertThat(keys(json.path("comparison")))
                .containsExactlyInAnyOrder(
                        "rounds", "warmup", "min_time", "max_time", "seed", "partial");
        JsonNode pool = json.path("pools").path(1);
        assertThat(keys(pool))
                .containsExactlyInAnyOrder(
                        "pool",
                        "slots",
                        "rounds",
                        "warmup",
                        "times",
                        "mean",
                        "stddev",
                        "median",
                        "min",
                        "max",
                        "jobs_per_second",
                        "speedup",
                        "efficiency",
                        "startup",
                        "response",
                        "histogram",
                        "split",
                        "overhead_per_job",
                        "cpu_seconds",
                        "memory_bytes",
                        "processes",
                        "failed",
                        "retried",
                        "workers_lost",
                        "break_even",
                        "timeline",
                        "load",
                        "simulation",
                        "costs");
        assertThat(keys(pool.path("warmup")))
                .containsExactlyInAnyOrder("rounds", "steady", "cold", "cold_jobs");
        assertThat(keys(pool.path("processes").path(0)))
                .containsExactlyInAnyOrder("name", "host", "pid", "threads", "memory_bytes");
        assertThat(keys(pool.path("timeline")))
                .containsExactlyInAnyOrder(
                        "round", "jobs", "jobs_per_bar", "lanes_in_all", "lanes");
        assertThat(keys(pool.path("timeline").path("lanes").path(0)))
                .containsExactlyInAnyOrder(
                        "worker", "slot", "first", "jobs", "failed", "start", "end", "run", "cpu",
                        "stove");
        assertThat(keys(pool.path("histogram"))).containsExactlyInAnyOrder("bounds", "counts");
        assertThat(keys(pool.path("speedup"))).containsExactlyInAnyOrder("ratio", "low", "high");
        assertThat(keys(pool.path("response")))
                .containsExactlyInAnyOrder("count", "mean", "p50", "p90", "p99", "max");
        assertThat(keys(pool.path("split")))
                .containsExactlyInAnyOrder(
                        "queue",
                        "encode",
                        "wire",
                        "stove",
                        "cpu",
                        "wait",
                        "return",
                        "core",
                        "resource");
        assertThat(keys(json.path("verdict")))
                .containsExactlyInAnyOrder("fastest", "over", "words");
        assertThat(keys(json.path("verdict").path("over").path(0)))
                .containsExactlyInAnyOrder("pool", "ratio", "low", "high", "difference");
    }

    @Test
    void allTimesAreSecondsAndAllSizesBytes() {
        JsonNode json = JsonMapper.shared().readTree(run.toJson());
        JsonNode pool = json.path("pools").path(1);

        assertThat(json.path("schema").asString()).isEqualTo("manykitchens.run/1");
        assertThat(json.path("created").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json.path("scenario").path("work").asString()).isEqualTo("wait:50ms");
        assertThat(json.path("scenario").path("timeout").asDouble()).isEqualTo(3.0);
        assertThat(json.path("comparison").path("max_time").asDouble()).isEqualTo(10.0);
        assertThat(pool.path("pool").asString()).isEqualTo("threads:2");
        assertThat(pool.path("times").toString()).isEqualTo("[1.0,1.01,0.99,1.0,1.0]");
        assertThat(pool.path("mean").asDouble()).isEqualTo(1.0);
        assertThat(pool.path("startup").asDouble()).isEqualTo(0.005);
        assertThat(pool.path("speedup").path("ratio").asDouble()).isEqualTo(2.0);
        assertThat(pool.path("response").path("max").asDouble()).isEqualTo(1.01);
        assertThat(pool.path("split").path("wait").asDouble()).isEqualTo(0.004);
        assertThat(pool.path("overhead_per_job").asDouble()).isEqualTo(0.0015);
        assertThat(pool.path("cpu_seconds").asDouble()).isEqualTo(1.0);
        assertThat(pool.path("memory_bytes").asLong()).isEqualTo(123_456_789);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        RunFile read = RunFile.parse(run.toJson(), "run.json");

        assertThat(read).usingRecursiveComparison().isEqualTo(run);
        assertThat(read.toJson()).isEqualTo(run.toJson());
    }

    @Test
    void whatIsNotKnownIsNullAndNeverNaN() {
        ComparisonResult nothing =
                new ComparisonResult(
                        Samples.batch("a"),
                        Samples.result().options(),
                        List.of(
                                new PoolMeasurement(
                                        "async",
                                        Samples.result().pools().get(2).spec(),
                                        OptionalInt.empty(),
                                        Duration.ZERO,
                                        WarmUpOutcome.NONE,
                                        List.of(),
                                        Optional.empty(),
                                        Optional.empty())),
                        ThreadCost.UNKNOWN,
                        true);

        String json =
                RunFile.of(
                                nothing,
                                Questions.USUAL,
                                Samples.HOST,
                                "0.1.0",
                                "kitchen compare echo",
                                ENDED)
                        .toJson();

        assertThat(json).doesNotContain("NaN", "Infinity");
        JsonNode pool = JsonMapper.shared().readTree(json).path("pools").path(0);
        assertThat(pool.path("mean").isNull()).isTrue();
        assertThat(pool.path("slots").isNull()).isTrue();
        assertThat(pool.path("efficiency").isNull()).isTrue();
        assertThat(pool.path("split").path("cpu").isNull()).isTrue();
        assertThat(pool.path("memory_bytes").isNull()).isTrue();
        assertThat(RunFile.parse(json, "here").comparison().partial()).isTrue();
    }

    @Test
    void timesThatAreNotComparedHaveNoSpeedUpAnywhere() {
        PoolMeasurement bad =
                new PoolMeasurement(
                        "async",
                        Samples.result().pools().get(2).spec(),
                        OptionalInt.of(1),
                        Duration.ZERO,
                        WarmUpOutcome.NONE,
                        List.of(Samples.round(0.5, 2, 0, 0)),
                        Optional.empty(),
                        Optional.empty());
        RunFile failed =
                RunFile.of(
                        new ComparisonResult(
                                Samples.batch("a"),
                                Samples.result().options(),
                                List.of(bad, Samples.result().baseline()),
                                ThreadCost.UNKNOWN,
                                false),
                        Questions.USUAL,
                        Samples.HOST,
                        "0.1.0",
                        "kitchen compare echo",
                        ENDED);

        assertThat(failed.pools())
                .allMatch(pool -> pool.speedup().ratio() == null && pool.efficiency() == null);
        List<String> csv = CsvExport.of(failed).lines().toList();
        int speedUp = List.of(csv.getFirst().split(",")).indexOf("speedup");
        assertThat(csv.subList(1, 3))
                .extracting(line -> List.of(line.split(",", -1)).subList(speedUp, speedUp + 4))
                .containsOnly(List.of("", "", "", ""));
        assertThat(MarkdownExport.of(failed).lines().toList())
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("| `sequential` |"))
                .satisfies(lines -> assertThat(lines.get(3)).matches(".*/s \\| – \\| – \\|.*"));
    }

    @Test
    void keysOfALaterVersionAreIgnored() {
        String json = run.toJson().replaceFirst("\\{", "{\"colour\": \"green\",");

        assertThat(RunFile.parse(json, "run.json").jobs()).isEqualTo(4);
    }

    @Test
    void whatIsNoRunIsRefusedInOneLine() {
        assertThatThrownBy(() -> RunFile.parse("{\"schema\": \"other/1\"}", "x.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a run must be of schema manykitchens.run/1, was \"other/1\" (x.json); write one with --export-json");
        assertThatThrownBy(() -> RunFile.parse("{}", "x.json"))
                .hasMessageContaining("was of none (x.json)");
        assertThatThrownBy(() -> RunFile.parse("{\"schema\":\n oops", "x.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(x.json, line 2)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void csvHasOneLineAPool() {
        List<String> lines = CsvExport.of(run).lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isEqualTo(
                        "pool,slots,rounds,mean,stddev,median,min,max,jobs_per_second,speedup,speedup_low,speedup_high,efficiency,startup,response_mean,response_p50,response_p90,response_p99,response_max,split_queue,split_encode,split_wire,split_stove,split_cpu,split_wait,split_return,split_core,split_resource,overhead_per_job,cpu_seconds,memory_bytes,failed,retried,workers_lost,simulated");
        assertThat(lines.get(1)).startsWith("sequential,1,5,2.0,0.07");
        assertThat(lines.get(3)).startsWith("async,,1,2.5,,2.5,2.5,2.5,");
        assertThat(lines.get(3)).endsWith(",0.0015,2.5,123456789,0,0,0,false");
    }

    @Test
    void markdownIsATableWithTheFastestFirstAndTheVerdictBelow() {
        List<String> lines = MarkdownExport.of(run).lines().toList();

        assertThat(lines.get(0)).startsWith("| pool | wall time | jobs/s | speed-up (95 %) |");
        assertThat(lines.get(1)).startsWith("|:---|---:|");
        assertThat(lines.get(2)).startsWith("| `threads:2` | 1.00 ± 0.01 s | 4.00/s | 2.00 (1.9");
        assertThat(lines.get(3))
                .startsWith("| `sequential` | 2.00 ± 0.07 s | 2.00/s | 1.00 | 100 % |");
        assertThat(lines.get(4)).startsWith("| `async` | 2.50 s |");
        long bars = lines.get(0).chars().filter(c -> c == '|').count();
        assertThat(lines.subList(0, 5))
                .allMatch(l -> l.chars().filter(c -> c == '|').count() == bars);
        assertThat(lines).anyMatch(line -> line.startsWith("- `threads:2` ran 2.00 ± "));
        assertThat(lines)
                .contains(
                        "- speed-ups refer to `sequential`; ± is σ over rounds in the table, half of the 95 % interval here");
        assertThat(lines.getLast())
                .isEqualTo(
                        "4 jobs of `echo`, work wait:50ms, 5 rounds at most, 2026-01-02T03:04:05Z; 2 processors of Linux 6.1 amd64, Temurin 25.0.3");
    }

    @Test
    void theJobLogOfARunHasOneLineAJob() {
        StringBuilder text = new StringBuilder();
        JobLog log =
                JobLog.ofRun(
                        text,
                        Samples.batch("plain", "tab\tline\nback\\"),
                        new WallClock(Instant.ofEpochSecond(1_700_000_000, 500_000_000), 0),
                        new PoolWorker("local", "here", 1, 1));

        log.add("processes:1", 1, Samples.measuredRound());

        assertThat(text.toString())
                .isEqualTo(
                        """
                        seq\tworker\thost\tpid\tattempt\tstart\truntime\toutcome\trecipe\targument
                        1\tkitchen-1\tthere\t4711\t1\t1700000001.500000000\t2.000000000\tsucceeded\techo\tplain
                        2\tkitchen-1\tthere\t4711\t2\t1700000003.500000000\t2.000000000\tsucceeded\techo\ttab\\tline\\nback\\\\
                        """);
    }

    @Test
    void theJobLogOfAComparisonNamesPoolAndRound() {
        StringBuilder text = new StringBuilder();
        JobLog log =
                JobLog.ofComparison(
                        text,
                        Samples.batch("a", "b"),
                        job -> 10 + job,
                        new WallClock(Instant.EPOCH, 0),
                        new PoolWorker("local", "here", 1, 1));

        log.add("processes:1", 7, Samples.measuredRound());

        List<String> lines = text.toString().lines().toList();
        assertThat(lines.get(0)).endsWith("\trecipe\targument\tpool\tround");
        assertThat(lines.get(1)).startsWith("11\t").endsWith("\techo\ta\tprocesses:1\t7");
    }

    private static Set<String> keys(JsonNode node) {
        return new TreeSet<>(node.propertyNames());
    }
}
