package dev.manykitchens.coordinator.python;

import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Python says, read.
final class Answers {

    private static final int TIMES = 6;

    private Answers() {}

    /// Who it is that says hello.
    ///
    /// @param name under which it joins
    /// @param startedNanos when it was started, on our clock
    /// @param heardNanos when it was heard
    static WorkerHello hello(String name, JsonNode said, long startedNanos, long heardNanos) {
        long sent = said.path("sent").asLong();
        return new WorkerHello(
                name,
                false,
                said.path("host").asString(),
                said.path("pid").asLong(),
                said.path("threads").asInt(),
                List.copyOf(Script.TWINS),
                // Any other clock would have to be off by less than Python takes to start.
                "",
                startedNanos <= sent && sent <= heardNanos,
                false,
                WorkerFacts.UNKNOWN);
    }

    static WorkerMessage.CreditsTotal credits(JsonNode said) {
        return new WorkerMessage.CreditsTotal(said.asLong());
    }

    static WorkerMessage.Beat beat(JsonNode said) {
        List<Long> leases = new ArrayList<>();
        said.path("leases").forEach(lease -> leases.add(lease.asLong()));
        JsonNode echo = said.path("echo");
        return new WorkerMessage.Beat(
                leases,
                said.path("sent").asLong(),
                said.path("resident").asLong(),
                said.path("cpu").asLong(),
                0,
                0,
                said.path("late").asLong(),
                0,
                echo.isArray()
                        ? Optional.of(
                                new WorkerMessage.EchoReceived(
                                        echo.path(0).asLong(), echo.path(1).asLong()))
                        : Optional.empty(),
                Optional.empty());
    }

    /// The results of some jobs.
    ///
    /// @throws JacksonException when they are not as they must be
    static WorkerMessage.ResultsSent results(JsonNode said) {
        List<WorkerMessage.FailedJob> failures = new ArrayList<>();
        for (JsonNode failed : said.path("failed")) {
            failures.add(
                    new WorkerMessage.FailedJob(
                            failed.path(0).asInt(),
                            WorkerMessage.FailedJob.Reason.valueOf(failed.path(1).asString()),
                            failed.path(2).asString()));
        }
        List<WorkerMessage.UsedResource> uses = new ArrayList<>();
        for (JsonNode use : said.path("uses")) {
            uses.add(
                    new WorkerMessage.UsedResource(
                            use.path(0).asString(), use.path(1).asLong(), use.path(2).asLong()));
        }
        return new WorkerMessage.ResultsSent(
                said.path("lease").asLong(),
                said.path("first").asInt(),
                said.path("count").asInt(),
                column(said.path("succeeded"), ValueType.valueOf(said.path("type").asString())),
                failures,
                times(said.path("times")),
                uses,
                said.path("received").asLong(),
                said.path("sent").asLong(),
                said.path("credits").asLong(),
                0);
    }

    private static WorkerMessage.JobTimes times(JsonNode said) {
        long[][] columns = new long[TIMES][];
        for (int i = 0; i < TIMES; i++) {
            JsonNode column = said.path(i);
            columns[i] = new long[column.size()];
            for (int row = 0; row < columns[i].length; row++) {
                columns[i][row] = column.path(row).asLong();
            }
        }
        return new WorkerMessage.JobTimes(
                columns[0], 0, columns[1], columns[2], columns[3], columns[4], columns[5]);
    }

    private static Column column(JsonNode said, ValueType type) {
        ColumnBuilder values = new ColumnBuilder(type, said.size());
        for (JsonNode value : said) {
            values.add(value(value, type));
        }
        return values.build();
    }

    private static Value value(JsonNode said, ValueType type) {
        return switch (type) {
            case INTEGER ->
                    said.isString() ? hexadecimal(said.asString()) : Value.of(said.asLong());
            case REAL -> new Value.Real(said.asDouble());
            case TEXT -> Value.of(said.asString());
            case BYTES -> Value.of(said.binaryValue());
            case NONE -> Value.NONE;
        };
    }

    /// Such as `-0xff`.
    private static Value hexadecimal(String text) {
        return Value.of(new BigInteger(text.replaceFirst("0x", ""), 16));
    }
}
