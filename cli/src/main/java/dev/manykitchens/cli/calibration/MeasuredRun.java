package dev.manykitchens.cli.calibration;

import dev.manykitchens.core.comparison.Caution;
import dev.manykitchens.core.comparison.Note;
import dev.manykitchens.core.comparison.Others;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.run.CostsEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.RunFileReader;
import dev.manykitchens.report.text.CautionWords;
import dev.manykitchens.report.text.Figures;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A run that a simulation can start from: it was measured, and tells what single jobs cost.
///
/// @param file what was measured
/// @param where what people know it by
/// @param chosen the pool that the costs of jobs are to be those of; empty: whichever fits
public record MeasuredRun(RunFile file, String where, Optional<String> chosen) {

    /// @throws IllegalArgumentException when a simulation cannot start from it, in one line
    public MeasuredRun {
        if (file.simulated()) {
            throw new IllegalArgumentException(
                    "a simulation must start from what was measured, %s was simulated, and a simulation cannot be calibrated by a simulation; name a file of kitchen compare --export-json"
                            .formatted(where));
        }
        if (file.pools().stream().allMatch(pool -> pool.costs() == null)) {
            throw new IllegalArgumentException(
                    "a simulation must know what single jobs cost, %s (version %s) does not tell it; measure again with kitchen compare --export-json"
                            .formatted(where, file.version()));
        }
        if (sources(file).isEmpty()) {
            throw new IllegalArgumentException(
                    "a simulation must start from a pool that has a model and whose jobs all succeeded, %s has only %s"
                            .formatted(where, names(file.pools())));
        }
        List<Source> known = sources(file);
        chosen.ifPresent(pool -> requireKnown(pool, known, file, where));
    }

    /// A pool of the run whose costs a simulation can start from.
    ///
    /// @param name in the run
    /// @param entry its figures
    /// @param family what it is like
    record Source(String name, PoolEntry entry, CostsEntry costs, Family family) {}

    /// Reads a run from a file.
    ///
    /// @param text the file's path, and perhaps one of its pools: `run.json#threads:2`
    /// @throws IllegalArgumentException when it is none that a simulation can start from, in one
    ///   line
    public static MeasuredRun read(String text, InputStream standardInput) {
        int hash = text.indexOf('#');
        if (hash < 0 || Files.exists(Path.of(text))) {
            return new MeasuredRun(
                    RunFileReader.read(Path.of(text), standardInput), text, Optional.empty());
        }
        String path = text.substring(0, hash);
        return new MeasuredRun(
                RunFileReader.read(Path.of(path), standardInput),
                path,
                Optional.of(text.substring(hash + 1).strip()));
    }

    /// The pools of which one can be chosen, in the order named.
    List<Source> sources() {
        return sources(file);
    }

    /// The pools that were measured and have a model, each once, in the order named.
    public List<PoolSpec> pools() {
        return file.measured().stream()
                .flatMap(pool -> spec(pool.pool()).stream())
                .filter(spec -> Family.of(spec).isPresent())
                .distinct()
                .toList();
    }

    /// That others used the cores while jobs were measured, so that they may cost less than it
    /// says; in a sentence, if they did.
    public Optional<String> disturbed() {
        List<String> names = new ArrayList<>();
        double worst = 0;
        for (Source source : sources()) {
            Others own = source.costs().disturbance();
            Optional<Caution.HostBusy> busy =
                    (own.isLongEnough() ? own : others())
                            .disturbing(file.host().effectiveProcessors());
            if (busy.isPresent()) {
                names.add(source.name());
                worst = Math.max(worst, busy.get().others());
            }
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        CautionWords.of(
                                new Note(
                                        names,
                                        new Caution.HostBusy(
                                                worst, file.host().effectiveProcessors()))));
    }

    /// That it was measured for too short a time to know whether others used the cores meanwhile,
    /// in a sentence, if it was.
    public Optional<String> tooShortToTell() {
        Others all = others();
        return all.nanos() == 0 || all.isLongEnough()
                ? Optional.empty()
                : Optional.of(
                        "what jobs cost was measured in %s, too short to tell whether something else used the cores meanwhile; more --rounds, or --min-time %s, would tell"
                                .formatted(
                                        Figures.time(all.nanos() / 1e9),
                                        DurationRange.text(Others.LONG_ENOUGH)));
    }

    /// What others did while any of its pools were measured.
    private Others others() {
        return sources().stream()
                .map(source -> source.costs().disturbance())
                .reduce(Others.UNKNOWN, Others::plus);
    }

    private static List<Source> sources(RunFile file) {
        return file.measured().stream().flatMap(MeasuredRun::source).toList();
    }

    private static Stream<Source> source(PoolEntry pool) {
        CostsEntry costs = pool.costs();
        if (costs == null || costs.cpu().length == 0 || pool.failed() > 0) {
            return Stream.empty();
        }
        return spec(pool.pool())
                .flatMap(Family::of)
                .map(family -> new Source(pool.pool(), pool, costs, family))
                .stream();
    }

    /// The second of two equal pools has a number behind its spec.
    private static Optional<PoolSpec> spec(String name) {
        try {
            return Optional.of(PoolSpec.parse(name.replaceFirst(" #\\d+$", "")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void requireKnown(String pool, List<Source> known, RunFile file, String where) {
        if (known.stream().anyMatch(source -> source.name().equals(pool))) {
            return;
        }
        boolean isThere = file.pools().stream().anyMatch(entry -> entry.pool().equals(pool));
        List<String> names = known.stream().map(Source::name).toList();
        throw new IllegalArgumentException(
                isThere
                        ? "a simulation must start from a pool that was measured, has a model and whose jobs all succeeded, `%s` of %s is none; take %s"
                                .formatted(pool, where, quoted(names))
                        : "a simulation must start from a pool of the run, %s has no \"%s\"; %s"
                                .formatted(
                                        where,
                                        pool,
                                        Nearest.suggestion(pool, names, "take " + quoted(names))));
    }

    private static String names(List<PoolEntry> pools) {
        return quoted(pools.stream().map(PoolEntry::pool).toList());
    }

    private static String quoted(List<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }
}
