package dev.manykitchens.cli.calibration;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The text of run files, for tests: on two cores, of four jobs in two rounds.
public final class Runs {

    private Runs() {}

    /// A run of a recipe on these pools.
    public static String of(String... pools) {
        return ofScenario("null", pools);
    }

    /// A run of a scenario.
    ///
    /// @param name as JSON
    public static String ofScenario(String name, String... pools) {
        return """
        {"schema": "manykitchens.run/1", "simulated": false, "created": "2026-01-01T00:00:00Z",
         "version": "1.0", "command": "kitchen compare wait",
         "host": {"os": "Linux", "jvm": "JVM", "python": "", "cpu": "", "cores": 2,
                  "effective_processors": 2, "memory_bytes": 0},
         "scenario": {"recipe": "wait", "work": "own", "time_scale": 1, "seed": 1, "attempts": 3,
                      "name": %s},
         "jobs": 4,
         "comparison": {"rounds": 2, "min_time": 0, "max_time": 1, "seed": 1, "partial": false},
         "pools": [%s],
         "verdict": {"fastest": "sequential", "over": [], "words": ["what was measured"]}}
        """
                .formatted(name, String.join(",\n", pools));
    }

    /// A pool.
    ///
    /// @param costs as JSON
    public static String pool(String name, int slots, int failed, String costs) {
        return """
        {"pool": "%s", "slots": %d, "rounds": 2, "warmup": {"rounds": 0, "cold_jobs": 0},
         "times": [0.039, 0.041], "mean": 0.04, "speedup": {}, "startup": 0,
         "response": {"count": 8}, "split": {}, "processes": [], "failed": %d, "retried": 0,
         "workers_lost": 0, "costs": %s}
        """
                .formatted(name, slots, failed, costs);
    }

    /// A pool whose jobs all succeeded.
    ///
    /// @param overhead in seconds
    /// @param cpu of each job of one round, in seconds; they do not wait
    public static String pool(String name, int slots, double overhead, double... cpu) {
        String each = Arrays.stream(cpu).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String none = Arrays.stream(cpu).mapToObj(_ -> "0").collect(Collectors.joining(","));
        return pool(
                name,
                slots,
                0,
                "{\"round\": %d, \"cpu\": [%s], \"wait\": [%s], \"overhead\": %s, \"resources\": []}"
                        .formatted(cpu.length, each, none, overhead));
    }

    /// The same text, of a load of 10 jobs a second for 2 s.
    public static String underLoad(String pool, String keepsUp) {
        return pool.replace("\"rounds\": 2, \"warmup\"", "\"rounds\": 0, \"warmup\"")
                .replace("\"times\": [0.039, 0.041], \"mean\": 0.04", "\"times\": []")
                .replace(
                        "\"failed\"",
                        """
                        "load": {"rate": 10, "duration": 2, "offered": 20, "completed": 20,
                                 "completed_per_second": 10, "in_system_at_end": 0,
                                 "keeps_up": "%s", "words": "", "response": {"count": 20},
                                 "service": {"count": 20}},
                        "failed\"\
                        """
                                .formatted(keepsUp));
    }
}
