package dev.manykitchens.report.cluster;

import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// What `kitchen coordinator status --json` prints: the JSON of schema `manykitchens.members/1`.
/// What is unknown is null.
///
/// @param schema [#SCHEMA]
public record MembersJson(String schema, List<MemberEntry> members) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.members/1";

    /// A coordinator of several.
    ///
    /// @param role `leader`, `follower`, `newcomer` or `fresh`
    /// @param applied how many entries of the log it has applied
    /// @param behind how many entries it lacks of the log of the one that leads; null for that one
    /// @param silentMillis for how long the leader has not heard of it
    /// @param answers whether it answered
    /// @param why why it did not answer; null when it did
    public record MemberEntry(
            @Nullable String id,
            String address,
            @Nullable String replication,
            @Nullable String role,
            @Nullable Long applied,
            @Nullable Long behind,
            @Nullable Long silentMillis,
            boolean answers,
            @Nullable String why) {}

    /// These members.
    public static MembersJson of(List<MemberRow> rows) {
        return new MembersJson(SCHEMA, rows.stream().map(MembersJson::entry).toList());
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }

    private static MemberEntry entry(MemberRow row) {
        return new MemberEntry(
                known(row.id()),
                row.address(),
                known(row.replication()),
                known(row.role()),
                row.applied().isPresent() ? row.applied().getAsLong() : null,
                row.behind().isPresent() ? row.behind().getAsLong() : null,
                row.silent().map(Duration::toMillis).orElse(null),
                row.absent().isEmpty(),
                known(row.absent()));
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
