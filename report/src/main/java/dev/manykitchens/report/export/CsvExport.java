package dev.manykitchens.report.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A run as CSV: a line of names, then one line a pool in the order named. Times are in seconds;
/// what is not known is empty.
public final class CsvExport {

    private CsvExport() {}

    private static final Map<String, Function<PoolEntry, @Nullable Object>> COLUMNS = columns();

    /// The text of the file.
    public static String of(RunFile run) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            List<String> names = new ArrayList<>(COLUMNS.keySet());
            names.add("simulated");
            csv.writeRecord(names);
            for (PoolEntry pool : run.pools()) {
                List<String> cells = new ArrayList<>();
                COLUMNS.values().forEach(column -> cells.add(cell(column.apply(pool))));
                cells.add(String.valueOf(run.simulated() || pool.simulated()));
                csv.writeRecord(cells);
            }
        } catch (IOException e) {
            throw new AssertionError("a text in memory cannot fail", e);
        }
        return text.toString();
    }

    private static String cell(@Nullable Object figure) {
        return figure == null ? "" : figure.toString();
    }

    private static Map<String, Function<PoolEntry, @Nullable Object>> columns() {
        Map<String, Function<PoolEntry, @Nullable Object>> columns = new LinkedHashMap<>();
        columns.put("pool", PoolEntry::pool);
        columns.put("slots", PoolEntry::slots);
        columns.put("rounds", PoolEntry::rounds);
        columns.put("mean", PoolEntry::mean);
        columns.put("stddev", PoolEntry::stddev);
        columns.put("median", PoolEntry::median);
        columns.put("min", PoolEntry::min);
        columns.put("max", PoolEntry::max);
        columns.put("jobs_per_second", PoolEntry::jobsPerSecond);
        columns.put("speedup", pool -> pool.speedup().ratio());
        columns.put("speedup_low", pool -> pool.speedup().low());
        columns.put("speedup_high", pool -> pool.speedup().high());
        columns.put("efficiency", PoolEntry::efficiency);
        columns.put("startup", PoolEntry::startup);
        columns.put("response_mean", pool -> pool.response().mean());
        columns.put("response_p50", pool -> pool.response().p50());
        columns.put("response_p90", pool -> pool.response().p90());
        columns.put("response_p99", pool -> pool.response().p99());
        columns.put("response_max", pool -> pool.response().max());
        columns.put("split_queue", pool -> pool.split().queue());
        columns.put("split_encode", pool -> pool.split().encode());
        columns.put("split_wire", pool -> pool.split().wire());
        columns.put("split_stove", pool -> pool.split().stove());
        columns.put("split_cpu", pool -> pool.split().cpu());
        columns.put("split_wait", pool -> pool.split().waiting());
        columns.put("split_return", pool -> pool.split().returned());
        columns.put("split_core", pool -> pool.split().core());
        columns.put("split_resource", pool -> pool.split().resource());
        columns.put("overhead_per_job", PoolEntry::overheadPerJob);
        columns.put("cpu_seconds", PoolEntry::cpuSeconds);
        columns.put("memory_bytes", PoolEntry::memoryBytes);
        columns.put("failed", PoolEntry::failed);
        columns.put("retried", PoolEntry::retried);
        columns.put("workers_lost", PoolEntry::workersLost);
        return columns;
    }
}
