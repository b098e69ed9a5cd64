package dev.manykitchens.benchmarks;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// What each value of a column of integers costs on its way to bytes and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ColumnCodecBenchmark {

    /// As many as a full message of small jobs has.
    private static final int VALUES = 1024;

    private final Column column = Column.ofLongs(LongStream.range(0, VALUES).toArray());
    private final byte[] bytes = ColumnCodec.encode(column, 0, VALUES).toByteArray();

    /// From a column to bytes.
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public byte[] encode() {
        return ColumnCodec.encode(column, 0, VALUES).toByteArray();
    }

    /// From bytes to a column.
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public Column decode() throws Exception {
        return ColumnCodec.decode(dev.manykitchens.proto.v1.Column.parseFrom(bytes));
    }
}
