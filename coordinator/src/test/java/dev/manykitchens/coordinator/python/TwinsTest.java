package dev.manykitchens.coordinator.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.cookbook.TillReceipt;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a recipe gives in Java, its twin gives in Python.
@Tag("jvm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinsTest {

    /// Those that give nothing one could compare, each with a test of its own here or in
    /// `PythonPoolTest`.
    private static final List<String> DRILLS =
            List.of("fail", "crash", "never_ends", "add_to_till");

    private final Map<String, Pool> pools = new LinkedHashMap<>();

    @BeforeAll
    void open() {
        NeedsPython.assumePresent();
        for (String spec :
                List.of("threads:2", "python-threads:2", "python-processes:2", "python-asyncio")) {
            pools.put(spec, Pools.open(spec));
        }
    }

    @AfterAll
    void close() {
        pools.values().forEach(Pool::close);
    }

    /// Arguments of every twin: as small as shows what there is to show.
    private static Map<String, List<List<Object>>> jobs() {
        Map<String, List<List<Object>>> jobs = new LinkedHashMap<>();
        BigInteger big = BigInteger.TEN.pow(5_000).negate();
        jobs.put(
                "compute_square",
                rows(0, -7, Long.MAX_VALUE, Long.MIN_VALUE, BigInteger.TWO.pow(63), big));
        jobs.put(
                "sum_range",
                List.of(
                        List.of(0, 10),
                        List.of(-70_000, 70_003, 2),
                        List.of(5, 5),
                        List.of(999_999_900_000L, 1_000_000_000_000L, 3)));
        jobs.put("count_primes", rows(0, 2, 3, 4, 10, 3_000));
        jobs.put(
                "render_tile",
                List.of(
                        List.of(0, 0, 16, 8, 64, 48, 200),
                        List.of(31, 20, 9, 11, 64, 48, 1_000),
                        List.of(0, 0, 3, 3, 640, 480, 65_535)));
        jobs.put("wait", rows("0ms", "1ms", "1500us", "1ms..9ms", "10us..20us", "123456ns"));
        jobs.put("download_file", List.of(List.of("größe \uD83C\uDF75\n\"x\"", "1ms")));
        jobs.put("boil_water", rows("1ms"));
        jobs.put("brew_chai", rows(0));
        jobs.put("take_order", rows(0));
        jobs.put("stir_pot", List.of(List.of(3, "1ms")));
        jobs.put("make_coffee", rows("espresso"));
        jobs.put("make_toast", List.of(List.of("1ms", "1ms")));
        jobs.put("grade_paper", rows(1, 2, -1, 61, BigInteger.TEN.pow(30)));
        jobs.put("serve_request", List.of(List.of("1ms", "1ms")));
        jobs.put("crunch", rows("1ms"));
        jobs.put("crunch_native", rows("1ms"));
        jobs.put("use_resource", List.of(List.of("espresso-machine", "1ms")));
        jobs.put("make_bytes", rows(0, 1_000));
        return jobs;
    }

    @Test
    void everyTwinIsTested() {
        TreeSet<String> tested = new TreeSet<>(jobs().keySet());
        tested.addAll(DRILLS);

        assertThat(tested).isEqualTo(Script.TWINS);
    }

    @Test
    void everyTwinHasARecipeAndNearlyEveryRecipeATwin() {
        List<String> recipes =
                RecipeBook.load(getClass().getClassLoader()).all().stream()
                        .filter(recipe -> recipe.getClass().getName().contains(".cookbook."))
                        .map(Recipe::name)
                        .toList();

        assertThat(recipes).containsAll(Script.TWINS);
        assertThat(recipes)
                .filteredOn(name -> !Script.TWINS.contains(name))
                .containsExactly("follow_steps", "never_listens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void everyTwinGivesWhatTheRecipeGives(String spec) {
        jobs().forEach((recipe, rows) -> {
            List<String> expected = results("threads:2", recipe, rows);

            assertThat(results(spec, recipe, rows)).as(recipe).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void whatTheRecipeRefusesIsRefusedInTheSameWords(String spec) {
        for (String recipe : List.of("count_primes", "sum_range", "brew_chai")) {
            assertThat(message(spec, recipe, -1_000_000_000_000_000L))
                    .contains(" must be from ")
                    .isEqualTo(message("threads:2", recipe, -1_000_000_000_000_000L));
        }
        assertThat(message(spec, "wait", "soon")).isEqualTo(message("threads:2", "wait", "soon"));
        assertThat(message(spec, "use_resource", "no-such"))
                .isEqualTo("a resource must be one that the pool was opened with, was \"no-such\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void aFailureIsPythonsErrorInOneLine(String spec) {
        assertThat(message(spec, "fail", "no\nflour")).isEqualTo("RuntimeError: no flour");
        assertThat(message(spec, "make_bytes", 17 << 20))
                .isEqualTo(
                        "a result must take at most 16.0 MiB to travel from its worker, took 17.0 MiB; return less, or write it to a file and return its name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void aTillWithALockLosesNoSale(String spec) {
        String till = "till of " + spec;
        List<Object> receipts =
                pool(spec)
                        .map(
                                "add_to_till",
                                List.of(List.of(till, 5_000, "yes"), List.of(till, 5_000, "yes")));

        Map<Long, Long> added = new LinkedHashMap<>();
        Map<Long, Long> totals = new LinkedHashMap<>();
        for (Object text : receipts) {
            TillReceipt receipt = TillReceipt.parse((String) text);
            added.merge(receipt.pid(), receipt.added(), Long::sum);
            totals.merge(receipt.pid(), receipt.total(), Math::max);
        }
        assertThat(totals).isEqualTo(added);
    }

    @Test
    void aResultOfTheLargestSizeTravels() {
        int largest = 16 << 20;

        assertThat(pool("python-threads:2").map("make_bytes", List.of(largest)))
                .singleElement()
                .isEqualTo(new byte[largest]);
    }

    @Test
    void aRecipeWithoutATwinIsRefusedWithTheNamesOfThoseThatHaveOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool("python-asyncio").submit("never_listens", "1s"))
                .withMessageStartingWith(
                        "a pool of Python runs recipes that have a twin there, never_listens has none; these have: add_to_till, boil_water,");
    }

    private List<String> results(String spec, String recipe, List<List<Object>> rows) {
        return pool(spec).map(recipe, rows).stream()
                .map(value ->
                        value instanceof byte[] bytes
                                ? HexFormat.of().formatHex(bytes)
                                : value.toString())
                .toList();
    }

    private String message(String spec, String recipe, Object argument) {
        return message(pool(spec), recipe, argument);
    }

    private static String message(Pool pool, String recipe, Object argument) {
        Recipe known = pool.recipes().get(recipe);
        Value value =
                argument instanceof String text
                        ? Value.of(text)
                        : Value.of(((Number) argument).longValue());
        BatchResult result =
                pool.run(
                        new Batch(
                                known,
                                RecipeBook.pack(known, List.of(List.of(value))),
                                BatchOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20))));
        return result.outcome(0) instanceof Outcome.Failed(String message, _)
                ? message
                : "not failed: " + result.outcome(0).describe();
    }

    private Pool pool(String spec) {
        Pool pool = pools.get(spec);
        if (pool == null) {
            throw new AssertionError("no pool " + spec);
        }
        return pool;
    }

    private static List<List<Object>> rows(Object... arguments) {
        List<List<Object>> rows = new ArrayList<>();
        for (Object argument : arguments) {
            rows.add(List.of(argument));
        }
        return rows;
    }
}
